"""Labels wrapped by words, and the spine found in a graph."""

from __future__ import annotations

import pytest
from milligram_targets.flowchart.model import Edge, Flowchart, Node, NodeKind
from milligram_targets.flowchart.spine import exits, spine
from milligram_targets.flowchart.wrap import LONGEST_WORD, MOST_CHARACTERS, MOST_WORDS, wrap


@pytest.mark.parametrize(
    "text",
    [
        "correct volume depletion before magnesium is given again to anyone at all",
        "a b c d e f g h i j k l m n o p",
        "under 0.70 mmol/L or at most 1.7 mg/dL of serum magnesium",
        "one",
        "Donaudampfschifffahrtsgesellschaftskapitaen and others",
    ],
)
def test_lines_are_short_and_nothing_is_lost(text: str) -> None:
    """At most seven words and 34 characters a line, unless one word is longer."""
    lines = wrap(text)
    assert " ".join(lines) == text
    for line in lines:
        assert len(line.split()) <= MOST_WORDS
        assert len(line) <= MOST_CHARACTERS or " " not in line


def test_a_number_stays_with_its_unit() -> None:
    """No line ends with a number whose unit starts the next."""
    for size in range(8, 40):
        assert any("0.70 mmol/L" in line for line in wrap("low means under 0.70 mmol/L in serum", characters=size))


def test_references_and_counted_steps_stay_together() -> None:
    """No line starts in the middle of a list of references, and a step keeps its number."""
    for size in range(12, 40):
        lines = wrap("potassium will not correct until step 2 has, until magnesium is. [3, 5, 7]", characters=size)
        assert any("[3, 5, 7]" in line and not line.startswith("[") for line in lines)
        assert any("step 2" in line for line in lines)


def test_a_word_that_no_page_holds_is_cut() -> None:
    """The pieces put together are the word."""
    lines = wrap("x" * 200)
    assert "".join(lines) == "x" * 200
    assert max(map(len, lines)) == LONGEST_WORD


def test_no_text_has_no_lines() -> None:
    """White space alone is nothing to print."""
    assert wrap("") == wrap(" \n ") == ()


def test_the_spine_goes_where_most_lies(magnesium: Flowchart) -> None:
    """At each question the spine takes the branch with the most behind it; exits stand in the author's order."""
    pathway = magnesium.clusters[0]
    column = spine(pathway.nodes, magnesium.edges)
    assert column == ("start", "reason", "renal", "volume", "give", "mon2", "low_k", "note", "end8")
    assert exits(column, magnesium.edges) == ("spasm1", "spasm2", "crcl", "toxic", "gap1", "gap2", "correct", "askvol")


def test_a_loop_has_a_spine() -> None:
    """A ladder that goes back to its first step ends there."""
    nodes = tuple(Node(identifier=name, kind=NodeKind.DRUG, lines=(name,)) for name in "abc")
    edges = tuple(Edge(source=a, target=b) for a, b in ("ab", "bc", "ca"))
    assert spine(nodes, edges) == ("a", "b", "c")
    assert spine((), ()) == ()
