"""JavaScript as a small syntax tree, and its text.

Enters: texts, numbers, names of our own functions. Leaves: program text; every text of a guideline becomes a literal
that may stand inside a script element of a page, every name is checked to be an identifier.

    Call("flag", (Text("neck_spasm"),))   ->   flag("neck_spasm")
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias, assert_never

LONGEST_LINE = 110
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_WORDS = """
await break case catch class const continue debugger default delete do else enum export extends false finally for
function if implements import in instanceof interface let new null package private protected public return static
super switch this throw true try typeof var void while with yield
"""
_RESERVED = frozenset(_WORDS.split())


@dataclass(frozen=True, slots=True)
class Text:
    """A text; any characters, surrogates that stand alone included."""

    value: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, truth value or null."""

    value: int | bool | None


@dataclass(frozen=True, slots=True)
class Big:
    """An integer of any length."""

    value: int


@dataclass(frozen=True, slots=True)
class Name:
    """One of our own constants."""

    value: str


@dataclass(frozen=True, slots=True)
class Call:
    """A call of one of our own functions."""

    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """An array."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """An object whose keys are ours."""

    fields: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class Entries:
    """A Map, whose keys may be any text."""

    entries: tuple[tuple[str, Expression], ...]


Expression: TypeAlias = Text | Literal | Big | Name | Call | Items | Fields | Entries

NULL = Literal(None)


def text_of(node: Expression) -> str:
    """The program text; what is longer than a line stands on several.

    Raises:
        ValueError: a name of ours that is no identifier (a bug of the compiler).
    """
    match node:
        case Text(value=value):
            return "".join(map(_escaped, json.dumps(value, ensure_ascii=False)))
        case Literal(value=value):
            return json.dumps(value)
        case Big(value=number):
            return f"{number}n"
        case Name(value=value):
            return _identifier(value)
        case Call(function=function, arguments=arguments):
            return _listed(f"{_identifier(function)}(", [text_of(each) for each in arguments], ")")
        case Items(items=items):
            return _listed("[", [text_of(each) for each in items], "]")
        case Fields(fields=fields):
            inner = [f"{_identifier(key)}:{text_of(value)}" for key, value in fields]
            return _listed("{", inner, "}")
        case Entries(entries=entries):
            pairs = [f"[{text_of(Text(key))},{text_of(value)}]" for key, value in entries]
            return _listed("new Map([", pairs, "])")
        case _:
            assert_never(node)


def _escaped(char: str) -> str:
    """A character of a literal: as it is, if it can be seen, and if it neither begins nor ends markup."""
    if char.isprintable() and char not in "<>&":
        return char
    code = ord(char)
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def _identifier(name: str) -> str:
    if not _IDENTIFIER.fullmatch(name) or name in _RESERVED:
        raise ValueError(f"{name!r} cannot be a name")
    return name


def _listed(opened: str, parts: list[str], closed: str) -> str:
    line = opened + ",".join(parts) + closed
    if len(line) <= LONGEST_LINE and "\n" not in line:
        return line
    return opened + "\n" + ",\n".join(parts) + closed


# --- short ways -------------------------------------------------------------------------------------------------------


def call(function: str, *arguments: Expression) -> Call:
    """A call; arguments of null at the end are left out, as our functions take null for them."""
    kept = list(arguments)
    while kept and kept[-1] == NULL:
        kept.pop()
    return Call(function, tuple(kept))


def exactly(function: str, *arguments: Expression) -> Call:
    """A call with every argument."""
    return Call(function, arguments)


def items(values: Iterable[Expression]) -> Items:
    """An array."""
    return Items(tuple(values))


def texts(values: Iterable[str]) -> Items:
    """An array of texts."""
    return Items(tuple(Text(value) for value in values))


def maybe(value: str | None) -> Expression:
    """A text or null."""
    return NULL if value is None else Text(value)


def number(value: Fraction) -> Expression:
    """An exact fraction."""
    if value.denominator == 1:
        return {0: Name("ZERO"), 1: Name("ONE")}.get(value.numerator) or call("q", Big(value.numerator))
    return call("q", Big(value.numerator), Big(value.denominator))


def maybe_number(value: Fraction | None) -> Expression:
    """An exact fraction or null."""
    return NULL if value is None else number(value)
