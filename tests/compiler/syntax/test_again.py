"""A text that is read again after an edit gives the tree and the findings that reading all of it gives."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from milligram.source import SourceFile, Span
from milligram.source.tree import descend
from milligram.syntax import parse
from milligram.syntax.again import Memory
from milligram.syntax.nodes import File, Node

ROOT = Path(__file__).parents[3]
GUIDELINES = sorted((ROOT / "guidelines").rglob("*.mg"))
BAD = sorted((ROOT / "tests" / "cases" / "bad").glob("*.mg"))


def places(file: File) -> list[tuple[type[Node], Span]]:
    """Every node with its span, which plain equality of trees leaves out."""
    return [(type(node), node.span) for node in descend(file, Node)]


def assert_same(text: str, memory: Memory) -> None:
    source = SourceFile("a.mg", text)
    again, whole = parse(source, memory), parse(source)
    assert again.diagnostics == whole.diagnostics
    assert again.broken == whole.broken
    assert again.unread == whole.unread
    assert again.file == whole.file
    assert (again.file is None) == (whole.file is None)
    if again.file is not None and whole.file is not None:
        assert places(again.file) == places(whole.file)
        assert again.file.comments == whole.file.comments


def edited(text: str, rng: random.Random) -> str:
    """A character typed, some taken out, a line copied or taken out, or another number."""
    at = rng.randrange(len(text))
    lines = text.split("\n")
    match rng.randrange(5):
        case 0:
            return text[:at] + rng.choice('0123456789 ab\n"#:µ') + text[at:]
        case 1:
            return text[:at] + text[at + rng.randint(1, 5) :]
        case 2:
            lines.insert(rng.randrange(len(lines)), rng.choice(lines))
            return "\n".join(lines)
        case 3:
            del lines[rng.randrange(len(lines))]
            return "\n".join(lines)
        case _:
            numbers = list(re.finditer(r"\d+", text))
            if not numbers:
                return text
            chosen = rng.choice(numbers)
            return text[: chosen.start()] + str(rng.randint(0, 500)) + text[chosen.end() :]


@pytest.mark.parametrize("path", GUIDELINES, ids=lambda path: path.stem)
def test_what_is_read_again_is_what_is_read_whole(path: Path) -> None:
    text, memory, rng = path.read_text(encoding="utf-8"), Memory(), random.Random(path.stem)
    parse(SourceFile("a.mg", text), memory)
    for _ in range(8):
        text = edited(text, rng) or "guideline g\n"
        assert_same(text, memory)


def test_a_faulty_text_is_read_again_as_it_is_read_whole() -> None:
    memory = Memory()  # one for all: nothing of one text may show in the next
    rng = random.Random(6)
    for path in rng.sample(BAD, 60):
        text = path.read_text(encoding="utf-8", errors="surrogateescape")
        assert_same(text, memory)
        for _ in range(2):
            text = edited(text, rng) or "guideline g\n"
            assert_same(text, memory)


def test_only_what_an_edit_touches_is_read_again() -> None:
    head = 'guideline g\n  title "G"\n\npathway\n'
    rows = [f'  decide "d{n}" by n{n}\n    under 5:\n      note "low"\n    at least 5:\n      end\n' for n in range(50)]
    memory = Memory()
    parse(SourceFile("a.mg", head + "".join(rows)), memory)
    before = {id(kept.node) for kept in memory.statements.values()}
    rows[49] = rows[49].replace("5", "6")
    assert_same(head + "".join(rows), memory)
    after = {id(kept.node) for kept in memory.statements.values()}
    assert len(after - before) == 2  # the one that changed, and the one beside it


def test_a_tree_nested_too_deep_to_be_copied_is_read_again() -> None:
    formula = " + ".join(["age in years"] * 1500)
    text = f"define long: {formula}\n"
    memory = Memory()
    parse(SourceFile("a.mg", text), memory)
    source = SourceFile("a.mg", f"\n{text}")
    assert parse(source, memory).diagnostics == parse(source).diagnostics
