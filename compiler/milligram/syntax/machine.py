"""The automaton: the words of one logical line against the tables, one token at a time, with no recursion.

Enters: text, a place in it, and the `Tables`. Leaves: tokens and, at the end, one `Tree`; or a `Mismatch` that says
which token did not fit and what would have. The lexer is contextual: a word is a word of the language only where the
grammar accepts it there, so ``min`` is a unit after a number and a function at the start of a formula.

    Machine(text).read_line(start, end)   ->   None, or Mismatch(token='undr', …)

A `Mark` of the machine costs two list copies; recovery goes back to the mark at the start of the faulty line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, TypeAlias

from milligram.syntax.tables import tables

_GAP = re.compile(r"[ \n]*")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SIGNS = re.compile(r"[^\sA-Za-z0-9_\"]+")
END = "$END"


class Token(NamedTuple):
    """A word, a number, a text, a sign, or a mark of the layout; offsets in the file."""

    type: str
    text: str
    start: int
    end: int


@dataclass(slots=True)
class Tree:
    """A rule and what it took; the words that only give it shape are left out. ``start`` is -1 when it took nothing."""

    data: str
    children: list[Value]
    start: int
    end: int


Value: TypeAlias = Tree | Token


class _Run(NamedTuple):
    """The values of an inlined rule, in a chain, so that a longer run shares the shorter one and marks stay valid."""

    parts: tuple[Value | _Run, ...]
    start: int
    end: int


class Mismatch(NamedTuple):
    """The token that does not fit (type ``""`` when no pattern matched its text) and the states it was met in.

    ``previous`` is the token before it on its line, and ``earlier`` the states that one was met in: a misspelt word can
    pass as a name or a unit, and only what follows it then fails.
    """

    token: Token
    states: tuple[int, ...]
    previous: Token | None = None
    earlier: tuple[int, ...] = ()


class Mark(NamedTuple):
    """A state of the machine to go back to."""

    states: tuple[int, ...]
    values: tuple[Value | _Run, ...]


class _Scanner(NamedTuple):
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    words: dict[str, str]
    signs: tuple[tuple[str, str], ...]


@cache
def pattern_of(terminal: str) -> re.Pattern[str]:
    """The compiled pattern of a terminal."""
    return next(re.compile(t.pattern) for t in tables().terminals if t.name == terminal)


@cache
def _scanner(state: int) -> _Scanner:
    """What the lexer tries in one state, in Lark's order."""
    accepted = tables().states[state]
    usable = [t for t in tables().terminals if t.name in accepted]
    return _Scanner(
        tuple((t.name, pattern_of(t.name)) for t in usable if not t.is_text),
        {t.pattern: t.name for t in usable if t.is_text and t.pattern.isalnum()},
        tuple((t.name, t.pattern) for t in usable if t.is_text and not t.pattern.isalnum()),
    )


@cache
def _everything() -> _Scanner:
    """All terminals, to name what stands where nothing of the state fits."""
    every = [t for t in tables().terminals if t.name not in ("UNIT", "VERSION", "FORMULA") and t.pattern != " +"]
    return _Scanner(
        tuple((t.name, pattern_of(t.name)) for t in every if not t.is_text),
        {t.pattern: t.name for t in every if t.is_text and t.pattern.isalnum()},
        tuple((t.name, t.pattern) for t in every if t.is_text and not t.pattern.isalnum()),
    )


def _match(scanner: _Scanner, text: str, at: int, end: int) -> Token | None:
    for name, pattern in scanner.patterns:
        found = pattern.match(text, at, end)
        if found is not None and found.end() > at:
            word = found.group()
            return Token(scanner.words.get(word, name), word, at, found.end())
    if (found := _WORD.match(text, at, end)) is not None and found.group() in scanner.words:
        return Token(scanner.words[found.group()], found.group(), at, found.end())
    for name, sign in scanner.signs:
        if text.startswith(sign, at, end):
            return Token(name, sign, at, at + len(sign))
    return None


