"""How large a card is set: the text size, how tight, and where what a side has left over goes.

Enters: a card as JSON and a paper. Leaves: a :class:`Fitted`, a compiler that holds the laid-out card, so that the PDF
and the images of it cost no second layout.

    fit(data, A6)  ->  Fitted(setting=Setting(tenths=71), layout=Layout(sides=2, …))

The card's text grows with the square of its size, so that a layout at one size tells nearly at which size it fills its
sides; a few layouts settle it. How tall a section was in one layout tells the next whether it can stay on one side,
which the template else has to measure by setting it twice.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from math import ceil, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from milligram_targets.card.papers import Paper
from milligram_targets.fonts import DIRECTORY

if TYPE_CHECKING:
    import typst

TEMPLATE = Path(__file__).with_name("template.typ")

_MILLIMETRE = 72 / 25.4

_LONG = 60_000
"""Characters of a card from which a layout takes so much memory that it is given back at once."""

_AIR = 0.9
"""The share of what a side has left over that goes between its sections; the rest is for rounding."""

_LETTER = 0.68
"""Squares of the text size that a letter takes, with all that stands around it; found on the project's guidelines."""

_HOPELESS = 1.3
"""How much larger than guessed from its letters a text may turn out to fit."""

_FULL = 0.3
"""Tenths of a point for which a layout leaves room, at most, where one tenth more is not tried."""

_FAR = 1.12
"""How much larger than told by a layout at another size a text may turn out to fit."""

_TIGHT = 1.08
"""How much larger a text is that fills as much where it is set tight."""

_NEAR = 1.06
"""Up to how much over the least size a guess is no reason to look there last."""

_CLEAR = 0.2
"""The share of a side by which it must be filled for no other setting to do without it."""

_SURE = (0.85, 1.15)
"""Shares of its limit between which a section's height, told by a layout at another size, has to be measured again."""

_UNSURE = (0.7, 1.35)
"""The same, told by a layout that was set tighter or looser."""

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

    @property
    def limit(self) -> float:
        """Up to which share of its side's height a section stays on one side: in a long card, very little."""
        return 0.14 if self.apart else 0.3 if self.tight else 0.5

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
    """How many sides the bedside part and the whole card take, how much of its sides the bedside part fills and which
    share of the last side is filled, what is cut off, where each section starts (side, column) and ends (side, column,
    points from the top), how tall it is in points where it stands in one column, where the card ends (the code may
    reach lower than the section beside it), and where a side's text must end."""

    bedside: int
    sides: int
    needed: float
    filled: float
    overfull: tuple[str, ...]
    startings: tuple[tuple[int, int], ...]
    endings: tuple[tuple[int, int, float], ...]
    heights: tuple[float | None, ...]
    end: tuple[int, int, float]
    bottom: float

    @property
    def used(self) -> float:
        """How many sides the whole card fills."""
        return self.sides - 1 + max(self.filled, 0.05)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A card that is laid out. ``compiler`` holds the layout and prints it."""

    setting: Setting
    layout: Layout
    compiler: typst.Compiler


class _Trials:
    """The layouts of one card on one paper; the same setting is laid out once. Only the last two are held, one of which
    is mostly the one that is printed: a long card's takes a hundred megabytes."""

    def __init__(self, data: str, look: str, paper: Paper) -> None:
        self._inputs = {"card": data, "paper": look}
        self._height = paper.height * _MILLIMETRE
        self._held: dict[Setting, typst.Compiler] = {}
        self._keeps: dict[Setting, tuple[str, ...]] = {}
        self.layouts: dict[Setting, Layout] = {}

    def layout(self, setting: Setting) -> Layout:
        """What the card takes in a setting."""
        if setting not in self.layouts:
            taken = self.compiler(setting).query("<taken>", field="value", one=True)
            self.layouts[setting] = _layout(json.loads(taken))
            if len(self._inputs["card"]) > _LONG:
                _forget()
        return self.layouts[setting]

    def guess(self, sides: int, *, tight: bool) -> float | None:
        """The size, in tenths, at which the last layout tells the card to fill so many sides; None before any."""
        if not self.layouts:
            return None
        setting, layout = next(reversed(self.layouts.items()))
        looser = 1.0 if setting.tight == tight else _TIGHT if tight else 1 / _TIGHT
        return _estimate(setting, layout, sides) * looser

    def compiler(self, setting: Setting) -> typst.Compiler:
        """The compiler of a setting, which holds its layout once it was asked for anything."""
        import typst

        if setting not in self._held:
            if len(self._held) > 1:
                del self._held[next(iter(self._held))]
            inputs = {**self._inputs, **setting.inputs(), "limit": f"{setting.limit * self._height:.2f}"}
            inputs["keeps"] = json.dumps(self._kept(replace(setting, air=())))
            self._held[setting] = typst.Compiler(TEMPLATE, font_paths=fonts(), sys_inputs=inputs)
        return self._held[setting]

    def _kept(self, setting: Setting) -> tuple[str, ...]:
        """Which sections stay on one side, as the last layout before the setting's own tells; air changes nothing."""
        if setting not in self._keeps:
            last = next(reversed(self.layouts.items()), None)
            self._keeps[setting] = _keeps(setting, *last, self._height) if last else ()
        return self._keeps[setting]


