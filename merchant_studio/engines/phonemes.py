"""Text as the symbols that Kokoro was trained on, by language.

espeak-ng gives the sounds of the languages with letters; it is called as a program, for it is
under the GPL. misaki (Apache-2.0) gives those of Chinese and Japanese.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from ..errors import (
    EngineError,
    EngineFailedError,
    EngineUnavailableError,
    ProgramMissingError,
)
from ..messages import say

ESPEAK = "espeak-ng"
ESPEAK_TIMEOUT_S = 60

# Kokoro-82M's symbols in the order of their ids (config.json of hexgrad/Kokoro-82M, Apache-2.0).
_SYMBOLS = {
    1: ';:,.!?', 9: '—…"()“” \u0303ʣʥʦʨᵝ\uab67AI', 31: "O", 33: "Q", 35: "ST", 39: "W", 41: "Yᵊ"
    "abcdef", 50: "hijklmnopqrstuvwxyzɑɐɒæ", 75: "βɔɕç", 80: "ɖðʤə", 85: "ɚɛɜ", 90: "ɟ", 92: "ɡ",
    99: "ɥ", 101: "ɨɪʝ", 110: "ɯɰŋɳɲɴø", 118: "ɸθœ", 123: "ɹ", 125: "ɾɻ", 128: "ʁɽʂʃʈʧ",
    135: "ʊʋ", 138: "ʌɣɤ", 142: "χʎ", 147: "ʒʔ", 156: "ˈˌː", 162: "ʰ", 164: "ʲ", 169: "↓",
    171: "→↗↘", 177: "ᵻ",
}  # fmt: skip
IDS = {c: first + i for first, symbols in _SYMBOLS.items() for i, c in enumerate(symbols)}
"""The number of each symbol; 0 stands before and after a text."""

# Two sounds that espeak-ng ties together are one symbol (misaki's notation of Kokoro's training).
_TIED = {
    "a^ɪ": "I", "a^ʊ": "W", "d^z": "ʣ", "d^ʒ": "ʤ", "e^ɪ": "A", "o^ʊ": "O", "ə^ʊ": "Q", "s^s": "S",
    "t^s": "ʦ", "t^ʃ": "ʧ", "ɔ^ɪ": "Y",
}  # fmt: skip
# English was noted more broadly than espeak-ng does; the accents differ.
_ENGLISH = {"r": "ɹ", "x": "k", "ç": "k", "ɐ": "ə", "ɬ": "l", "ʔ": "t", "ɚ": "əɹ", "ə^l": "ᵊl"}
_AMERICAN = {"ɜːɹ": "ɜɹ", "ɜː": "ɜɹ", "ɪə": "iə", "ː": "", "o": "ɔ"}
_BRITISH = {"e^ə": "ɛː", "iə": "ɪə", "o": "ɔ"}
_ACCENTS = {"en-us": _ENGLISH | _AMERICAN, "en-gb": _ENGLISH | _BRITISH}

# Where a voice pauses. Not between digits: 18,50 is one number.
_PAUSE = re.compile(r"\s*((?<!\d)[,.;:]|[,.;:](?!\d)|[!?…—।]+)\s*")
_SWITCH = re.compile(r"\(\^?[a-z][a-z0-9^-]*\)")
"""espeak-ng's mark where it reads a word as one of another language, its letters tied: (^e^n)."""
_MARKS = str.maketrans({
    "，": ", ", "、": ", ", "。": ". ", "！": "! ", "？": "? ", "；": "; ", "：": ": ", "।": ".",
    "¿": "", "¡": "", "«": "“", "»": "”", "–": "—",
})  # fmt: skip

# How Latin letters are said in Chinese: Kokoro's Chinese voices have no sounds of their own.
_CHINESE_NAMES = (
    "A诶 B必 C西 D弟 E伊 F艾福 G季 H艾尺 I爱 J杰 K开 L艾勒 M艾姆 N恩 O欧 P屁 Q丘 R阿尔 S艾斯 T提 "
    "U优 V维 W达不溜 X艾克斯 Y歪 Z贼"
)
_JAPANESE_NAMES = (
    "Aエー Bビー Cシー Dディー Eイー Fエフ Gジー Hエイチ Iアイ Jジェー Kケー Lエル Mエム Nエヌ "
    "Oオー Pピー Qキュー Rアール Sエス Tティー Uユー Vブイ Wダブリュー Xエックス Yワイ Zゼット "
    "0ゼロ 1イチ 2ニー 3サン 4ヨン 5ゴー 6ロク 7ナナ 8ハチ 9キュー"
)
# How many days: the readings that a dictionary of single words does not know.
_JAPANESE_DAYS = {
    "1": "イチニチ", "2": "フツカ", "3": "ミッカ", "4": "ヨッカ", "5": "イツカ", "6": "ムイカ",
    "7": "ナノカ", "8": "ヨウカ", "9": "ココノカ", "10": "トオカ", "14": "ジュウヨッカ",
    "20": "ハツカ", "24": "ニジュウヨッカ",
}  # fmt: skip
_CHINESE_LETTERS = {name[0]: name[1:] for name in _CHINESE_NAMES.split()}
_JAPANESE_LETTERS = {name[0]: name[1:] for name in _JAPANESE_NAMES.split()}


