"""The LALR tables of the grammar: built by Lark, stored as JSON, read back without Lark.

Enters: the text of ``milligram.lark``. Leaves: `Tables`: what each state accepts, the rules, the terminals.

    tables().states[0]  ->  {"GUIDELINE": 17, "SOURCE": 23, …}      (shift 17, shift 23; a reduction is -1 - rule)

Building takes Lark most of a second, reading takes milliseconds, so the tables are kept in the user's cache folder,
under a name made from the grammar. The file is data, not code: nothing in it can run. It is written to one side and
moved into place, a file that cannot be read is built anew, and a folder that cannot be written costs only time. This
is the only file that imports Lark.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from milligram.syntax.grammar_file import grammar_text

_FORMAT = 4
"""Counts up when the stored form changes."""


class Rule(NamedTuple):
    """One production: its tree's name, how many symbols it takes, and which of them stay in the tree.

    ``inline``: its children go to the rule above. ``lone``: a single child takes its place.
    """

    origin: str
    name: str
    size: int
    kept: tuple[bool, ...]
    inline: bool
    lone: bool


class Terminal(NamedTuple):
    """A pattern of the lexer, in the order in which patterns are tried."""

    name: str
    pattern: str
    is_text: bool


@dataclass(frozen=True, slots=True)
class Tables:
    """The automaton: per state, what each symbol does: shift to a state, or reduce by rule ``-1 - action``."""

    states: tuple[dict[str, int], ...]
    rules: tuple[Rule, ...]
    terminals: tuple[Terminal, ...]
    start: int
    end: int


@cache
def reserved_words() -> frozenset[str]:
    """Every word of the language: the quoted words of the grammar. No name may be one of them."""
    rules = (line.split("//", 1)[0] for line in grammar_text().splitlines())
    return frozenset(word for line in rules for word in re.findall(r'"([a-z][a-z0-9]*)"', line))


@cache
def tables() -> Tables:
    """The tables of the installed grammar, from the cache where it holds them."""
    grammar = grammar_text()
    file = _cache_file(grammar)
    if file is not None:
        try:
            digest, _, stored = file.read_text(encoding="utf-8").partition("\n")
            if digest == sha256(stored.encode()).hexdigest():
                return _decode(json.loads(stored))
        except (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError):
            pass  # absent, or not what was written: built anew below
    data = build(grammar)
    if file is not None:
        _store(file, data)
    return _decode(data)


def build(grammar: str, *, strict: bool = False) -> dict[str, Any]:
    """Lark's tables as plain data; ``strict`` refuses every conflict and every pair of terminals that collide.

    Raises Lark's ``GrammarError`` or ``LexError`` when the grammar is wrong, which is a fault of Milligram.
    """
    from lark import Lark

    lark = Lark(grammar, parser="lalr", lexer="contextual", start="declaration", strict=strict)
    table = lark.parser.parser._parse_table
    rules = sorted({a for row in table.states.values() for kind, a in row.values() if str(kind) == "Reduce"}, key=_key)
    numbers = {rule: number for number, rule in enumerate(rules)}
    states = _numbered(table.states, table.start_states["declaration"])
    rows = [
        {
            symbol: -1 - numbers[argument] if str(kind) == "Reduce" else states[argument]
            for symbol, (kind, argument) in sorted(table.states[state].items())
        }
        for state in states
    ]
    place: dict[str, int] = {}
    unique: list[dict[str, int]] = []
    for row in rows:
        if place.setdefault(json.dumps(row), len(unique)) == len(unique):
            unique.append(row)
    order = sorted(lark.terminals, key=lambda t: (-t.priority, -t.pattern.max_width, -len(t.pattern.value), t.name))
    return {
        "format": _FORMAT,
        "rows": unique,
        "states": [place[json.dumps(row)] for row in rows],
        "rules": [_rule(rule) for rule in rules],
        "terminals": [[t.name, t.pattern.value, t.pattern.type == "str"] for t in order],
        "start": 0,
        "end": states[table.end_states["declaration"]],
    }


def _key(rule: Any) -> tuple[str, list[str], str]:
    return rule.origin.name, [symbol.name for symbol in rule.expansion], rule.alias or ""


def _numbered(states: dict[int, dict[str, Any]], start: int) -> dict[int, int]:
    """Lark numbers its states in the order of a set; here each is numbered as it is first reached, so that the same
    grammar gives the same file."""
    numbers = {start: 0}
    queue = [start]
    for state in queue:
        for _, (kind, argument) in sorted(states[state].items()):
            if str(kind) != "Reduce" and argument not in numbers:
                numbers[argument] = len(numbers)
                queue.append(argument)
    return numbers


def _rule(rule: Any) -> list[Any]:
    """Lark's conventions: a filtered terminal leaves no child, ``_r`` is inlined, ``?r`` yields to a lone child."""
    kept = [not (symbol.is_term and symbol.filter_out) for symbol in rule.expansion]
    origin: str = rule.origin.name
    inline = origin.startswith("_")
    return [origin, rule.alias or origin, len(kept), kept, inline, bool(rule.options.expand1 and not rule.alias)]


def _decode(data: dict[str, Any]) -> Tables:
    if data["format"] != _FORMAT:
        raise ValueError("tables of another version")
    rows: list[dict[str, int]] = data["rows"]
    return Tables(
        states=tuple(rows[number] for number in data["states"]),
        rules=tuple(Rule(o, n, size, tuple(kept), i, lone) for o, n, size, kept, i, lone in data["rules"]),
        terminals=tuple(Terminal(*t) for t in data["terminals"]),
        start=data["start"],
        end=data["end"],
    )


def _cache_file(grammar: str) -> Path | None:
    """Where the tables are kept; None when the user has no folder for such things."""
    key = sha256(f"{_FORMAT}\n{grammar}".encode()).hexdigest()[:24]
    folder = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        base = Path(folder) if folder else Path.home() / ".cache"
    except RuntimeError:
        return None
    return base / "milligram" / f"grammar-{key}.json"


def _store(file: Path, data: dict[str, Any]) -> None:
    """Writes whole or not at all; a folder that refuses is no fault."""
    import tempfile

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".grammar-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stored = json.dumps(data, separators=(",", ":"))
                stream.write(f"{sha256(stored.encode()).hexdigest()}\n{stored}")
            Path(name).replace(file)
        except OSError:
            Path(name).unlink(missing_ok=True)
    except OSError:
        return
