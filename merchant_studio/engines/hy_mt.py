"""Hy-MT2, a translator of 38 languages, from a GGUF file in this process (llama.cpp).

It is asked in the words of its card (github.com/Tencent-Hunyuan/Hy-MT2, README of 2026-05), without
a system message: in Chinese where the text or its translation is Chinese, else in English. The card
has a prompt for text with placeholders such as {{var}}, and one that says how terms are translated.
Facts go through as placeholders, then as terms that stay as they are (`literal.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .interfaces import Languages
from .literal import MAX_TAGS, code_of, through_codes, unknown_pair
from .llama_cpp import NAME, GgufModel

LANGUAGES: Mapping[str, tuple[str, str]] = {
    "ar": ("阿拉伯语", "Arabic"),
    "de": ("德语", "German"),
    "en": ("英语", "English"),
    "es": ("西班牙语", "Spanish"),
    "fr": ("法语", "French"),
    "hi": ("印地语", "Hindi"),
    "id": ("印尼语", "Indonesian"),
    "it": ("意大利语", "Italian"),
    "ja": ("日语", "Japanese"),
    "ko": ("韩语", "Korean"),
    "pt": ("葡萄牙语", "Portuguese"),
    "ru": ("俄语", "Russian"),
    "th": ("泰语", "Thai"),
    "tr": ("土耳其语", "Turkish"),
    "vi": ("越南语", "Vietnamese"),
    "zh": ("中文", "Chinese"),
}
"""Of its languages those that videos can be made in, as its card calls them in Chinese and English.
"""
PLACEHOLDER, TERM = "{{v{}}}", "QX{}"
"""What stands for a tag, tried in this order; see `literal.through_codes`."""
_PLAIN = (
    "将以下文本翻译为{language}，注意只需要输出翻译后的结果，不要额外解释：\n\n{text}",
    "Translate the following text into {language}. Note that you should only output the translated "
    "result without any additional explanation:\n\n{text}",
)
_TERMS = (
    "参考下面的翻译：\n{terms}\n"
    "将以下文本翻译为{language}，注意只需要输出翻译后的结果，不要额外解释：\n\n{text}",
    "Reference the following translations:\n{terms}\n\n"
    "Translate the following text into {language}. Note that you must ONLY output the translated "
    "result without any additional explanation:\n\n{text}",
)
_TERM = ("{term} 翻译成 {term}", "{term} translates to {term}")
_STRUCTURED = (
    "# 任务目标\n"
    "将下方数据输入中的 Markdown 格式数据翻译为{language}。\n\n"
    "# 严格约束\n"
    "1. 结构锁定：绝对保持原有的 Markdown 数据结构、缩进和层级完全不变。\n"
    "2. 选择性翻译：仅翻译面向用户展示的可见文本内容。\n"
    "3. 禁止修改：严禁翻译或更改任何代码标签、键名 (Key)、变量占位符"
    "（如 {{var}}、${var}、%s、%d 等）或代码属性。\n\n"
    "# 数据输入\n{text}",
    "### Task\n"
    "Translate the user-facing text within the following Markdown data into {language}.\n\n"
    "### Strict Rules\n"
    "1. Structure Preservation: You MUST preserve the original Markdown data structure, nesting, "
    "hierarchy, and indentation exactly as they are.\n"
    "2. Selective Translation: Translate ONLY the visible, user-facing text content/values.\n"
    "3. Strict Non-Translation: NEVER translate or alter code tags, keys, properties, object "
    "names, or variable placeholders. Leave them exactly in their original English/code form.\n\n"
    "### Source Data\n{text}",
)
"""For a form of data; a line of plain text is Markdown. In Chinese the card has the text in the
first sentence, too; here it stands once."""


class HyMT2(GgufModel):
    """A model that translates lines one by one, each by itself.

    The card asks for samples (temperature 0.7, top-p 0.6, top-k 20), which differ from run to run,
    and a run that goes on after a crash would have other lines. So the best token is always taken,
    and of its settings only the penalty for repetitions is kept, which ends loops. Each question is
    evaluated from its beginning: what is left in a cache changes the last digits of numbers.
    """

    kind = "translator"
    context_tokens = 2048
    """Room for the longest rules (700 characters of English), a sentence and its answer."""
    longest = 256
    """Tokens of an answer; one that goes on is no line."""

    @property
    def writes(self) -> Languages:
        """What its card certifies; every language where no card tells that it was measured."""
        return self._model.writes

    def knows(self, source: str, target: str) -> bool:
        """Whether both are among its languages here, and are two."""
        return source != target and source in LANGUAGES and target in LANGUAGES

    def translate(self, lines: Sequence[str], *, source: str, target: str) -> tuple[str, ...]:
        """A literal line per line; see `engines.Translator`."""
        if not self.knows(source, target):
            raise unknown_pair(NAME, self._model.name, source, target)
        return through_codes(
            lines,
            (PLACEHOLDER, TERM),
            lambda hidden, code: [
                self._line(prompt(line, code, source=source, target=target)) for line in hidden
            ],
        )

    def _line(self, asked: str) -> str:
        """The translation; empty: it was cut off, or explains itself in further lines."""
        self._load()
        answer, text = self._chat(
            {
                "messages": [{"role": "user", "content": asked}],
                "temperature": 0,
                "repeat_penalty": 1.05,
                "max_tokens": self.longest,
                "cache_prompt": False,
            }
        )
        said = text.strip()
        cut = answer["choices"][0].get("finish_reason") == "length"
        return "" if cut or "\n" in said else said


def prompt(line: str, code: str, *, source: str, target: str) -> str:
    """What the model is asked, for a line whose tags are `code`s; languages are their codes."""
    way = 0 if "zh" in (source, target) else 1
    coded = [each for n in range(1, MAX_TAGS + 1) if (each := code_of(code, n)) in line]
    if not coded:
        asked = _PLAIN[way]
    elif code == PLACEHOLDER:
        asked = _STRUCTURED[way]
    else:
        terms = "\n".join(_TERM[way].replace("{term}", each) for each in coded)
        asked = _TERMS[way].replace("{terms}", terms)
    return asked.replace("{language}", LANGUAGES[target][way]).replace("{text}", line)
