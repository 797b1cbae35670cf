"""What a reader should know of what was taken as one, and of what was compared.

Enters: guidelines. Leaves: plain sentences: inputs of one name of whose titles each has a word that the other lacks,
and files that are versions of one guideline.

    a: input level "Serum sodium"   b: input level "Serum potassium"   ->   "level is taken as one input, …"
    a: input level "Glucose"        b: input level "Blood glucose"     ->   nothing
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from milligram.compare.conflicts.matching import NOTHING_SAID, Same, differ
from milligram.ir import nodes as ir


def doubts(guidelines: Sequence[ir.Guideline], same: Same = NOTHING_SAID) -> Iterator[str]:
    """The sentences, in the order of names."""
    files: dict[str, list[str]] = defaultdict(list)
    inputs: dict[str, list[tuple[ir.Guideline, ir.Input]]] = defaultdict(list)
    for guideline in guidelines:
        files[guideline.name].append(guideline.source.path)
        for name, declared in guideline.inputs.items():
            if declared.label is not None and same.group_of(guideline, name) is None:
                inputs[name].append((guideline, declared))
    for name, paths in sorted(files.items()):
        if len(paths) > 1:
            yield (
                f"{len(paths):,} files are called {name}, {paths[0]} and {paths[1]}{_more(len(paths) - 2)}: where they "
                "are versions of one guideline, compare them by `milligram diff`, and name one here"
            )
    for name, places in sorted(inputs.items()):
        if (pair := _unlike(places)) is not None:
            (one, mine), (other, theirs) = pair
            yield (
                f"`{name}` is taken as one input, “{mine.label}” in {one.source.path} and “{theirs.label}” in "
                f"{other.source.path}: if these are two, give them codes (`loinc`) or other names"
            )


def _more(count: int) -> str:
    return f" and {count:,} more" if count > 0 else ""


def _unlike(places: Sequence[tuple[ir.Guideline, ir.Input]]) -> tuple[tuple[ir.Guideline, ir.Input], ...] | None:
    """Two inputs of one kind, not of two codes nor of one, of whose titles neither holds all words of the other."""
    first: dict[tuple[frozenset[str], str | None, str | None], tuple[ir.Guideline, ir.Input]] = {}
    for guideline, declared in places:
        first.setdefault((_words(declared), declared.loinc, declared.snomed), (guideline, declared))
    for one, other in combinations(first.values(), 2):
        alike = type(one[1].type) is type(other[1].type) and not differ(one[1], other[1])
        coded = any(
            code is not None and code == another
            for code, another in ((one[1].loinc, other[1].loinc), (one[1].snomed, other[1].snomed))
        )
        mine, theirs = _words(one[1]), _words(other[1])
        if alike and not coded and mine - theirs and theirs - mine:
            return one, other
    return None


def _words(declared: ir.Input) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", (declared.label or "").casefold()))
