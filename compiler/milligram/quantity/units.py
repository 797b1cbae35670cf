"""Units of measure, read exactly.

Enters: the author's text of a unit, in UCUM or as wards spell it. Leaves: a `Unit` with an exact rational factor to
base units and its dimension, or a `UnitError` that says what is wrong and what may have been meant.

    parse_unit("mmol/L").ratio_to(parse_unit("mol/m3"))  ->  Fraction(1)
    parse_unit("MG")  ->  UnitError: unknown unit "MG"; suggestions ("mg",)

Semantics follow The Unified Code for Units of Measure, with the departures that `milligram.quantity.ucum` lists.
Annotations are kept as dimensions of their own: mL/min and mL/min/{1.73_m2} do not agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from milligram.quantity.ucum import COMMON, FORMS, MEANT, PREFIXED_SPELLINGS, SPELLINGS, UNCOUNTED
from milligram.quantity.unit import (
    HIGHEST_POWER,
    ONE,
    Parts,
    Unit,
    UnitError,
    convert,
    display,
    spelling,
    split_prefix,
    unit_of,
)

__all__ = ["ONE", "Unit", "UnitError", "convert", "display", "parse_unit", "spelling"]

LONGEST = 80
DEEPEST = 8
LONGEST_NUMBER = 12

_TYPED = str.maketrans({
    "\u00b5": "u", "\u03bc": "u", "²": "2", "³": "3", "¹": "1", "⁰": "0", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7",
    "⁸": "8", "⁹": "9", "⁻": "-", "\u2212": "-", "·": ".", "⋅": ".", "⁄": "/", "∕": "/", "\u00a0": " ", "\u202f": " ",
    "℃": "°C", "℉": "°F",
})  # fmt: skip
_WHOLE = {
    "bpm": "/min", "international units": "[iU]", "international unit": "[iU]", "° C": "Cel", "° F": "[degF]",
    "degrees celsius": "Cel", "degrees fahrenheit": "[degF]",
}  # fmt: skip
_BODY_SURFACE = re.compile(r"[({]?1\.73[ _.]?(?:m\^?2|sqm)[)}]?")
_TIMES_TEN = re.compile(r"(?<![A-Za-z0-9])[×x] ?(?=10)")
_RAISED_TEN = re.compile(r"(?<![A-Za-z0-9])10(?:\*\*|\^|\*)(?=[+-]?[0-9])")
_RAISED_DIGITS = re.compile(r"(?<![A-Za-z0-9])10([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_HOURS_APART = re.compile(r"/ ?([0-9]+) ?(h|hr|hrs|hours?|d|days?|min)(?![A-Za-z0-9])")
_SAME = {"l": "L", "mo_j": "mo", "a_j": "a"}
_TOKEN = re.compile(r"\{[^{}]*\}|\[[^\[\]{}]*\]|[./()]|[^./(){}\[\]]+")
_POWER = re.compile(r"(.*?[^0-9^+-])\^?([+-]?[0-9]{1,3})", re.DOTALL)


@lru_cache(maxsize=4096)
def parse_unit(text: str) -> Unit:
    """The unit that ``text`` spells. Raises `UnitError`, and nothing else, for text that is no unit."""
    try:
        return _read(text)
    except _UnknownPart as fault:
        raise _unknown(fault.part, text) from None


class _UnknownPart(UnitError):
    """A part of a unit that is none, before anybody asks what was meant."""

    def __init__(self, part: str) -> None:
        super().__init__(f'unknown unit "{part}"')
        self.part = part


def _read(text: str) -> Unit:
    """The unit that a text spells. Raises `UnitError`, without spellings that may be meant."""
    if len(text) > LONGEST:
        raise UnitError(f"a unit of {len(text)} characters is longer than {LONGEST}")
    typed = " ".join(_RAISED_DIGITS.sub(r"10*\1", text).translate(_TYPED).split())
    if not typed:
        raise UnitError("the unit is empty")
    typed = _WHOLE.get(typed.lower(), typed)
    typed = re.sub(r"(?:^| )per ", "/", typed)
    typed = re.sub(r" ?/ ?", "/", typed)
    typed = _BODY_SURFACE.sub("{1.73_m2}", typed)
    typed = _RAISED_TEN.sub("10*", _TIMES_TEN.sub("", typed))
    typed = _HOURS_APART.sub(r"/(\1.\2)", typed)
    typed = re.sub(r"(?<![A-Za-z])(m|cm) (Hg|H2O)", r"\1\2", typed.replace("mm Hg", "mmHg"))
    return unit_of(_Reader(text, typed).read(), " ".join(text.split()))


class _Reader:
    """Recursive descent over UCUM's grammar: a term is components joined by ``.`` and ``/``, brackets nest."""

    def __init__(self, text: str, typed: str) -> None:
        self.text = text
        self.tokens = _tokens(typed)
        self.at = 0

    def read(self) -> Parts:
        parts = self.term(0)
        if self.at < len(self.tokens):
            raise UnitError(f'"{self.text}" has a bracket too many')
        return parts

    def term(self, depth: int) -> Parts:
        if depth > DEEPEST:
            raise UnitError(f"brackets in a unit nest deeper than {DEEPEST}")
        parts: list[tuple[str, int]] = []
        sign = 1
        if self.peek() == "/":
            self.at, sign = self.at + 1, -1
        while True:
            parts.extend((part, power * sign) for part, power in self.component(depth))
            match self.peek():
                case ".":
                    sign = 1
                case "/":
                    sign = -1
                case _:
                    return tuple(parts)
            self.at += 1

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def component(self, depth: int) -> Parts:
        token = self.peek()
        self.at += 1
        if token == "(":
            inside = self.term(depth + 1)
            if self.peek() != ")":
                raise UnitError(f'"{self.text}" has a bracket that is not closed')
            self.at += 1
            return inside + self.annotation()
        if token in ("", ".", "/", ")"):
            raise UnitError(f'a unit is missing in "{self.text}"')
        if token.startswith("{"):
            return self.braced(token)
        return _simple(token) + self.annotation()

    def annotation(self) -> Parts:
        if not self.peek().startswith("{"):
            return ()
        self.at += 1
        return self.braced(self.tokens[self.at - 1])

    def braced(self, token: str) -> Parts:
        inside = "_".join(token[1:-1].split())
        if not inside:
            raise UnitError(f'the braces in "{self.text}" are empty')
        inside = FORMS.get(inside.lower(), inside)
        return () if inside.lower() in UNCOUNTED else (("{" + inside + "}", 1),)


