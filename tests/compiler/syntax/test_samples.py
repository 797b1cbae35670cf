"""Every sample of the language parses without a finding, and its tree prints the same twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from milligram.source import SourceFile
from milligram.syntax import parse, read_source
from milligram.syntax.dump import dump_ast
from milligram.syntax.nodes import Input, Node, Pathway, Regimen

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.mg"))


def _read(path: Path) -> SourceFile:
    source = read_source(path)
    assert isinstance(source, SourceFile)
    return source


def test_all_samples_are_there() -> None:
    assert len(SAMPLES) >= 14


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_parses_without_a_finding(path: Path) -> None:
    result = parse(_read(path))
    assert result.diagnostics == ()
    assert result.broken == ()
    assert result.file is not None
    at_margin = [line for line in _read(path).text.splitlines() if line and not line.startswith((" ", "#"))]
    assert len(result.file.declarations) == len(at_margin)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_dump_is_stable_and_shows_every_declaration(path: Path) -> None:
    first, second = parse(_read(path)).file, parse(_read(path)).file
    assert first is not None
    assert second is not None
    assert first == second
    assert dump_ast(first) == dump_ast(second)
    shown = [line.split()[0] for line in dump_ast(first).splitlines() if line.startswith("    ") and line[4] != " "]
    assert shown == [type(declaration).__name__ for declaration in first.declarations]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_node_has_the_place_of_its_words(path: Path) -> None:
    """A declaration starts at the margin with its own keyword, and every node lies inside its declaration."""
    source = _read(path)
    file = parse(source).file
    assert file is not None
    for declaration in file.declarations:
        assert source.position(declaration.span.start).column == 1
        for node in _nodes(declaration):
            assert declaration.span.start <= node.span.start <= node.span.end <= declaration.span.end, node


def _nodes(value: object) -> list[Node]:
    """Every node that stands for text; defaults stand for none."""
    found: list[Node] = []
    if isinstance(value, Node):
        if value.span != (0, 0):
            found.append(value)
        for part in value.__dataclass_fields__:
            found += _nodes(getattr(value, part))
    elif isinstance(value, tuple):
        for item in value:
            found += _nodes(item)
    return found


def test_places_count_in_the_whole_file() -> None:
    source = _read(SAMPLES[0])
    file = parse(source).file
    assert file is not None
    names = [d.name for d in file.declarations if isinstance(d, Input | Regimen)]
    assert [source.slice(name.span) for name in names] == [name.name for name in names]
    assert sum(isinstance(d, Pathway) for d in file.declarations) == 1
    (comment,) = file.comments
    assert source.slice(comment.span) == comment.text == "# draft | active | retired"
    assert not comment.own_line
