"""Which part follows which: circles, parts that nothing follows, and an order in which callers come first."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from milligram.graph import callers_first, calls
from milligram.ir import nodes as ir

Compile = Callable[[str], ir.Guideline]


def _of(compiled: Compile, *follows: str) -> ir.Guideline:
    """``main: a b`` is a pathway that follows a and b; ``a: b`` a part."""
    lines = ["input cough yes or no"]
    for entry in follows:
        name, _, inner = entry.partition(":")
        lines.append("pathway" if name == "main" else f"part {name}")
        lines.append('  note "x"')
        lines += [f"  follow {part}" for part in inner.split()]
    return compiled("\n".join(lines) + "\n")


@pytest.mark.parametrize(
    ("follows", "circles", "never"),
    [
        (("main: a b", "a:", "b:"), (), ()),
        (("main: a", "a: b", "b:", "c:"), (), ("c",)),
        (("main:", "a: b", "b:"), (), ("a",)),  # b has the same cause
        (("main: a", "a: a"), (("a",),), ()),
        (("main: a", "a: b", "b: c", "c: a"), (("a", "b", "c"),), ()),
        (("main: a", "a: b c", "b: a", "c: b"), (("a", "b"),), ()),  # one finding for one knot
        (("main: a c", "a: b", "b: a", "c: d", "d: c"), (("a", "b"), ("c", "d")), ()),
        (("main:", "a: b", "b: a"), (("a", "b"),), ()),  # the circle is the cause
        (("main:", "a: b", "b: a c", "c:"), (("a", "b"),), ()),
        (("main: b", "a: b", "b: c", "c: b"), (("b", "c"),), ("a",)),
    ],
)
def test_circles_and_parts_that_nothing_follows(
    compiled: Compile, follows: tuple[str, ...], circles: tuple[tuple[str, ...], ...], never: tuple[str, ...]
) -> None:
    found = calls(_of(compiled, *follows))
    assert found.circles == circles
    assert found.never == never
    assert {name for circle in circles for name in circle} <= found.circular


def test_every_part_of_a_knot_is_circular(compiled: Compile) -> None:
    found = calls(_of(compiled, "main: a", "a: b c", "b: a", "c: b", "d:"))
    assert found.circular == {"a", "b", "c"}


@pytest.mark.parametrize(
    "follows",
    [
        ("main: c", "a:", "b: a", "c: b a"),
        ("main: a", "a: b", "b: c", "c: b d", "d:"),
        ("main: a b", "a:", "b:"),
    ],
)
def test_callers_come_first(compiled: Compile, follows: tuple[str, ...]) -> None:
    home = _of(compiled, *follows)
    order = callers_first(home)
    assert sorted(order) == sorted(home.parts)
    circular = calls(home).circular
    for entry in follows:
        name, _, inner = entry.partition(":")
        for part in inner.split():
            if name != "main" and not {name, part} <= circular:
                assert order.index(name) < order.index(part)