def _keeps(setting: Setting, last: Setting, layout: Layout, height: float) -> tuple[str, ...]:
    """For each section, whether it stays ``whole``, is ``broken`` where its side ends, or has to be measured."""
    least, most = _SURE if setting.tight == last.tight else _UNSURE
    larger = (setting.tenths / last.tenths) ** 2

    def keep(tall: float | None) -> str:
        if tall is None:
            return "broken" if setting.limit * _SURE[1] <= last.limit * larger else "measure"
        share = tall * larger / (setting.limit * height)
        return "whole" if share < least else "broken" if share > most else "measure"

    return tuple(keep(tall) for tall in layout.heights)


def _forget() -> None:
    """Lets Typst forget what it remembers of earlier layouts: it does so for what ten compilations did not ask for."""
    import typst

    for _ in range(11):
        typst.compile(b"", format="svg", font_paths=fonts())


def _layout(taken: dict[str, Any]) -> Layout:
    places = list(zip(taken["startings"], taken["endings"], strict=True))
    return Layout(
        bedside=int(taken["bedside"]),
        sides=int(taken["all"]),
        needed=float(taken["needed"]),
        filled=float(taken["filled"]),
        overfull=tuple(taken["overfull"]),
        startings=tuple((int(start[0]), int(start[1])) for start, _ in places),
        endings=tuple((int(end[0]), int(end[1]), float(end[2])) for _, end in places),
        heights=tuple(float(end[2] - start[2]) if start[:2] == end[:2] else None for start, end in places),
        end=(int(taken["end"][0]), int(taken["end"][1]), float(taken["end"][2])),
        bottom=float(taken["bottom"]),
    )


def fit(data: str, paper: Paper, look: str, letters: int) -> Fitted:
    """The setting with the largest text: on as many sides as the paper has for its goal, tight where they hold it no
    larger than ``close``; else the bedside part, on as few sides as it can, and the record behind it on sides of its
    own, unless that takes a side more. Short lists stay whole, unless only breaking them saves a side. What the sides
    have left over goes between the sections. ``look`` is what the template reads of the paper; ``letters``, how many
    the card has and its rows are worth, only tells where to start."""
    trials = _Trials(data, look, paper)
    found = _found(trials, paper, letters)
    layout = trials.layout(found)
    airy = replace(found, air=_air(layout, found))
    if max(airy.air, default=0) >= _LEAST_AIR and _same(trials.layout(airy), layout):
        found = airy
    return Fitted(setting=found, layout=trials.layout(found), compiler=trials.compiler(found))


def _found(trials: _Trials, paper: Paper, letters: int) -> Setting:
    for sides, least in paper.goals:
        told = trials.guess(sides, tight=least < paper.close)
        guess = told or 10 * sqrt(sides * paper.area / (_LETTER * max(letters, 1)))
        if guess * (_FAR if told else _HOPELESS) >= least:
            found = _on(trials, paper, sides, least, guess)
            if found is not None:
                return found
    apart = _apart(trials, paper)
    together = trials.layout(_floor(paper)).sides
    if together >= trials.layout(apart).sides:
        return apart
    guess = trials.guess(together, tight=True) or paper.smallest
    return _on(trials, paper, together, paper.smallest, guess) or apart


