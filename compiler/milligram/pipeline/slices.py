"""A text cut into what can be checked apart from the rest: for each group of pathways, the lines that concern it.

Enters: a text. Leaves: its `Plan`, or None for one that cannot be cut: its top-level blocks, and `Slice`s of them.

    substance a …   input k …   pathway one: k, a   substance b …   pathway two: k, b
        ->   slices {a, k, one} and {b, k, two}; the header stands in both

Nothing is parsed. Where blocks begin and which words they hold is enough, since a word too many only makes a slice
larger. A plan is the same for all texts that differ in numbers alone: its key is the text with the numbers masked.

Blocks that are tied stand together in every slice: one mentions a name that the other declares, or a check looks at
both although neither names the other (`_ties` lists those). Inputs, sources, tables, scores and defines tie nothing:
what they say does not depend on who reads them, so they stand in the slice of each reader.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple

_START = re.compile(r"^[^\s#]", re.MULTILINE)
_TOKEN = re.compile(
    r'"(?:[^"\\\n]|\\[^\n])*"'  # what stands in quotes, or in a comment, is kept as it is
    r"|#[^\n]*"
    r"|(?<![\w.])(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?![\w.])"
)
_MASK = "\0"
_QUOTED = re.compile(r'"(?:[^"\\\n]|\\[^\n])*"|#[^\n]*')
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OUTPUTS = re.compile(r"\bgives[ ]+([A-Za-z_][A-Za-z0-9_]*(?:[ ]*,[ ]*[A-Za-z_][A-Za-z0-9_]*)*)")
_LIMIT = re.compile(r"^ +at +most\b(?!.*\bof\b)", re.MULTILINE)
_QUANTITY = re.compile(r"input +\w+ +in +([^\s,]+)(?=[ ,\n])(?: of \w+)?( +whole\b)?")
_ROUNDED = re.compile(r"\b(?:rounded|floor)\b")
_ORDERED = re.compile(r"\border +([A-Za-z_][A-Za-z0-9_]*)")

_EVERYWHERE = frozenset({"guideline", "impossible"})
_VALUES = frozenset({"input", "source", "define", "table", "score"})
_DRUGS = frozenset({"substance", "class"})
_BLOCKS = frozenset({"pathway", "part", "regimen", "caution"})
_TIED = _DRUGS | _BLOCKS | {"monitor", "pitfall", "effect"}
_APART = frozenset({"case", "claim", "notice", "missing"})
_NAMED = frozenset({"input", "source", "define", "score", "substance", "class", "regimen", "monitor", "part"})

_SAID = frozenset(
    {"advise", "suggest", "order", "refer", "start", "note", "report", "unspecified", "give", "stop", "hold", "follow"}
)
_HANDS_ON = frozenset({"refer", "stop", "hold"})


class Block(NamedTuple):
    """A top-level line with what stands under it, up to the next: ``start`` and ``end`` in the text."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Plan:
    """Which blocks of a text go together.

    ``slices`` hold the numbers of blocks, in order. All but the last can be checked by themselves; the last holds what
    no pathway has to do with: cases, and declarations that nothing uses.
    """

    text: str
    key: str
    blocks: tuple[Block, ...]
    slices: tuple[tuple[int, ...], ...]

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each block starts."""
        return tuple(block.start for block in self.blocks)

    @cached_property
    def digests(self) -> tuple[str, ...]:
        """A hash of the text of each block."""
        return tuple(
            sha256(self.text[b.start : b.end].encode("utf-8", "surrogatepass")).hexdigest() for b in self.blocks
        )

    def length(self, number: int) -> int:
        """How many characters a slice has."""
        return sum(self.blocks[each].end - self.blocks[each].start for each in self.slices[number])

    def shares_a_set(self, number: int) -> bool:
        """Whether a slice reads an input that holds several words, and another slice does: how its words go together
        in a message depends on which of them are asked for anywhere."""
        sets = {at for at in self.slices[number] if self.blocks[at].kind == "input" and self._is_set(at)}
        return any(not sets.isdisjoint(each) for other, each in enumerate(self.slices) if other != number)

    def _is_set(self, at: int) -> bool:
        return re.search(r"\bany +of\b", self.text[self.blocks[at].start : self.blocks[at].end]) is not None

    def fluid_units(self, number: int) -> frozenset[str]:
        """The units in which a slice has no whole or rounded numbers, so that none is the next after another."""
        texts = [_QUOTED.sub("", self.text[self.blocks[at].start : self.blocks[at].end]) for at in self.slices[number]]
        if any(_ROUNDED.search(text) for text in texts):
            return frozenset()
        kinds = [_QUANTITY.match(text) for text in texts]
        whole = {kind[1] for kind in kinds if kind and kind[2]}
        return frozenset(kind[1] for kind in kinds if kind) - whole

    def sliced(self, number: int) -> str:
        """The text of a slice: all else is blank, so that every place is where it was."""
        own = set(self.slices[number])
        return "".join(
            self.text[block.start : block.end] if at in own else _blank(self.text[block.start : block.end])
            for at, block in enumerate(self.blocks)
        )

    def slices_with(self, blocks: Iterable[int]) -> frozenset[int]:
        """The slices that hold any of these blocks."""
        wanted = frozenset(blocks)
        return frozenset(number for number, each in enumerate(self.slices) if not wanted.isdisjoint(each))


def block_at(offset: int, starts: Sequence[int]) -> int:
    """The number of the block that an offset lies in, of blocks that start at these places."""
    return max(0, bisect_right(starts, offset) - 1)


def _blank(text: str) -> str:
    return "\n".join([" " * len(line) for line in text.split("\n")])


def plan_of(text: str) -> Plan | None:
    """How a text is cut; None for one with a single group of pathways, or of a form that only the parser can judge.

    Nor is one cut that allows something to stay undecided: how far a proof comes may differ between slice and whole.
    """
    if _MASK in text or "MG000" in text:
        return None
    blocks = _blocks(text)
    kinds = {block.kind for block in blocks}
    if not kinds <= _EVERYWHERE | _VALUES | _TIED | _APART or sum(block.kind == "pathway" for block in blocks) < 2:
        return None
    slices = _Cutting(text, blocks).slices()
    if slices is None:
        return None
    skeleton = _TOKEN.sub(lambda found: found[0] if found[0][0] in '"#' else _MASK, text)
    key = sha256(skeleton.encode("utf-8", "surrogatepass")).hexdigest()
    return Plan(text=text, key=key, blocks=blocks, slices=slices)


def _blocks(text: str) -> tuple[Block, ...]:
    """Blocks as the parser finds them in a text without faults; what stands above the first belongs to it."""
    starts = [found.start() for found in _START.finditer(text)]
    ends = [*starts[1:], len(text)] if starts else []
    found = []
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        word = _WORD.match(text, start)
        found.append(Block(start if place else 0, end, word[0] if word else ""))
    return tuple(found)


class _Cutting:
    """The blocks of one text, with the words in them."""

    def __init__(self, text: str, blocks: tuple[Block, ...]) -> None:
        self.blocks = blocks
        self.bare = [_QUOTED.sub("", text[block.start : block.end]) for block in blocks]
        self.words = [frozenset(_WORD.findall(bare)) for bare in self.bare]
        for number, words in enumerate(self.words):
            if "since" in words:  # years since a date are years up to the input of this name
                self.words[number] = words | {"today"}
        self.declaring: dict[str, list[int]] = {}
        for number, block in enumerate(blocks):
            for name in self._declared(block.kind, self.bare[number]):
                self.declaring.setdefault(name, []).append(number)
        names = self.declaring.keys()
        self.mentions = [
            frozenset(home for word in words & names for home in self.declaring[word]) - {number}
            for number, words in enumerate(self.words)
        ]
        self.tied = self._tied()

    @staticmethod
    def _declared(kind: str, bare: str) -> list[str]:
        if kind == "table":
            found = _OUTPUTS.search(bare)
            return _WORD.findall(found[1]) if found else []
        return _WORD.findall(bare.partition("\n")[0])[1:2] if kind in _NAMED else []

    def _tied(self) -> frozenset[int]:
        """The blocks that tie: also a value that is worked out from where somebody stands on a regimen."""
        tied = {number for number, block in enumerate(self.blocks) if block.kind in _TIED}
        drugs = {number for number, block in enumerate(self.blocks) if block.kind in _DRUGS}
        grew = True
        while grew:  # an input only names a substance, for its unit
            more = {
                number
                for number, block in enumerate(self.blocks)
                if block.kind in _VALUES and number not in tied and self.mentions[number] & (tied - drugs)
            }
            tied |= more
            grew = bool(more)
        return frozenset(tied)

    def slices(self) -> tuple[tuple[int, ...], ...] | None:
        """Each group with what it mentions and what concerns everybody; then the rest."""
        everywhere = self._with_mentioned(n for n, block in enumerate(self.blocks) if block.kind in _EVERYWHERE)
        if any(number in self.tied and self.blocks[number].kind not in _DRUGS for number in everywhere):
            return None
        groups = self._groups()
        running = [group for group in groups if any(self.blocks[number].kind == "pathway" for number in group)]
        if len(running) < 2:
            return None
        slices = [everywhere | self._with_mentioned(group) for group in running]
        held = frozenset().union(*slices)
        rest = self._with_mentioned(n for n in range(len(self.blocks)) if n not in held)
        return tuple(tuple(sorted(each)) for each in (*slices, rest | everywhere))

    def _with_mentioned(self, numbers: Iterable[int]) -> frozenset[int]:
        found: set[int] = set()
        waiting = list(numbers)
        while waiting:
            number = waiting.pop()
            if number not in found:
                found.add(number)
                waiting.extend(self.mentions[number])
        return frozenset(found)

    def _groups(self) -> list[list[int]]:
        """The tied blocks, those tied to one another together."""
        leader = {number: number for number in self.tied}

        def lead(number: int) -> int:
            while leader[number] != number:
                leader[number] = leader[leader[number]]
                number = leader[number]
            return number

        for number in self.tied:
            for other in self.mentions[number] & self.tied:
                leader[lead(number)] = lead(other)
        for together in self._ties():
            for other in together[1:]:
                leader[lead(together[0])] = lead(other)
        groups: dict[int, list[int]] = {}
        for number in sorted(self.tied):
            groups.setdefault(lead(number), []).append(number)
        return list(groups.values())

    def _ties(self) -> Iterator[list[int]]:
        """Blocks that a check looks at together, although none of them may name another.

        - a caution, and whatever may say the same anyway (MG404)
        - a ladder, and whatever hands the patient on (MG503), orders or schedules what it decides on (MG505, MG507)
        - a maximum of whatever drug, and whatever gives one (MG502)
        """
        blocks = [number for number in sorted(self.tied) if self.blocks[number].kind in _BLOCKS]
        cautions = [number for number in blocks if self.blocks[number].kind == "caution"]
        for word in sorted(_SAID & frozenset().union(*(self.words[each] for each in cautions))):
            yield [number for number in (*cautions, *blocks) if word in self.words[number]]
        regimens = [number for number in blocks if self.blocks[number].kind == "regimen"]
        if not regimens:
            return
        ladders = [number for number in sorted(self.tied) if self.mentions[number].intersection(regimens)]
        decided = {name for each in self._with_mentioned([*regimens, *ladders]) for name in self.words[each]}
        monitors = [number for number in sorted(self.tied) if self.blocks[number].kind == "monitor"]
        yield [
            *regimens,
            *monitors,
            *(number for number in blocks if self.words[number] & _HANDS_ON),
            *(number for number in blocks if decided.intersection(_ORDERED.findall(self.bare[number]))),
        ]
        if any(_LIMIT.search(self.bare[number]) for number in regimens):
            yield [*regimens, *(number for number in blocks if "give" in self.words[number])]
