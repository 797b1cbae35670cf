"""The patterns of the language, in the order in which they are tried, written from its grammar.

Enters: the grammar's tables. Leaves: `Rule`s. At each place of a text the first rule that matches there decides; no
pattern reaches over the end of a line, so that an editor can colour one line at a time.

    Rule("amount", "(-?[0-9]+…)( *)(mL/min|…)", ("number", "space", "unit"))

The language's own lexer is contextual: after a number it reads ``min`` as a unit, elsewhere as a function. A pattern
has no such context; it looks at the words beside. That both agree on every guideline of the project is tested.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Literal, NamedTuple, TypeAlias, get_args, get_type_hints

from milligram.quantity import UnitError, parse_unit
from milligram.syntax import RESERVED
from milligram.syntax.machine import Machine, Token, acceptable
from milligram.syntax.nodes import Grade
from milligram.syntax.places import NAMED
from milligram.syntax.tables import tables

Category: TypeAlias = Literal[
    "comment",
    "string",
    "unclosed",
    "declaration",
    "statement",
    "keyword",
    "answer",
    "function",
    "number",
    "unit",
    "date",
    "version",
    "formula",
    "grade",
    "citation",
    "input",
    "declared",
    "name",
    "operator",
    "sign",
    "space",
    "foreign",
]
"""``declaration`` starts a line at the margin, ``statement`` is what a pathway is made of, ``input`` and ``declared``
are the names that a line gives to something, ``foreign`` has no place in the language."""


class Rule(NamedTuple):
    """A pattern for one line. ``marks`` are the categories of its groups, which cover it; of all of it where it has
    one mark only."""

    name: str
    pattern: str
    marks: tuple[Category, ...]


FIELDS = ("design", "doi", "population", "url", "year")
"""What is usually told of a source. They are names, not words of the language, and known by where they stand."""

_START = "(?<![A-Za-z0-9_])"
_END = "(?![A-Za-z0-9_])"
_SIGNS_BETWEEN = frozenset("():,[]")


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in order."""
    number, name = f"(?<![A-Za-z0-9_.]){_pattern('NUMBER')}", f"{_pattern('NAME')}"
    plain_number = _pattern("NUMBER").removeprefix("-?")
    own_name = f"(?!{_any_of(RESERVED)}{_END}){name}"
    unit = f"(?!{_any_of(RESERVED - unit_words())}{_END}){_pattern('UNIT')}"
    named = NAMED | {"guideline"}
    strength, certainty = (_any_of(_words(part)) for part in ("strength", "certainty"))
    either = f"(?:{strength}|{certainty})"
    return (
        Rule("comment", "#[^\\n]*", ("comment",)),
        Rule("string", _pattern("STRING"), ("string",)),
        Rule("unclosed", '"[^\\n]*', ("unclosed",)),
        Rule("input", f"^(input)( +)({own_name})", ("declaration", "space", "input")),
        Rule("declared", f"^({_any_of(named - {'input'})})( +)({own_name})", ("declaration", "space", "declared")),
        Rule("declaration", f"^{_any_of(declarations())}{_END}", ("declaration",)),
        Rule("field", f'^( +)({_any_of(FIELDS)})(?= +(?:"|[0-9]|differs{_END}))', ("space", "keyword")),
        Rule("version", f"({_START}version)( +)({_pattern('VERSION')})", ("keyword", "space", "version")),
        Rule("formula", f"({_START}formula)( +)({_pattern('FORMULA')})", ("keyword", "space", "formula")),
        Rule(
            "gives",
            f"({_START}gives)( +)({plain_number})( +)({own_name})",
            ("keyword", "space", "number", "space", "name"),
        ),
        Rule("also", f"(\\()( *)(also){_END}", ("sign", "space", "keyword")),
        Rule(
            "interval",
            f"(\\()( *)(?:({plain_number})( *)(%)( *))?(CI){_END}",
            ("sign", "space", "number", "space", "unit", "space", "keyword"),
        ),
        Rule(
            "grade",
            f"(\\()( *)({either})(?:( *)(,)( *)({either}))?( *)(\\))",
            ("sign", "space", "grade", "space", "sign", "space", "grade", "space", "sign"),
        ),
        Rule("unit", f"({_START}(?:in|as|per))( +)((?![A-Za-z]+_){unit})", ("keyword", "space", "unit")),
        Rule("date", f"(?<![A-Za-z0-9_.]){_pattern('DATE')}{_END}", ("date",)),
        Rule("amount", f"({number})( *)({unit})", ("number", "space", "unit")),
        Rule("number", number, ("number",)),
        Rule("citation", f"(\\[)( *)({name}(?: *, *{name})*)", ("sign", "space", "citation")),
        Rule("function", f"{_START}{_any_of(functions())}(?= *\\()", ("function",)),
        Rule("answer", f"{_START}{_any_of(answers())}{_END}", ("answer",)),
        Rule("statement", f"{_START}{_any_of(statements())}{_END}", ("statement",)),
        Rule("keyword", f"{_START}{_any_of(RESERVED)}{_END}", ("keyword",)),
        Rule("name", name, ("name",)),
        Rule("operator", _any_of(operators()), ("operator",)),
        Rule("sign", "[" + "".join(f"\\{sign}" for sign in sorted(_SIGNS_BETWEEN)) + "]", ("sign",)),
        Rule("space", "[ \\t\\r]+", ("space",)),
        Rule("foreign", "[^ \\t\\r\\n]", ("foreign",)),
    )


