"""A comparison for people, at the width of a terminal.

Enters: the groups in words, what else changed, what could not be decided. Leaves: lines of at most ``width`` columns;
no control character of a guideline reaches the terminal.

    1  creatinine clearance 25 to under 30 mL/min, serum magnesium under 0.70 mmol/L
       patient  age 50 years, serum_magnesium 0.4 mmol/L, creatinine_clearance 28 mL/min
       before   REFER      nephrology or clinical pharmacy [line 161]
       after    nothing
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from milligram.compare.diff.also import Also
from milligram.compare.diff.told import Line
from milligram.compare.diff.words import Example, Shown
from milligram.diagnostics.display import visible, wrap

NOTHING = "none of this"
"""What stands where one side says nothing of what differs."""

OTHERS = "in this group are told besides, or instead"
"""What stands above lines that no patient shows."""

_LABEL = 9
_MARK = 11


def heading(shown: Sequence[Shown], *, more: bool, undecided: Sequence[str]) -> str:
    """What came of it, in one sentence."""
    if shown:
        count = f"{'more than ' if more else ''}{len(shown)}"
        what = "group of patients is" if len(shown) == 1 and not more else "groups of patients are"
        return f"the advice changes: {count} {what} told something else"
    if undecided:
        return "could not compare: whether any patient is affected is not decided"
    return "no patient is affected (proved)"


def text(
    names: tuple[str, str],
    shown: Sequence[Shown],
    also: Sequence[Also],
    *,
    more: bool = False,
    undecided: Sequence[str] = (),
    width: int = 80,
) -> str:
    """The whole of it as lines, each ended."""
    lines = [*wrap(f"{names[0]} -> {names[1]}", width)]
    lines += wrap(heading(shown, more=more, undecided=undecided), width)
    for number, group in enumerate(shown, 1):
        lines += ["", *_group(number, group, width)]
    if more:
        lines += ["", "and other groups; mend or accept these first"]
    if undecided:
        lines += ["", "Not decided"]
        for why in undecided:
            lines += _hanging("  ", why, width)
    if also:
        lines += ["", "Also changed"]
        for each in also:
            lines += _hanging("  ", f"{each.what}: {each.how}" if each.how else each.what, width)
    return "".join(f"{line}\n" for line in lines)


def region(group: Shown) -> str:
    """A group's region in one sentence."""
    told = [*group.regions]
    if group.more:
        told.append("others")
    if not told:
        everybody = f"everybody {group.of}" if group.of else "patients whom no short words tell from others"
        return everybody if group.exact else f"some of {everybody}" if group.of else everybody
    return "; or ".join(told) if group.exact else f"some with {'; or '.join(told)}"


def of_whom(group: Shown) -> str:
    """Of whom the region is, where not of all patients, and it does not say so itself."""
    return f"those {group.of}" if group.of and group.regions else ""


def remark(line: Line) -> str:
    """What stands behind the words of a line: where it is, and who of the group is told it."""
    return (f" [line {line.line}]" if line.line is not None else "") + (f"; {line.only}" if line.only else "")


def others(count: int) -> str:
    """How many differences no patient shows."""
    return f"{count} other change{'s' * (count != 1)} of advice for such patients"


def patient(example: Example) -> str:
    """A patient as a case says it."""
    return ", ".join(f"{name} {value}" for name, value in example.patient.items()) or "nothing is known"


def _group(number: int, group: Shown, width: int) -> Iterator[str]:
    pad = " " * 3
    first, *rest = wrap(region(group), width - len(pad))
    yield f"{number:<3}{first}"
    yield from (f"{pad}{line}" for line in rest)
    if of_whom(group):
        yield from _labelled("of", [of_whom(group)], width)
    for example in group.examples:
        yield from _labelled("patient", [patient(example)], width)
        yield from _told("before", example.before, width)
        yield from _told("after", example.after, width)
    if group.before or group.after:
        yield from _labelled("others", [OTHERS], width)
    for label, lines in (("before", group.before), ("after", group.after)):
        if lines:
            yield from _told(label, lines, width)
    if group.others:
        yield from _labelled("and", [others(group.others)], width)


def _told(label: str, said: Sequence[Line], width: int) -> Iterator[str]:
    if not said:
        yield from _labelled(label, [NOTHING], width)
    for index, line in enumerate(said):
        words = line.text + remark(line)
        mark = f"{line.mark:<{_MARK}}"
        room = width - 3 - _LABEL - _MARK
        first, *rest = wrap(words, room)
        yield f"   {label if not index else '':<{_LABEL}}{mark}{first}"
        yield from (f"{' ' * (3 + _LABEL + _MARK)}{each}" for each in rest)


def _labelled(label: str, texts: Iterable[str], width: int) -> Iterator[str]:
    for each in texts:
        first, *rest = wrap(each, width - 3 - _LABEL)
        yield f"   {label:<{_LABEL}}{first}"
        yield from (f"{' ' * (3 + _LABEL)}{line}" for line in rest)


def _hanging(pad: str, words: str, width: int) -> list[str]:
    first, *rest = wrap(visible(words), width - len(pad) - 2)
    return [f"{pad}{first}", *(f"{pad}  {line}" for line in rest)]
