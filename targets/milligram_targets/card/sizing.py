"""How large a card is set: the text size, how tight, and where what a side has left over goes.

Enters: a card as JSON and a paper. Leaves: a :class:`Fitted`, a compiler that holds the laid-out card, so that the PDF
and the images of it cost no second layout.

    fit(data, A6)  ->  Fitted(setting=Setting(tenths=71), layout=Layout(sides=2, …))

The card's text grows with the square of its size, so that a layout at one size tells nearly at which size it fills its
sides; a few layouts settle it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from milligram_targets.card.papers import Paper
from milligram_targets.fonts import DIRECTORY

if TYPE_CHECKING:
    import typst

TEMPLATE = Path(__file__).with_name("template.typ")

_LONG = 60_000
"""Characters of a card from which a layout takes so much memory that it is given back at once."""

_AIR = 0.9
"""The share of what a side has left over that goes between its sections; the rest is for rounding."""

_LETTER = 0.68
"""Squares of the text size that a letter takes, with all that stands around it; found on the project's guidelines."""

_HOPELESS = 1.3
"""How much larger than guessed a text may turn out to fit."""

_MOST_AIR = 1.4
"""Times the text size that is added between two sections at most."""

_LEAST_AIR = 0.5
"""Points that are seen at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How a card is set: its text size in tenths of a point; ``tight``, with less space between lines and sections;
    ``apart``, with sides of its own for the record; ``whole``, with no short list going on overleaf; ``air``, points
    added above each section."""

    tenths: int
    tight: bool = False
    apart: bool = False
    whole: bool = False
    air: tuple[float, ...] = ()

    def inputs(self) -> dict[str, str]:
        """What the template reads of it."""
        said = {True: "yes", False: "no"}
        return {
            "size": f"{self.tenths // 10}.{self.tenths % 10}",
            "apart": said[self.apart],
            "tight": said[self.tight],
            "whole": said[self.whole],
            "air": json.dumps(self.air),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How many sides the bedside part and the whole card take, the share of the last side that is filled, what is cut
    off, where each section starts (side, column) and ends (side, column, points from the top), and where a side's text
    must end."""

    bedside: int
    sides: int
    filled: float
    overfull: tuple[str, ...]
    startings: tuple[tuple[int, int], ...]
    endings: tuple[tuple[int, int, float], ...]
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A card that is laid out. ``compiler`` holds the layout and prints it."""

    setting: Setting
    layout: Layout
    compiler: typst.Compiler


class _Trials:
    """The layouts of one card on one paper; the same setting is laid out once. Only the last two are held, one of which
    is mostly the one that is printed: a long card's takes a hundred megabytes."""

    def __init__(self, data: str, paper: str) -> None:
        self._inputs = {"card": data, "paper": paper}
        self._held: dict[Setting, typst.Compiler] = {}
        self._layouts: dict[Setting, Layout] = {}

    def layout(self, setting: Setting) -> Layout:
        """What the card takes in a setting."""
        if setting not in self._layouts:
            taken = self.compiler(setting).query("<taken>", field="value", one=True)
            self._layouts[setting] = _layout(json.loads(taken))
            if len(self._inputs["card"]) > _LONG:
                _forget()
        return self._layouts[setting]

    def compiler(self, setting: Setting) -> typst.Compiler:
        """The compiler of a setting, which holds its layout once it was asked for anything."""
        import typst

        if setting not in self._held:
            if len(self._held) > 1:
                del self._held[next(iter(self._held))]
            inputs = {**self._inputs, **setting.inputs()}
            self._held[setting] = typst.Compiler(TEMPLATE, font_paths=fonts(), sys_inputs=inputs)
        return self._held[setting]


def _forget() -> None:
    """Lets Typst forget what it remembers of earlier layouts: it does so for what ten compilations did not ask for."""
    import typst

    for _ in range(11):
        typst.compile(b"", format="svg", font_paths=fonts())


def _layout(taken: dict[str, Any]) -> Layout:
    return Layout(
        bedside=int(taken["bedside"]),
        sides=int(taken["all"]),
        filled=float(taken["filled"]),
        overfull=tuple(taken["overfull"]),
        startings=tuple((int(side), int(column)) for side, column in taken["startings"]),
        endings=tuple((int(side), int(column), float(y)) for side, column, y in taken["endings"]),
        bottom=float(taken["bottom"]),
    )


def fit(data: str, paper: Paper, look: str, letters: int) -> Fitted:
    """The setting with the largest text: on as many sides as the paper has for its goal, tight where they hold it no
    larger than ``close``; else the bedside part, on as few sides as it can, and the record behind it on sides of its
    own. Short lists stay whole, unless only breaking them saves a side. What the sides have left over goes between the
    sections. ``look`` is what the template reads of the paper; ``letters``, how many the card has and its rows are
    worth, only tells where to start."""
    trials = _Trials(data, look)
    found = _found(trials, paper, letters)
    layout = trials.layout(found)
    airy = replace(found, air=_air(layout, found))
    if max(airy.air, default=0) >= _LEAST_AIR and _same(trials.layout(airy), layout):
        found = airy
    return Fitted(setting=found, layout=trials.layout(found), compiler=trials.compiler(found))


def _found(trials: _Trials, paper: Paper, letters: int) -> Setting:
    for sides, least in paper.goals:
        guess = int(10 * sqrt(sides * paper.area / (_LETTER * max(letters, 1))))
        if guess * _HOPELESS >= least:
            found = _on(trials, paper, sides, least, guess)
            if found is not None:
                return found
    return _apart(trials, paper)


def _on(trials: _Trials, paper: Paper, sides: int, least: int, guess: int) -> Setting | None:
    """The largest text on so many sides, tight or loose; a loose setting takes more than a tight one, so that it is
    tried only where there may be room."""
    loose = Setting(tenths=max(least, paper.close), whole=True)
    tight = Setting(tenths=least, tight=True, whole=True)
    if least >= paper.close:
        return _largest(trials, loose, paper, sides, start=guess)
    if guess >= paper.close:
        found = _largest(trials, loose, paper, sides, start=guess)
        if found is not None:
            return found
    for setting in (tight, replace(tight, whole=False)):
        found = _largest(trials, setting, paper, sides, start=guess)
        if found is not None:
            roomy = found.tenths >= paper.close and guess < paper.close
            return (_largest(trials, loose, paper, sides, start=found.tenths) if roomy else None) or found
    return None


def _apart(trials: _Trials, paper: Paper) -> Setting:
    """The record on sides of its own, on as few sides as the smallest text takes."""
    broken = Setting(tenths=paper.smallest, tight=True, apart=True)
    whole = replace(broken, whole=True)
    least = trials.layout(broken)
    kept = trials.layout(whole)
    lowest = whole if (kept.sides, kept.bedside) == (least.sides, least.bedside) else broken
    found = _largest(trials, lowest, paper, least.sides, start=paper.smallest, bedside=least.bedside)
    assert found is not None
    return found


def _largest(
    trials: _Trials, least: Setting, paper: Paper, sides: int, *, start: int, bedside: int | None = None
) -> Setting | None:
    """The setting with the largest text that takes no more sides; None where even ``least`` takes more.

    The next size to try is told by the one before: what a text fills grows with the square of its size.
    """
    low, high = least.tenths - 1, paper.largest + 1
    guess = start
    while high - low > 1:
        tried = min(max(guess, low + 1), high - 1)
        taken = trials.layout(replace(least, tenths=tried))
        if taken.sides <= sides and (bedside is None or taken.bedside <= bedside):
            low = tried
        else:
            high = tried
        guess = int(tried * sqrt(sides / (taken.sides - 1 + max(taken.filled, 0.05))))
    return replace(least, tenths=low) if low >= least.tenths else None


def _same(one: Layout, other: Layout) -> bool:
    """Whether every section starts and ends on the same side and column."""
    ends = [[ending[:2] for ending in layout.endings] for layout in (one, other)]
    return one.sides == other.sides and one.startings == other.startings and ends[0] == ends[1]


def _air(layout: Layout, setting: Setting) -> tuple[float, ...]:
    """What is added above each section: what is left over below the last section of its column, in equal shares.

    Nothing is left over in a column whose last section goes on in the next; the first that starts in a column, but for
    the card's first, has nothing above it.
    """
    most = _MOST_AIR * setting.tenths / 10
    added = [0.0] * len(layout.endings)
    columns = sorted(set(layout.startings))
    for column in columns:
        inside = [at for at, start in enumerate(layout.startings) if start == column]
        last = layout.endings[inside[-1]]
        before = layout.endings[inside[0] - 1][:2] == column if inside[0] else True
        spaced = inside if before else inside[1:]
        room = layout.bottom - last[2]
        if last[:2] == column and spaced and room > 0:
            for at in spaced:
                added[at] = round(min(most, _AIR * room / len(spaced)), 2)
    return tuple(added)


@cache
def fonts() -> typst.Fonts:
    """The bundled fonts and no others."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[DIRECTORY])