# --- words, read from the grammar -----------------------------------------------------------------------------------


def declarations() -> frozenset[str]:
    """Words that start a declaration."""
    return _texts(acceptable((tables().start,)))


def statements() -> frozenset[str]:
    """Words that start a statement of a pathway."""
    return _texts(acceptable(_in_pathway("").states))


def lone_statements() -> frozenset[str]:
    """Statements that are complete with their first word: after them the pathway goes on elsewhere."""
    return frozenset(word for word in statements() if _stands_alone(word))


def functions() -> frozenset[str]:
    """Words that stand before a bracket and compute something."""
    return _alone("function")


def answers() -> frozenset[str]:
    """What an input can be without a name or a number: yes, no, unknown."""
    return _alone("answer", "unknown_word")


def unit_words() -> frozenset[str]:
    """Words of the language that are units too, where a unit can stand and they cannot: ``min``, ``years``."""
    beside = {name for row in tables().states if "UNIT" in row for name in row}
    return frozenset(word for word in RESERVED - _texts(beside) if _is_unit(word))


def operators() -> frozenset[str]:
    """Signs that compute or compare, and the bar between cells."""
    signs = {t.pattern for t in tables().terminals if t.is_text and not t.pattern.isalnum()} - _SIGNS_BETWEEN
    return frozenset(signs | {sign for t in ("LE", "GE") for sign in _pattern(t).split("|")})


def _in_pathway(statement: str) -> Machine:
    """The machine in a pathway, before any statement."""
    head = "pathway"
    machine = Machine(f"{head}\n{statement}")
    for fault in (machine.read_line(0, len(head)), machine.feed(Token("_INDENT", "", len(head), len(head)))):
        assert fault is None
    return machine


def _stands_alone(statement: str) -> bool:
    machine = _in_pathway(statement)
    return machine.read_line(len(machine.text) - len(statement), len(machine.text)) is None


def _alone(*origins: str) -> frozenset[str]:
    """The words that are all there is of one of some rules of the grammar."""
    states, rules = tables().states, tables().rules
    found = (
        symbol
        for row in states
        for symbol, action in row.items()
        if action >= 0 and any(back < 0 and rules[-1 - back].origin in origins for back in states[action].values())
    )
    return _texts(found)


def _words(part: str) -> frozenset[str]:
    """The words of one part of a grade."""
    hint = get_type_hints(Grade)[part]
    return frozenset(word for choice in get_args(hint) for word in get_args(choice))


# --- patterns -------------------------------------------------------------------------------------------------------


def _pattern(terminal: str) -> str:
    (pattern,) = (t.pattern for t in tables().terminals if t.name == terminal)
    return pattern


def _texts(terminals: Iterable[str]) -> frozenset[str]:
    """The words among terminals."""
    names = frozenset(terminals)
    return frozenset(t.pattern for t in tables().terminals if t.name in names and t.is_text and t.pattern.isalnum())


def _any_of(words: Iterable[str]) -> str:
    """One of some words, the longest first; a blank stands for any number of them."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace("\\ ", " +") for word in ordered) + ")"


def _is_unit(word: str) -> bool:
    try:
        parse_unit(word)
    except UnitError:
        return False
    return True