def _on(trials: _Trials, paper: Paper, sides: int, least: int, guess: float) -> Setting | None:
    """The largest text on so many sides, tight or loose; a loose setting takes more than a tight one, so that it is
    tried only where there may be room."""
    loose = Setting(tenths=max(least, paper.close), whole=True)
    roomy = guess >= paper.close
    if roomy or least >= paper.close:
        found = _largest(trials, loose, sides, paper.largest, start=guess)
        if found is not None or least >= paper.close:
            return found
        guess = max(trials.guess(sides, tight=True) or guess, paper.close)
    broken = _floor(paper, least)
    if guess < least * _NEAR:
        if trials.layout(broken).sides > sides:
            return None
        guess = trials.guess(sides, tight=True) or guess
    for setting in (replace(broken, whole=True), broken):
        found = _largest(trials, setting, sides, paper.largest, start=guess)
        if found is not None:
            larger = found.tenths >= paper.close and not roomy
            return (_largest(trials, loose, sides, paper.largest, start=found.tenths) if larger else None) or found
    return None


def _floor(paper: Paper, least: int | None = None) -> Setting:
    """What takes least room."""
    return Setting(tenths=paper.smallest if least is None else least, tight=True)


def _apart(trials: _Trials, paper: Paper) -> Setting:
    """The record on sides of its own, on as few sides as the smallest text takes."""
    broken = replace(_floor(paper), apart=True)
    told = trials.layouts.get(_floor(paper))
    aim = _foreseen(told) if told else None
    while True:
        if aim is None:
            told = trials.layout(broken)
            aim = told.sides, told.bedside
        assert told is not None
        for setting in (replace(broken, whole=True), broken):
            start = _estimate(broken, told, *aim)
            found = _largest(trials, setting, aim[0], paper.largest, start=start, bedside=aim[1])
            if found is not None:
                return found
        aim = None


def _foreseen(layout: Layout) -> tuple[int, int] | None:
    """On how many sides the whole card and its bedside part will stand with the record on sides of its own, told by the
    same card without; None where it is too near to one less."""
    record = max(0.0, layout.used - layout.needed)
    bedside, behind = ceil(layout.needed), ceil(record)
    clear = layout.needed > bedside - 1 + _CLEAR and (behind < 2 or record > behind - 1 + _CLEAR)
    return (bedside + behind, bedside) if clear and bedside == layout.bedside else None


def _estimate(setting: Setting, layout: Layout, sides: int, bedside: int | None = None) -> float:
    """The size, in tenths, at which the card fills so many sides: what it fills grows with the square of its size. With
    ``bedside``, each of the two parts has sides of its own."""
    if bedside is None:
        return setting.tenths * sqrt(sides / layout.used)
    record = layout.used - (layout.bedside if setting.apart else layout.needed)
    room = [(bedside, layout.needed), (sides - bedside, record)]
    return setting.tenths * sqrt(min((has / needs for has, needs in room if has > 0 and needs > 0), default=1.0))


def _largest(
    trials: _Trials, least: Setting, sides: int, largest: int, *, start: float, bedside: int | None = None
) -> Setting | None:
    """The setting with the largest text that takes no more sides; None where even ``least`` takes more.

    The next size to try is told by the one before; where that is far under ``least``, or fills its sides so well that
    the next tenth of a point will not fit, it is not tried.
    """
    low, high = least.tenths - 1, largest + 1
    guess = start
    while high - low > 1:
        tried = replace(least, tenths=min(max(round(guess), low + 1), high - 1))
        taken = trials.layout(tried)
        guess = _estimate(tried, taken, sides, bedside)
        if taken.sides <= sides and (bedside is None or taken.bedside <= bedside):
            low = tried.tenths
            if guess < low + _FULL:
                break
        else:
            high = tried.tenths
            if low < least.tenths and guess * _FAR < least.tenths:
                return None
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
        room = layout.bottom - (max(last[2], layout.end[2]) if layout.end[:2] == column else last[2])
        if last[:2] == column and spaced and room > 0:
            for at in spaced:
                added[at] = round(min(most, _AIR * room / len(spaced)), 2)
    return tuple(added)


@cache
def fonts() -> typst.Fonts:
    """The bundled fonts and no others."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[DIRECTORY])
