"""Locked decoding: what the grammar lets a model write, and what it does not."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache
from itertools import permutations
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merchant_studio.languages import TAG, language_codes, profile
from merchant_studio.write.grammar import MAX_FREE_TAGS, locked_lines
from merchant_studio.write.request import LineRequest, WritingRequest

LANGUAGES = language_codes()
TAGS = ("price", "moq", "lead_time", "capacity", "weight", "colors", "size", "warranty")


def asked(*lines: LineRequest, code: str = "en") -> WritingRequest:
    own = profile(code)
    return WritingRequest(
        standing="",
        pitch="",
        language=own.name,
        instruction="",
        lines=lines,
        letters=own.text.letters,
        punctuation=own.text.punctuation,
        sentence_end=own.text.sentence_end,
    )


def a_line(*tags: str, max_chars: int = 60, number: int = 1) -> LineRequest:
    return LineRequest(number=number, tags=tags, max_chars=max_chars)


def rules_of(grammar: str) -> dict[str, str]:
    return dict(rule.split(" ::= ", 1) for rule in grammar.split("\n"))


@cache
def language_of(grammar: str) -> re.Pattern[str]:
    """The grammar as a regular expression: its rules name only rules that come after them."""
    patterns: dict[str, str] = {}

    def pattern(name: str) -> str:
        if name not in patterns:
            parts = re.findall(
                r'"(?:[^"\\]|\\.)*"|\[(?:[^\]\\]|\\.)*\]|[a-z][a-z0-9-]*|\S', body(name)
            )
            patterns[name] = f"(?:{''.join(map(piece, parts))})"
        return patterns[name]

    def body(name: str) -> str:
        return re.sub(r"\{0,(\d+)\}", r"{0;\1}", rules_of(grammar)[name])

    def piece(part: str) -> str:
        if part[0] == '"':
            return re.escape(part[1:-1].replace("\\n", "\n"))
        if part[0].isalpha():
            return pattern(part)
        return part.replace(";", ",")

    return re.compile(pattern("root"))


def allows(code: str, text: str, *tags: str, max_chars: int = 60) -> bool:
    """Whether a model may write this text for a line with these tags."""
    grammar = locked_lines(asked(a_line(*tags, max_chars=max_chars), code=code))
    return bool(language_of(grammar).fullmatch(f"1. {text}\n"))


# --- the whole text ------------------------------------------------------------------------


def test_the_grammar_of_two_lines() -> None:
    assert locked_lines(asked(a_line(), a_line("price", "moq", number=2))) == dedent("""\
        root ::= "1. " l1 "\\n" "2. " l2 "\\n"
        l1 ::= w c{0,60} e
        l2 ::= (w c{0,60} " ")? "<price>" l2-0 | (w c{0,60} " ")? "<moq>" l2-1
        l2-0 ::= (" " | ", ") (w c{0,60} " ")? "<moq>" l2-0-1
        l2-0-1 ::= (" " w c{0,60})? e
        l2-1 ::= (" " | ", ") (w c{0,60} " ")? "<price>" l2-0-1
        c ::= [A-Za-z ,:;'"()–—-]
        w ::= [A-Za-z]
        e ::= [.!?]""")


def test_the_grammar_where_words_have_no_spaces() -> None:
    assert locked_lines(asked(a_line("price", max_chars=20), code="ja")) == dedent("""\
        root ::= "1. " l1 "\\n"
        l1 ::= (w c{0,20})? "<price>" l1-0
        l1-0 ::= c{0,20} e
        c ::= [ぁ-ゖァ-ヺー一-龥々、：；「」『』（）・…—-]
        w ::= [ぁ-ゖァ-ヺー一-龥々]
        e ::= [。！？]""")


# --- how large it gets ---------------------------------------------------------------------


@pytest.mark.parametrize("n", range(MAX_FREE_TAGS + 1))
def test_a_line_takes_a_rule_for_each_set_of_tags(n: int) -> None:
    rules = rules_of(locked_lines(asked(a_line(*TAGS[:n]))))
    assert len([name for name in rules if name.startswith("l1")]) == 2**n


def test_many_tags_stand_in_the_order_of_the_source() -> None:
    tags = TAGS[: MAX_FREE_TAGS + 1]
    rules = rules_of(locked_lines(asked(a_line(*tags))))
    assert len([name for name in rules if name.startswith("l1")]) == len(tags) + 1
    text = " ".join(f"<{tag}>" for tag in tags)
    assert allows("en", f"{text}.", *tags)
    assert not allows("en", f"{' '.join(text.split()[::-1])}.", *tags)


def test_every_rule_is_there_once_and_used() -> None:
    grammar = locked_lines(asked(*(a_line(*TAGS[:n], number=n + 1) for n in range(5))))
    names = [rule.split(" ::= ")[0] for rule in grammar.split("\n")]
    assert len(names) == len(set(names))
    bodies = " ".join(
        re.sub(r'"[^"]*"|\[[^\]]*\]', "", body) for body in rules_of(grammar).values()
    )
    assert set(re.findall(r"[a-z][a-z0-9-]*", bodies)) == set(names) - {"root"}


@pytest.mark.parametrize(
    ("max_chars", "tags"),
    [(60, 0), (60, 3), (10, 1)],
)
def test_what_is_cut_by_a_bound_is_too_long_for_its_line(max_chars: int, tags: int) -> None:
    grammar = locked_lines(asked(a_line(*TAGS[:tags], max_chars=max_chars)))
    assert set(re.findall(r"w c\{0,(\d+)\}", grammar)) == {str(max_chars)}


# --- what it allows ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "text", "tags"),
    [
        ("en", "It is good!", ()),
        ("en", "<price>.", ("price",)),
        ("en", "The price is <price>.", ("price",)),
        ("en", "<price> is the price.", ("price",)),
        ("en", "It costs <price>, from <moq> on.", ("price", "moq")),
        ("en", "From <moq> on, it costs <price>.", ("price", "moq")),
        ("de", "Der Preis beträgt <price>, ab <moq>.", ("price", "moq")),
        ("fr", "Le prix\u00a0: <price>.", ("price",)),
        ("ar", "السعر <price>، والحد الأدنى <moq>.", ("price", "moq")),
        ("hi", "कीमत <price> है।", ("price",)),
        ("ja", "価格は<price>です。", ("price",)),
        ("zh", "每个<price>，<moq>起订。", ("price", "moq")),
        ("th", "ราคา <price> ค่ะ", ("price",)),
    ],
)
def test_a_line_that_may_be_written(code: str, text: str, tags: tuple[str, ...]) -> None:
    assert allows(code, text, *tags)


@pytest.mark.parametrize(
    ("code", "text", "tags"),
    [
        ("en", "It is good.", ("price",)),
        ("en", "<price> or <price>.", ("price",)),
        ("en", "The price is <price>.", ()),
        ("en", "The price is <moq>.", ("price",)),
        ("en", "The price is 18 or <price>.", ("price",)),
        ("en", "The price is<price>.", ("price",)),
        ("en", "The price is <price>yuan.", ("price",)),
        ("en", "The price is <price>", ("price",)),
        ("en", "The price is <price>,.", ("price",)),
        ("en", "价格 is <price>.", ("price",)),
        ("en", "Café <price>.", ("price",)),
        ("en", "$ <price>.", ("price",)),
        ("en", "", ()),
        ("en", ".", ()),
        ("en", "It is good.\n2. It is bad.", ()),
        ("ar", "السعر <price>, والحد <moq>.", ("price", "moq")),
        ("ar", "السعر ١٨ <price>.", ("price",)),
        ("hi", "कीमत १८ <price>।", ("price",)),
        ("ja", "価格は１８<price>です。", ("price",)),
        ("zh", "every <price>。", ("price",)),
    ],
)
def test_a_line_that_may_not_be_written(code: str, text: str, tags: tuple[str, ...]) -> None:
    assert not allows(code, text, *tags)


@pytest.mark.parametrize("n", range(1, 5))
def test_tags_may_stand_in_any_order(n: int) -> None:
    for tags in permutations(TAGS[:n]):
        assert allows("en", " ".join(f"<{tag}>" for tag in tags) + ".", *TAGS[:n])


@pytest.mark.parametrize("code", [code for code in LANGUAGES if profile(code).script != "Kore"])
def test_the_phrasebook_could_have_been_written(code: str) -> None:
    book, refused = profile(code).phrases, []
    for phrase in (*book.facts.values(), *book.introduction):
        inner = phrase[:-1]
        one_sentence = not any(c in profile(code).text.sentence_end for c in inner)
        # A model puts a plain space where ours does not break; and it glues nothing to a tag.
        phrase = phrase.replace(">\u00a0", "> ").replace(">ค่ะ", "> ค่ะ")
        if profile(code).text.without_names(phrase) != phrase:
            continue  # names in other letters are the phrasebook's alone
        if one_sentence and not allows(code, phrase, *TAG.findall(phrase)):
            refused.append(phrase)
    assert refused == []


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_whatever_it_allows_holds_each_tag_once_and_no_number(data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(["en", "ru"]))
    tags = TAGS[: data.draw(st.integers(0, 3))]
    pattern = language_of(locked_lines(asked(a_line(*tags, max_chars=12), code=code)))
    text = data.draw(st.from_regex(pattern, fullmatch=True))
    assert sorted(TAG.findall(text)) == sorted(tags)
    body = TAG.sub("", text.removeprefix("1. "))
    assert not any(unicodedata.category(c) in ("Nd", "Nl", "No") for c in body)
    assert body.endswith("\n") and body[:-1].strip()[-1:] in profile(code).text.sentence_end


# --- the classes of every language ---------------------------------------------------------


def classes(code: str) -> dict[str, str]:
    rules = rules_of(locked_lines(asked(a_line(), code=code)))
    return {name: rules[name] for name in "cwe"}


@cache
def digits() -> str:
    """Every digit and number sign of every script."""
    return "".join(
        chr(c)
        for c in range(sys.maxunicode + 1)
        if unicodedata.category(chr(c)) in ("Nd", "Nl", "No") and chr(c) != "〇"
    )


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_class_allows_a_digit_of_any_script(code: str) -> None:
    for body in classes(code).values():
        assert re.findall(body, digits()) == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_class_allows_what_is_not_text(code: str) -> None:
    for body in classes(code).values():
        assert re.findall(body, "\n\r\t\x00<>[]{}|`@#$%&*=+/\\^_¥€£") == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_class_means_the_same_in_gbnf_and_re(code: str) -> None:
    for body in classes(code).values():
        inner = body[1:-1]
        assert (body[0], body[-1]) == ("[", "]")
        assert not set("[]\\^") & set(inner)
        for hyphen in re.finditer("-", inner[:-1]):
            first, last = inner[hyphen.start() - 1], inner[hyphen.end()]
            assert hyphen.start() and first < last, f"{first}-{last} is no range"


@pytest.mark.parametrize("characters", ["]", "\\", "-]", "a-]\\b", "^", "-"])
def test_a_class_of_awkward_characters_is_escaped(characters: str) -> None:
    request = WritingRequest(
        standing="",
        pitch="",
        language="",
        instruction="",
        lines=(a_line(),),
        letters="a-z",
        punctuation=" " + characters,
        sentence_end=".",
    )
    body = rules_of(locked_lines(request))["c"]
    allowed = {c for c in map(chr, range(32, 127)) if re.fullmatch(body, c)}
    wanted = set("abcdefghijklmnopqrstuvwxyz ") | set(characters)
    assert allowed == wanted - {"^"}