def _tokens(typed: str) -> list[str]:
    """Symbols, ``{…}``, and runs that make one unit symbol: ``mm[Hg]`` is one, with its brackets."""
    tokens: list[str] = []
    end = 0
    joins = False
    for found in _TOKEN.finditer(typed):
        if found.start() != end:
            break
        end, piece = found.end(), found[0]
        symbol = piece not in (".", "/", "(", ")") and not piece.startswith("{")
        if symbol and joins:
            tokens[-1] += piece
        else:
            tokens.append(piece)
        joins = symbol
    if end != len(typed):
        raise UnitError(f'the brackets in "{typed}" do not match')
    return tokens


def _simple(token: str) -> Parts:
    """A number, or a unit symbol with its power."""
    if token.isascii() and token.isdigit():
        if len(token) > LONGEST_NUMBER or int(token) == 0:
            raise UnitError(f'the number "{token}" cannot stand in a unit')
        return ((str(int(token)), 1),) if int(token) != 1 else ()
    symbol = _symbol(token)
    if symbol is not None:
        return ((symbol, 1),)
    found = _POWER.fullmatch(token)
    if found is not None:
        symbol, power = _symbol(found[1]), int(found[2])
        if symbol is not None:
            if abs(power) > HIGHEST_POWER:
                raise UnitError(f'the power in "{token}" is beyond {HIGHEST_POWER}')
            return ((symbol, power),)
    if token in UNCOUNTED:
        return ()
    if token in FORMS:
        return (("{" + FORMS[token] + "}", 1),)
    raise _UnknownPart(token)


@lru_cache(maxsize=4096)
def _symbol(token: str) -> str | None:
    """The canonical part that a symbol spells: ``mcg`` is ``ug``, ``mmHg`` is ``mm[Hg]``, ``IU`` is ``[iU]``."""
    if token in SPELLINGS:
        return SPELLINGS[token]
    if token == "mcl":
        return "uL"
    split = split_prefix(token)
    if split is not None:
        return split[0] + _SAME.get(split[1], split[1])
    if token in ("mcg", "mcmol", "mcL"):
        return "u" + token[2:]
    for word in PREFIXED_SPELLINGS:
        if token.endswith(word):
            part = token[: -len(word)] + SPELLINGS[word]
            if split_prefix(part) is not None:
                return part
    return None


def _unknown(token: str, text: str) -> UnitError:
    word = token.strip()
    if word not in text:
        word = text.strip() if not re.search(r"[./]", text) else word
    told = f'unknown unit "{word}"' + ("" if word == text.strip() else f' in "{text}"')
    word = token.strip()
    offered = (item for item in dict.fromkeys(_meant(word, text)) if item != text and _is_unit(item))
    return UnitError(told, tuple(offered)[:3])


def _meant(word: str, text: str) -> Iterator[str]:
    """What a unit with an unknown part may have been meant as: as a whole first, then with the part mended."""
    from milligram.diagnostics.spelling import close  # only a misspelt unit pays for this import

    parts = []
    if word in MEANT:
        parts.append(MEANT[word])
    elif word.endswith("s") and (symbol := _symbol(word[:-1])) is not None:
        parts.append("mcg" if symbol == "ug" else word[:-1])
    elif word != text.strip():
        yield from close(text, COMMON)
    simple = [name for name in dict.fromkeys((*COMMON, *SPELLINGS)) if name.isalpha()]
    for part in (*parts, *close(word, simple)):
        yield text.replace(word, part, 1) if word in text else part if not re.search(r"[./]", text) else text


def _is_unit(text: str) -> bool:
    try:
        _read(text)  # not `parse_unit`: what a meant unit may have been meant as would be asked without end
    except UnitError:
        return False
    return True
