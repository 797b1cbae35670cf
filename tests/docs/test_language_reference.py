"""The language reference: every example in it checks, and every construct of the language has an example."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import milligram
import pytest
from milligram.diagnostics.registry import CODES
from milligram.interpret import run_cases
from milligram.pipeline import check_text
from milligram.quantity import parse_unit
from milligram.source import SourceFile
from milligram.syntax import RESERVED, machine, nodes, parse
from milligram.syntax.tables import Rule, tables

from tests.docs.fences import Block, blocks, completed

PAGE = Path(__file__).parents[2] / "docs" / "language.md"


@cache
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A fence of the page, and the whole guideline that it is a part of."""

    block: Block
    whole: str

    def __repr__(self) -> str:
        return repr(self.block)


@cache
def examples() -> tuple[Example, ...]:
    return tuple(Example(block=block, whole=completed(block)) for block in blocks(page(), "mg"))


def _walk(value: object) -> Iterator[nodes.Node]:
    if isinstance(value, tuple):
        for item in value:
            yield from _walk(item)
    elif isinstance(value, nodes.Node):
        yield value
        for each in fields(value):
            yield from _walk(getattr(value, each.name))


def test_the_page_has_examples() -> None:
    assert len(examples()) >= 25


@pytest.mark.parametrize("example", examples(), ids=repr)
def test_an_example_parses(example: Example) -> None:
    result = parse(SourceFile(f"language.md, {example}", example.whole))
    assert not result.diagnostics, [(each.message, each.help) for each in result.diagnostics]


@pytest.mark.parametrize("example", [each for each in examples() if "\ncase " in f"\n{each.whole}"], ids=repr)
def test_the_cases_of_an_example_pass(example: Example) -> None:
    guideline = check_text(example.whole).guideline
    assert guideline is not None
    assert run_cases(guideline).passed


# Nodes that no example can show: common bases, and the file itself.
_NOT_CONSTRUCTS = {nodes.Node, nodes.Statement, nodes.File, nodes.Comment}


def test_every_construct_has_an_example() -> None:
    """A node type that no example holds is a construct that the page forgot."""
    known = {
        value
        for value in vars(nodes).values()
        if isinstance(value, type) and issubclass(value, nodes.Node) and value not in _NOT_CONSTRUCTS
    }
    files = (parse(SourceFile("example.mg", example.whole)).file for example in examples())
    shown = {type(node) for file in files for node in _walk(file and file.declarations)}
    assert not {kind.__name__ for kind in known - shown}


def _optional_parts() -> Iterator[tuple[type[nodes.Node], str]]:
    for kind in vars(nodes).values():
        if isinstance(kind, type) and issubclass(kind, nodes.Node) and kind not in _NOT_CONSTRUCTS:
            for each in fields(kind):
                if each.name not in ("span", "notes"):
                    yield kind, each.name


def test_every_part_of_every_construct_has_an_example() -> None:
    """No field of a node is empty in all examples: every optional word is shown somewhere."""
    files = [parse(SourceFile("example.mg", example.whole)).file for example in examples()]
    used = {
        (type(node), each.name)
        for file in files
        for node in _walk(file and file.declarations)
        for each in fields(node)
        if getattr(node, each.name) not in (None, (), False)
    }
    assert not {f"{kind.__name__}.{name}" for kind, name in _optional_parts() if (kind, name) not in used}


def _units() -> list[str]:
    section = page().split("## Quantities and units", 1)[1].split("\n## ", 1)[0]
    rows = [line.split("|")[2] for line in section.splitlines() if line.startswith("|")]
    return [word for row in rows for word in re.findall(r"`([^`]+)`", row)]


@pytest.mark.parametrize("unit", _units())
def test_a_unit_of_the_table_is_spelled_as_it_may_be_typed(unit: str) -> None:
    parse_unit(unit)
    result = parse(SourceFile("unit.mg", f"input x in {unit}, plausible 1 to 2 {unit}\ndefine y: x over 1 {unit}\n"))
    assert not result.diagnostics


def test_the_table_of_units_is_found() -> None:
    assert len(_units()) > 30


def test_every_code_on_the_page_is_registered() -> None:
    named = set(re.findall(r"MG[0-9]{3}", page()))
    assert named
    assert named <= set(CODES)


def test_the_reserved_words_are_those_of_the_grammar() -> None:
    listed = page().split("## Reserved words", 1)[1]
    assert re.findall(r"`([a-z0-9]+)`", listed) == sorted(RESERVED)


def test_every_word_of_the_grammar_is_told_outside_the_list() -> None:
    """In a table, a code span or an example: a word that is only listed is a word that nobody can use."""
    told = page().split("## Reserved words", 1)[0]
    spans = re.findall(r"`([^`\n]+)`", told) + [block.text for block in blocks(told)]
    words = {word for span in spans for word in re.findall(r"[a-z0-9]+", span.lower())}
    assert sorted(RESERVED - words) == []


def test_every_word_of_the_grammar_stands_in_an_example() -> None:
    """As code, not in a text or a comment."""
    shown = " ".join(re.sub(r'"(?:[^"\\]|\\.)*"|#.*', "", each.block.text) for each in examples())
    assert sorted(RESERVED - set(re.findall(r"[a-z0-9]+", shown))) == []


def test_a_minus_in_front_binds_less_than_a_power_and_powers_group_to_the_right() -> None:
    head = 'guideline a\n  title "A"\n  version 0.1.0\ninput x number\n'
    text = f"{head}define a: -x ^ 2\ndefine b: 2 ^ 3 ^ x\ndefine c: floor(3.7 kg)\npathway\n  report a, b, c\n"
    reports = milligram.compile(text).evaluate({"x": 2}).reports
    assert [reports[name] for name in "abc"] == [-4, 512, 3]


def test_the_words_that_are_names_elsewhere_are_told() -> None:
    """Grades, frequencies and states are read where they stand; the grammar does not have them."""
    kinds = (nodes.Grade, nodes.Effect)
    wanted = {
        word
        for kind in kinds
        for text in kind.__annotations__.values()
        for word in re.findall(r"[\"']([a-z ]+)[\"']", text)
    }
    assert {"very low", "rare"} <= wanted
    assert sorted(word for word in wanted | {"draft", "active", "retired"} if word not in page()) == []


# Rules that take no form of their own: repetitions that Lark names itself, and what only holds other rules.
_NOT_SHOWN = {
    "header_line": "a note under the header: the notes have examples of their own",
    "monitor_line": "the same under a monitor; right under its line it belongs to that line",
    "regimen_line": "the same under a regimen",
    "label": "the text of an input behind a comma, which the formatter puts behind its name",
}


def test_every_rule_of_the_grammar_is_taken_by_an_example(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each form that a construct can have is shown, not only the construct."""
    taken: set[str] = set()

    class Noted(tuple[Rule, ...]):
        def __getitem__(self, place: Any) -> Any:
            rule = super().__getitem__(place)
            taken.add(rule.name)
            return rule

    watched = replace(tables(), rules=Noted(tables().rules))
    monkeypatch.setattr(machine, "tables", lambda: watched)
    for example in examples():
        parse(SourceFile("example.mg", example.whole))
    known = {rule.name for rule in tables().rules if not rule.name.startswith("__")}
    assert known - taken == _NOT_SHOWN.keys()
