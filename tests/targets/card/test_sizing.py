"""How a card's text size is found: with few layouts, and as large as the sides hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from milligram.pipeline import check_text
from milligram_targets.card import render, sizing
from milligram_targets.card.from_ir import card
from milligram_targets.card.model import Card
from milligram_targets.card.papers import A6
from milligram_targets.card.sizing import Layout, Setting

GUIDELINES = Path(__file__).parents[3] / "guidelines"


class Tried(dict[Setting, Layout]):
    """Every layout that was made, in order, and what made them, which can be asked for another."""

    trials: sizing._Trials


@pytest.fixture
def tried() -> Iterator[Tried]:
    made = Tried()

    class Watched(sizing._Trials):
        def layout(self, setting: Setting) -> Layout:
            made.trials = self
            made[setting] = found = super().layout(setting)
            return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sizing, "_Trials", Watched)
        render.fitted.cache_clear()
        yield made
    render.fitted.cache_clear()


def card_of(name: str) -> Card:
    """The card of one of the project's guidelines."""
    found = check_text((GUIDELINES / name).read_text(encoding="utf-8")).guideline
    assert found is not None
    return card(found)


def test_the_magnesium_card_takes_few_layouts(tried: Tried) -> None:
    """A card that two sides do not hold is set at most six times, one of them with air: each takes a sixth of the time
    that a card may take. What is found is still the largest."""
    found = render.fitted(card_of("magnesium/neck_spasm.mg"), A6)
    assert 3 <= len(tried) <= 6
    assert found.layout.bedside == 2
    bare = replace(found.setting, air=())
    larger = tried.trials.layout(replace(bare, tenths=bare.tenths + 1))
    assert (larger.sides, larger.bedside) > (found.layout.sides, found.layout.bedside)


def test_a_short_card_is_not_tried_small(magnesium: Card, tried: Tried) -> None:
    """A card with room starts near its size: no layout is spent on the smallest texts."""
    tiny = replace(magnesium, decisions=(), ladders=(), pitfalls=(), lists=(), departures=(), monitoring=())
    found = render.fitted(tiny, A6)
    assert found.setting.tenths == A6.largest
    assert len(tried) <= 3


@pytest.mark.parametrize("count", [1, 40])
def test_a_card_of_headlines_alone_is_set(magnesium: Card, count: int, tried: Tried) -> None:
    """Without sections and without a record there is still a size, at few layouts, however many sides it takes."""
    bare = Card(identifier="x", title="x", audience="x", version="1", status="active")
    found = render.fitted(replace(bare, headlines=magnesium.headlines * count), A6)
    assert (found.layout.sides > 2) == (count == 40)
    assert found.setting.tenths >= A6.smallest
    assert len(tried) <= 8


@pytest.mark.parametrize("share", [0.4, 0.9, 1.0, 1.1, 2.0])
def test_a_height_told_at_another_size_decides_only_where_it_is_clear(share: float) -> None:
    """Far under its limit a section stays whole, far over it it is broken, near it it is measured; one that was broken
    already is broken again unless the limit grew."""
    setting = Setting(tenths=70, tight=True)
    height = 400.0
    layout = Layout(
        bedside=1,
        sides=1,
        needed=0.5,
        filled=0.5,
        overfull=(),
        startings=((1, 0), (1, 0)),
        endings=((1, 0, 9.0), (2, 0, 9.0)),
        heights=(share * setting.limit * height, None),
        end=(1, 0, 9.0),
        bottom=390.0,
    )
    wanted = "whole" if share < 0.8 else "broken" if share > 1.2 else "measure"
    assert sizing._keeps(setting, setting, layout, height) == (wanted, "measure")
    assert sizing._keeps(replace(setting, apart=True), setting, layout, height)[1] == "broken"


def test_air_leaves_room_for_the_code_beside_the_last_section() -> None:
    """What is left over ends where the card ends, not where its last section does."""
    layout = Layout(
        bedside=1,
        sides=1,
        needed=0.5,
        filled=0.5,
        overfull=(),
        startings=((1, 0), (1, 0), (1, 0)),
        endings=((1, 0, 100.0), (1, 0, 200.0), (1, 0, 370.0)),
        heights=(90.0, 90.0, 160.0),
        end=(1, 0, 380.0),
        bottom=390.0,
    )
    assert sum(sizing._air(layout, Setting(tenths=80))) == pytest.approx(0.9 * 10, abs=0.1)


@pytest.mark.parametrize(
    ("needed", "used", "bedside", "told"),
    [
        (1.65, 2.07, 2, (3, 2)),
        (2.5, 2.9, 3, (4, 3)),
        (1.1, 2.07, 2, None),
        (1.65, 2.7, 2, None),
        (1.65, 2.9, 2, (4, 2)),
    ],
)
def test_sides_are_foreseen_only_where_it_is_clear(
    needed: float, used: float, bedside: int, told: tuple[int, int] | None
) -> None:
    """Both parts on sides of their own, unless one is so little on its last side that a smaller setting may save it."""
    layout = Layout(
        bedside=bedside,
        sides=3,
        needed=needed,
        filled=used - 2,
        overfull=(),
        startings=(),
        endings=(),
        heights=(),
        end=(1, 0, 9.0),
        bottom=390.0,
    )
    assert sizing._foreseen(layout) == told
