"""Mermaid text: labels stay text, and the same chart gives the same file."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from milligram_targets.flowchart.mermaid import to_mermaid
from milligram_targets.flowchart.model import Edge, EdgeKind, Flowchart, Node, NodeKind

HOSTILE = (
    "<20 mL/min>",
    '"] --> evil["x',
    "#quot; #35; &lt;",
    "`code` **bold**",
    "%%{init: {'theme':'dark'}}%%",
    "end",
    "1. list",
    "- dash",
    "a|b|c",
    "---\nflowchart LR",
    "\u202eabc",
    "<script>alert(1)</script>",
    "click n1 href",
)

NODE = r'n\d+(?:\(\[|\{\{|\[\[|\[\(|\[/|\[|>)"(?P<label>[^"]*)"(?:\]\)|\}\}|\]\]|\)\]|/\]|\]):::[a-z]+_'
LINE = re.compile(
    rf'^(?:---|title: ".*"|flowchart (?:TB|LR)|  (?:  )?{NODE}|  subgraph c\d+\["[^"]*"\]|  end'
    r'|  n\d+ (?:-->|-\.->)(?:\|"(?P<edge>[^"]*)"\|)? n\d+|  %% n\d+: [^"\n]*|  classDef [a-z]+_ [a-z0-9#:,\- .]+)$'
)


def decoded(label: str) -> str:
    """A label as Mermaid shows it."""
    return re.sub(r"#(\d+);", lambda m: chr(int(m.group(1))), label.replace("<br/>", " "))


def chart(text: str) -> Flowchart:
    """Two nodes and an edge that all say ``text``."""
    return Flowchart(
        identifier="x",
        title=text,
        version="1",
        status="active",
        nodes=(
            Node(identifier="a", kind=NodeKind.QUESTION, lines=(text,), file=text, line=1),
            Node(identifier="b", kind=NodeKind.GAP, lines=(text,)),
        ),
        edges=(Edge(source="a", target="b", label=text, kind=EdgeKind.UNKNOWN),),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_no_label_leaves_its_quotes(text: str) -> None:
    """Every line is one of the few forms we write, and each label decodes to the author's text."""
    shown = " ".join(text.replace("\u202e", "[U+202E]").split())
    found: list[str] = []
    for line in to_mermaid(chart(text)).splitlines():
        match = LINE.match(line)
        assert match, line
        found += [decoded(label) for label in (match["label"], match["edge"]) if label is not None]
    assert found == [shown] * 3


def test_labels_hold_no_sign_with_a_meaning(magnesium: Flowchart) -> None:
    """Inside the quotes stand letters, digits, codes and a few harmless signs; our line break is the only mark-up."""
    for line in to_mermaid(magnesium).splitlines():
        match = LINE.match(line)
        assert match, line
        for label in (match["label"], match["edge"]):
            assert not re.search(r'["<>`\[\]{}|\\&*_~$%@^]', (label or "").replace("<br/>", ""))


def test_unknown_edges_are_dotted_and_labelled(magnesium: Flowchart) -> None:
    """An unknown value is visible in Mermaid too."""
    text = to_mermaid(magnesium)
    wanted = sum(edge.kind is EdgeKind.UNKNOWN for edge in magnesium.edges)
    assert text.count('-.->|"unknown"|') == wanted > 0


def test_the_same_chart_gives_the_same_text(magnesium: Flowchart) -> None:
    """The order of the model is the order of the file."""
    assert to_mermaid(magnesium) == to_mermaid(replace(magnesium))


def test_the_title_carries_version_and_review_date(magnesium: Flowchart) -> None:
    """A picture torn from its page still says which version it is and how long it holds."""
    title = to_mermaid(magnesium).splitlines()[1]
    assert magnesium.title in title
    assert "version 0.1.0" in title
    assert "do not use after 2028-11-22" in title