class Machine:
    """The stacks of one declaration being read."""

    __slots__ = ("_states", "_values", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._states = [tables().start]
        self._values: list[Value | _Run] = []

    def mark(self) -> Mark:
        """The present state, to go back to."""
        return Mark(tuple(self._states), tuple(self._values))

    def back_to(self, mark: Mark) -> None:
        """Forgets everything since the mark."""
        self._states = list(mark.states)
        self._values = list(mark.values)

    @property
    def states(self) -> tuple[int, ...]:
        """The states read so far, the present one last."""
        return tuple(self._states)

    def needs_block(self) -> bool:
        """Whether nothing but an indented block can come next."""
        return {name for name in tables().states[self._states[-1]] if name.isupper()} == {"_INDENT"}

    def read_line(self, start: int, end: int) -> Mismatch | None:
        """Reads ``text[start:end]`` and the end of the line; stops at the first token that does not fit."""
        at = _skip(self.text, start, end)
        first = self.states
        taken: list[Token] = []
        while at < end:
            token = _match(_scanner(self._states[-1]), self.text, at, end) or self._misfit(at, end)
            if (fault := self.feed(token)) is not None:
                return _with_previous(fault, first, taken)
            taken.append(token)
            at = _skip(self.text, token.end, end)
        fault = self.feed(Token("_NL", "", end, end))
        return None if fault is None else _with_previous(fault, first, taken)

    def read_instead(self, words: str, at: int) -> bool:
        """Reads ``words`` as if they stood at ``at``, with empty names; whether they fit."""
        place = 0
        while place < len(words):
            token = _match(_scanner(self._states[-1]), words, place, len(words))
            if token is None:
                return False
            said = "" if token.type == "NAME" else token.text
            if self.feed(token._replace(text=said, start=at, end=at)) is not None:
                return False
            place = _skip(words, token.end, len(words))
        return self.feed(Token("_NL", "", at, at)) is None

    def _misfit(self, at: int, end: int) -> Token:
        """A token of another place, or the piece of text that is no token anywhere."""
        token = _match(_everything(), self.text, at, end)
        if token is not None:
            return token
        found = _SIGNS.match(self.text, at, end)
        return Token("", self.text[at : found.end() if found else at + 1], at, found.end() if found else at + 1)

    def feed(self, token: Token) -> Mismatch | None:
        """Takes one token, with the reductions before it; or says that it does not fit."""
        states, values, all_states = self._states, self._values, tables().states
        rules = tables().rules
        while True:
            action = all_states[states[-1]].get(token.type)
            if action is None:
                return Mismatch(token, tuple(states))
            if action >= 0:
                states.append(action)
                values.append(token)
                return None
            rule = rules[-1 - action]
            taken: list[Value | _Run] = []
            if rule.size:
                taken = values[-rule.size :]
                del values[-rule.size :]
                del states[-rule.size :]
            kept = [value for value, keep in zip(taken, rule.kept, strict=True) if keep]
            start, end = _extent(taken)
            value: Value | _Run
            if rule.inline:
                value = _Run(tuple(kept), start, end)
            else:
                children = _flat(kept)
                lone = rule.lone and len(children) == 1
                value = children[0] if lone else Tree(rule.name, children, start, end)
            states.append(all_states[states[-1]][rule.origin])
            values.append(value)

    def finish(self, at: int) -> Tree | Mismatch:
        """The whole declaration; the tables' own end symbol closes it."""
        token = Token(END, "", at, at)
        fault = self.feed(token)
        if fault is None:
            raise AssertionError("the end of a declaration is never shifted")
        if self._states[-1] != tables().end:
            return fault
        (value,) = _flat([self._values[-1]])
        assert isinstance(value, Tree)
        return value


def _skip(text: str, at: int, end: int) -> int:
    found = _GAP.match(text, at, end)
    return found.end() if found else at


def _extent(taken: list[Value | _Run]) -> tuple[int, int]:
    """From the first to the last value that stands for text."""
    solid = [value for value in taken if value.start >= 0 and value.end > value.start]
    return (solid[0].start, solid[-1].end) if solid else (-1, -1)


def _flat(values: list[Value | _Run]) -> list[Value]:
    """The values with every run opened, in order, without recursion."""
    out: list[Value] = []
    stack: list[Value | _Run] = list(reversed(values))
    while stack:
        value = stack.pop()
        if isinstance(value, _Run):
            stack.extend(reversed(value.parts))
        else:
            out.append(value)
    return out


def acceptable(states: tuple[int, ...]) -> frozenset[str]:
    """The terminals that can truly come next: each is tried through its reductions, on states alone."""
    row = tables().states[states[-1]]
    return frozenset(name for name in row if (name.isupper() or name == END) and _fits(states, name))


def _with_previous(fault: Mismatch, first: tuple[int, ...], taken: list[Token]) -> Mismatch:
    """A fault with the token before it; ``first`` are the states at the start of the line.

    The states that token was met in are found again here: kept at every token, they would take the square of a line.
    """
    if not taken:
        return fault
    states = list(first)
    for token in taken[:-1]:
        _shift(states, token.type)
    return fault._replace(previous=taken[-1], earlier=tuple(states))


def _fits(states: tuple[int, ...], terminal: str) -> bool:
    return _shift(list(states), terminal)


def _shift(stack: list[int], terminal: str) -> bool:
    """Takes a terminal with the reductions before it, on states alone; False where it does not fit."""
    table, rules = tables().states, tables().rules
    while True:
        action = table[stack[-1]].get(terminal)
        if action is None:
            return False
        if action >= 0:
            stack.append(action)
            return True
        rule = rules[-1 - action]
        if rule.size:
            del stack[-rule.size :]
        stack.append(table[stack[-1]][rule.origin])


def states_after(states: tuple[int, ...] | None, words: str) -> tuple[int, ...] | None:
    """The states after reading ``words`` in these, or at the start of a declaration; None where they do not fit."""
    stack = list(states) if states is not None else [tables().start]
    return tuple(stack) if _read(stack, words, 0, len(words)) else None


def line_reads(states: tuple[int, ...], text: str, at: int, end: int) -> bool:
    """Whether the rest of a line fits after these states."""
    stack = list(states)
    return _read(stack, text, at, end) and _shift(stack, "_NL")


def _read(stack: list[int], text: str, at: int, end: int) -> bool:
    at = _skip(text, at, end)
    while at < end:
        token = _match(_scanner(stack[-1]), text, at, end)
        if token is None or not _shift(stack, token.type):
            return False
        at = _skip(text, token.end, end)
    return True
