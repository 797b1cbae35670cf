"""Checks again only what an edit of numbers concerns.

Enters: a source, and what is kept of the last check of the same text with other numbers. Leaves: the findings, or None
where only a check of the whole can tell.

    kept: pathway one clean, MG101 in pathway two at line 40
    edit in pathway one   ->   its slice is checked and is clean: MG101 at line 40, as before
    edit in a table that both read   ->   None

The rule that makes this sound: what the whole check finds in lines of one slice alone, it finds in that slice, and the
reverse; what it finds in lines of several, each of them shows (decision 17 goes through the checks one by one). So the
findings in the own lines of an edited slice are those of its check, the others are as before; and as soon as
something shows in lines that are shared, or was found there, the whole is checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, TypeAlias

from milligram.diagnostics import Diagnostic, Severity, in_order
from milligram.pipeline.slices import Plan, block_at
from milligram.source import SourceFile, Span

if TYPE_CHECKING:
    from fractions import Fraction

    from milligram.pipeline.stages import CheckReport
    from milligram.prove.budget import Budget

MOST_OF_THE_TEXT = 0.5
"""Where the slices to check are longer than this share of the text, the whole is checked: it costs as much."""

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")

_EARLY = re.compile(r"MG(?:0|110|3(?!0[78]))")
"""What reading and resolving find, before any check runs."""

_OF_A_BLOCK = frozenset({"MG405", "MG802", "MG803", "MG804", "MG805", "MG806", "MG901", "MG902", "MG903"})
"""What a declaration is told for itself alone, whoever uses it."""

_IN_NUMBERS = frozenset({"MG101", "MG102", "MG103", "MG104", "MG111", "MG307", "MG501", "MG502"})
"""What is told in numbers that are spelled as they are written anywhere in the text."""

_OF_A_WAY = frozenset({"MG105", "MG106", "MG109", "MG506"})
"""What rests on the slice of its first place, and may point at lines that others read too: who is kept from there."""

_OF_THE_TEXT = frozenset({"MG307", "MG308", "MG501", "MG800"})
"""What names a value of the patient found, or another declaration to use instead, or is told once for all places."""

Spelled: TypeAlias = "Mapping[tuple[Fraction, str], str]"
"""How numbers are written, by value and unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The last verdict on texts that differ in numbers alone.

    The findings stand at their places in the text that was checked, whose blocks started at ``starts`` and had
    ``digests``. ``spelled`` is how the numbers of each block were written.
    """

    starts: tuple[int, ...]
    digests: tuple[str, ...]
    findings: tuple[Diagnostic, ...]
    spelled: tuple[Spelled, ...]


class Store(Protocol):
    """Where verdicts are kept: on disk for a command, in memory for an editor."""

    def load(self, key: str, source: SourceFile) -> Kept | None:
        """What was saved under a key; its findings are to name ``source`` as theirs."""

    def save(self, key: str, kept: Kept) -> None:
        """Keeps it in place of what was there."""


class Checking(Protocol):
    """The ordinary check of a text, with the budget that it spent from."""

    def __call__(self, source: SourceFile, elsewhere: Spelled) -> tuple[CheckReport, Budget]:
        """``elsewhere`` is how numbers are written in lines that the text lacks."""


def recheck(source: SourceFile, plan: Plan, store: Store, check: Checking) -> tuple[Diagnostic, ...] | None:
    """The findings of a text as far as they follow from what is kept and from checks of a few slices; else None."""
    kept = store.load(plan.key, source)
    if kept is None or not _fits(kept, plan):
        return None
    edited = {number for number, digest in enumerate(plan.digests) if digest != kept.digests[number]}
    changed = plan.slices_with(edited)
    if len(plan.slices) - 1 in changed or sum(map(plan.length, changed)) > MOST_OF_THE_TEXT * len(source.text):
        return None
    standing: list[Diagnostic] = []
    for found in kept.findings:
        if _homes(found, plan, kept.starts).isdisjoint(changed):
            standing.append(found)
        elif not _is_own(found, plan, kept.starts):
            return None
    moved = [_moved(found, kept, plan) for found in standing]
    if any(not 0 <= span.start <= span.end <= len(source.text) for found in moved for span in _places(found)):
        return None
    told = _told(source, plan, changed, check, kept, moved)
    if told is None:
        return None
    findings, spelled = told
    now = Kept(starts=plan.starts, digests=plan.digests, findings=tuple(in_order(findings)), spelled=spelled)
    store.save(plan.key, now)
    return now.findings


def keep(plan: Plan, store: Store, report: CheckReport, budget: Budget) -> None:
    """Keeps the verdict of a whole check, where an edit may rely on it.

    It may not where something was left out or given up, or where a search was needed that all of the text shares.
    """
    if _was_whole(report, budget) and all(_lies_in_blocks(found, plan) for found in report.diagnostics):
        spelled = _spelled(report, plan, range(len(plan.blocks)), ({},) * len(plan.blocks))
        found = report.diagnostics
        store.save(plan.key, Kept(starts=plan.starts, digests=plan.digests, findings=found, spelled=spelled))


def _fits(kept: Kept, plan: Plan) -> bool:
    """Whether it may be of a text with the same skeleton: what is read from a disk may be anything."""
    count = len(plan.blocks)
    same = len(kept.starts) == len(kept.digests) == len(kept.spelled) == count
    return same and list(kept.starts) == sorted(kept.starts)


def _was_whole(report: CheckReport, budget: Budget) -> bool:
    """Whether every check came to its end on everything that is written: an error in reading a line, in a name or in a
    unit keeps some checks from speaking of other lines."""
    guideline = report.guideline
    whole = guideline is not None and not guideline.left_out
    stopped = any(
        found.code.code == "MG000" or (found.level is Severity.ERROR and _EARLY.match(found.code.code))
        for found in report.diagnostics
    )
    return whole and not stopped and budget.reason is None and not budget.searched


# --- slices -----------------------------------------------------------------------------------------------------------


def _told(
    source: SourceFile,
    plan: Plan,
    changed: Iterable[int],
    check: Checking,
    kept: Kept,
    standing: list[Diagnostic],
) -> tuple[list[Diagnostic], tuple[Spelled, ...]] | None:
    """The findings of the changed slices and those that stand elsewhere; and how numbers are written now.

    A slice with findings told in numbers that are written otherwise since then is asked again.
    """
    spelled = kept.spelled
    told: dict[int, tuple[list[Diagnostic], tuple[Spelled, ...]]] = {}
    for number in sorted(changed):
        checked = _checked(source, plan, number, check, spelled)
        if checked is None:
            return None
        told[number] = checked
        spelled = checked[1]
    free: list[Diagnostic] = []
    for found in standing:
        if _is_own(found, plan, plan.starts):
            home = min(_homes(found, plan, plan.starts))
            told.setdefault(home, ([], kept.spelled))[0].append(found)
        else:
            free.append(found)
    if _is_respelled(free, kept.spelled, spelled, frozenset()):
        return None
    asked = set(changed)
    for number, (findings, before) in told.items():
        if _is_respelled(findings, before, spelled, plan.fluid_units(number)):
            again = None if number == len(plan.slices) - 1 else _checked(source, plan, number, check, spelled)
            if again is None:
                return None
            told[number] = again
            asked.add(number)
    by_slice = {number: told[number][0] for number in sorted(told, key=lambda number: (number not in asked, number))}
    return [*free, *_once(plan, by_slice, asked)], spelled


def _once(plan: Plan, told: Mapping[int, list[Diagnostic]], asked: set[int]) -> Iterator[Diagnostic]:
    """What is said of a block by itself, every slice that holds it and was asked says: the first is heard."""
    heard: set[int] = set()
    for number, findings in told.items():
        for found in findings:
            if found.code.code not in _OF_A_BLOCK or heard.isdisjoint(_blocks_of(found, plan.starts)):
                yield found
        if number in asked:
            heard.update(plan.slices[number])


def _checked(
    source: SourceFile, plan: Plan, number: int, check: Checking, spelled: tuple[Spelled, ...]
) -> tuple[list[Diagnostic], tuple[Spelled, ...]] | None:
    """What the ordinary check says of a slice, and how numbers are spelled now; None where that says too little."""
    from milligram.checks.context import shorter

    inside = plan.slices[number]
    elsewhere: dict[tuple[Fraction, str], str] = {}
    for block, texts in enumerate(spelled):
        if block not in inside:
            for key, text in texts.items():
                elsewhere[key] = shorter(elsewhere.get(key), text)
    report, budget = check(SourceFile(source.path, plan.sliced(number)), elsewhere)
    if not _was_whole(report, budget) or not all(
        _is_own(found, plan, plan.starts) and _may_be_told(found, plan, number) for found in report.diagnostics
    ):
        return None
    return [replace(found, source=source) for found in report.diagnostics], _spelled(report, plan, inside, spelled)


def _is_own(found: Diagnostic, plan: Plan, starts: tuple[int, ...]) -> bool:
    """Whether a finding rests on one slice alone, or on one block whoever holds it."""
    return found.code.code in _OF_A_BLOCK or len(_homes(found, plan, starts)) == 1


def _homes(found: Diagnostic, plan: Plan, starts: tuple[int, ...]) -> frozenset[int]:
    """The slices that a finding may rest on, in a text whose blocks start there."""
    blocks = _blocks_of(found, starts)
    first = plan.slices_with([block_at(found.span.start, starts)])
    if found.code.code in _OF_A_WAY and len(first) == 1 and all(blocks.issubset(plan.slices[n]) for n in first):
        return first
    return plan.slices_with(blocks)


def _may_be_told(found: Diagnostic, plan: Plan, number: int) -> bool:
    """Whether the check of a slice tells a finding as the check of the whole would, to the word.

    It may not where the words are of the patient who was found, or name what else is declared.
    """
    code = found.code.code
    if code in _IN_NUMBERS and plan.shares_a_set(number):
        return False
    of_the_patient = code == "MG502" and any(
        said in found.message for said in ("may give", "together with", "one after the other")
    )
    return code not in _OF_THE_TEXT and not of_the_patient and _lies_in_blocks(found, plan)


# --- numbers as they are written --------------------------------------------------------------------------------------


def _spelled(
    report: CheckReport, plan: Plan, inside: Iterable[int], before: tuple[Spelled, ...]
) -> tuple[Spelled, ...]:
    """Per block how its numbers are written: those inside of what was checked anew, the others as before."""
    from milligram.checks.context import shorter, written

    fresh: dict[int, dict[tuple[Fraction, str], str]] = {block: {} for block in inside}
    assert report.guideline is not None
    for offset, key, text in written(report.guideline):
        texts = fresh[block_at(offset, plan.starts)]
        texts[key] = shorter(texts.get(key), text)
    return tuple(fresh.get(block, texts) for block, texts in enumerate(before))


@dataclass(frozen=True, slots=True)
class _Respelled:
    """Numbers that are written now and were not, or the reverse: ``oddly`` those not written as they would be told
    anyhow, ``counted`` all of them, by unit."""

    oddly: frozenset[Fraction]
    counted: frozenset[tuple[Fraction, str]]


def _respelled(before: tuple[Spelled, ...], now: tuple[Spelled, ...]) -> _Respelled:
    from milligram.quantity import decimal_text  # not at the top: a text that did not change needs none of it

    oddly: set[Fraction] = set()
    counted: set[tuple[Fraction, str]] = set()
    for old, new in zip(before, now, strict=True):
        if old is not new:
            for (value, unit), text in {*old.items()} ^ {*new.items()}:
                counted.add((value, unit))
                if text != f"{decimal_text(value)[0]} {unit}".rstrip():
                    oddly |= {value, *_numbers_in(text.removesuffix(unit))}
    return _Respelled(frozenset(oddly), frozenset(counted))


def _is_respelled(
    findings: list[Diagnostic], before: tuple[Spelled, ...], now: tuple[Spelled, ...], fluid: frozenset[str]
) -> bool:
    """Whether some finding may be told in other words, since numbers elsewhere are written otherwise.

    As a value that it is told in is written; or, where values are whole, as one next to it is: 64 is "under 65".
    """
    texts = [
        text
        for found in findings
        if found.code.code in _IN_NUMBERS
        for text in (found.message, found.help or "", *(label.text for label in found.labels))
    ]
    if not texts:
        return False
    changed = _respelled(before, now)
    told = {number for text in texts for number in _numbers_in(text)}
    if changed.oddly and (told & changed.oddly or any("about " in text for text in texts)):
        return True
    return any(abs(number - value) <= 1 for value, unit in changed.counted if unit not in fluid for number in told)


def _numbers_in(text: str) -> list[Fraction]:
    from fractions import Fraction

    return [Fraction(word) for word in _NUMBER.findall(text)]


# --- places -----------------------------------------------------------------------------------------------------------


def _lies_in_blocks(found: Diagnostic, plan: Plan) -> bool:
    """Whether each place of a finding lies in one block, with which it can be moved."""
    return all(span.end <= plan.blocks[block_at(span.start, plan.starts)].end for span in _places(found))


def _blocks_of(found: Diagnostic, starts: tuple[int, ...]) -> frozenset[int]:
    """The numbers of the blocks that a finding points at, in a text whose blocks start there."""
    return frozenset(block_at(span.start, starts) for span in _places(found))


def _places(found: Diagnostic) -> Iterator[Span]:
    yield found.span
    yield from (label.span for label in found.labels)
    yield from (edit.span for edit in found.edits)


def _moved(found: Diagnostic, kept: Kept, plan: Plan) -> Diagnostic:
    """A finding whose blocks are as they were, where they are now."""

    def moved(span: Span) -> Span:
        number = block_at(span.start, kept.starts)
        by = plan.starts[number] - kept.starts[number]
        return Span(span.start + by, span.end + by)

    return replace(
        found,
        span=moved(found.span),
        labels=tuple(replace(label, span=moved(label.span)) for label in found.labels),
        edits=tuple(replace(edit, span=moved(edit.span)) for edit in found.edits),
    )