def chinese(text: str) -> str:
    """The symbols of a Chinese text; Latin letters are spelt.

    Raises:
        EngineUnavailableError: misaki is not installed.
        EngineFailedError: misaki cannot read the text.
    """
    spelt = re.sub("[A-Za-z]", lambda letter: _CHINESE_LETTERS[letter[0].upper()], text)
    return _by_misaki(_chinese_g2p(), spelt.translate(_MARKS).strip(), text)


def japanese(text: str) -> str:
    """The symbols of a Japanese text; Latin letters and decimals are spelt.

    Raises:
        EngineUnavailableError: misaki is not installed.
        EngineFailedError: misaki cannot read the text.
    """
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", unicodedata.normalize("NFKC", text))
    plain = re.sub(r"\.(\d+)", _japanese_decimals, plain)
    plain = re.sub(r"(?<!\d)(\d+)日", lambda m: _JAPANESE_DAYS.get(m[1], m[1] + "ニチ"), plain)
    plain = re.sub(r"(?<=[\dァ-ー])元", "ゲン", plain).replace("%", "パーセント")
    spelt = re.sub("[A-Za-z]", lambda letter: _JAPANESE_LETTERS[letter[0].upper()], plain)
    return _by_misaki(_japanese_g2p(), spelt, text)


def _by_misaki(read: Callable[[str], str], spelt: str, text: str) -> str:
    try:
        return _known(read(spelt))
    except (ValueError, AssertionError, KeyError, IndexError) as error:
        raise EngineFailedError(
            "kokoro", say("it cannot read {text!r} ({why})", text=text, why=error)
        ) from error


def _japanese_decimals(decimals: re.Match[str]) -> str:
    return "テン" + "".join(_JAPANESE_LETTERS[digit] for digit in decimals[1])


def by_espeak(text: str, voice: str) -> str:
    """The symbols of a text in a language of espeak-ng's (`es`, `en-us`).

    Raises:
        ProgramMissingError: espeak-ng is not installed.
        EngineFailedError: espeak-ng does not know the language, or stops.
    """
    pieces = _PAUSE.split(text.translate(_MARKS))
    said = [
        mark if n % 2 else _sounds(mark, voice) if mark.strip() else ""
        for n, mark in enumerate(pieces)
    ]
    joined = "".join(f"{part} " if n % 2 else part for n, part in enumerate(said))
    return _known(joined)


def run_espeak(arguments: list[str], text: str) -> bytes:
    """What espeak-ng prints when it reads a text.

    Raises:
        ProgramMissingError: it is not installed.
        EngineFailedError: it refuses or stops.
    """
    program = shutil.which(ESPEAK)
    if program is None:
        raise ProgramMissingError(ESPEAK, "dubbing")
    try:
        # The text goes in as a file would: it never becomes an argument.
        done = subprocess.run(
            [program, *arguments, "--stdin"],
            input=text.encode(),
            capture_output=True,
            timeout=ESPEAK_TIMEOUT_S,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise EngineFailedError(
            ESPEAK, say("it cannot read the text aloud ({why})", why=error)
        ) from error
    return done.stdout


def _sounds(text: str, voice: str) -> str:
    """The sounds of a text without pauses."""
    ipa = run_espeak(["-q", "--ipa", "--tie=^", "-v", voice], text).decode()
    ipa = _SWITCH.sub("", " ".join(ipa.split()))
    for tied, symbol in _TIED.items():
        ipa = ipa.replace(tied, symbol)
    for sound, symbol in _ACCENTS.get(voice, {}).items():
        ipa = ipa.replace(sound, symbol)
    return ipa.replace("^", "").replace("-", "")


def _known(symbols: str) -> str:
    """The symbols that Kokoro knows, single spaces between words."""
    return re.sub(" +", " ", "".join(c for c in symbols if c in IDS)).strip()


@cache
def _chinese_g2p() -> Callable[[str], str]:
    try:
        import cn2an
        import jieba
        from misaki.zh import ZHG2P
    except ImportError as error:
        raise EngineUnavailableError("kokoro", "voice") from error
    jieba.setLogLevel("WARNING")  # it tells of its dictionary on stderr
    read = ZHG2P()

    def symbols(text: str) -> str:
        # misaki looks at the first character before it writes the numbers in characters: one that
        # begins with a number is taken for another script.
        return str(read(cn2an.transform(text, "an2cn")))

    return symbols


@cache
def _japanese_g2p() -> Any:
    try:
        from misaki.ja import JAG2P
    except ImportError as error:
        raise EngineUnavailableError("kokoro", "voice") from error
    return JAG2P()


READERS: dict[str, Callable[[str], str]] = {
    "en-US": partial(by_espeak, voice="en-us"),
    "en-GB": partial(by_espeak, voice="en-gb"),
    "es": partial(by_espeak, voice="es"),
    "fr": partial(by_espeak, voice="fr-fr"),
    "hi": partial(by_espeak, voice="hi"),
    "it": partial(by_espeak, voice="it"),
    "ja": japanese,
    "pt": partial(by_espeak, voice="pt-br"),
    "zh": chinese,
}
"""How a text becomes symbols, by what a voice speaks."""


def sounds_of(text: str, language: str) -> str:
    """The sounds of a text in a language; empty if no reader knows the language."""
    readers = (reader for tag, reader in READERS.items() if tag.partition("-")[0] == language)
    try:
        return next(readers, partial(by_espeak, voice=language))(text)
    except EngineError:
        return ""
