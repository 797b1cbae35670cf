"""Nothing of a published document is lost in its transcription, sentence by sentence.

`kept/*.toml` holds the whole published text, and for each sentence the declarations that must hold it, with the words
that must stand there. A sentence that is only a heading, or that is left out, says so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from milligram.source import SourceFile
from milligram.syntax import nodes as ast
from milligram.syntax import parse

HERE = Path(__file__).parent
PUBLISHED = HERE.parents[1] / "guidelines" / "magnesium" / "as_published"
DOCUMENTS = ("evidence_summary", "article")

KINDS: Mapping[type, str] = {
    ast.Header: "guideline",
    ast.Source: "source",
    ast.DrugClass: "class",
    ast.Define: "define",
    ast.Regimen: "regimen",
    ast.Monitor: "monitor",
    ast.Pitfall: "pitfall",
    ast.Claim: "claim",
    ast.Notice: "notice",
    ast.Missing: "missing",
    ast.Effect: "effect",
    ast.Caution: "caution",
    ast.Pathway: "pathway",
    ast.Part: "part",
}


def sentences(document: str) -> list[dict[str, Any]]:
    table = tomllib.loads((HERE / "kept" / f"{document}.toml").read_text("utf-8"))
    rows: list[dict[str, Any]] = table["sentence"]
    return rows


def one_line(text: str) -> str:
    """On one line, with text that was broken over several lines joined as the language joins it."""
    return " ".join(text.split()).replace('" "', " ")


def declared(document: str) -> list[tuple[str, str]]:
    """Each declaration as ("regimen oxide", its text), and each comment as ("comment", its text)."""
    path = PUBLISHED / f"{document}.mg"
    source = SourceFile(path.name, path.read_text("utf-8"))
    file = parse(source).file
    assert file is not None
    found = [("comment", comment.text) for comment in file.comments]
    for node in file.declarations:
        kind = KINDS.get(type(node))
        if kind is None:
            continue
        name = getattr(node, "target", None) or getattr(node, "name", None)
        text = one_line(source.text[node.span.start : node.span.end])
        found.append((f"{kind} {name.name}" if isinstance(name, ast.Ident) and kind != "guideline" else kind, text))
    return found


def demands() -> Iterator[Any]:
    for document in DOCUMENTS:
        for number, row in enumerate(sentences(document), 1):
            for kept in row.get("kept", ()):
                name = f"{document}-{number}-{kept['under'].replace(' ', '-')}"
                yield pytest.param(document, row["seed"], kept["under"], kept["words"], id=name)


@pytest.mark.parametrize(("document", "seed", "under", "words"), list(demands()))
def test_sentence_stands_in_the_transcription(document: str, seed: str, under: str, words: list[str]) -> None:
    texts = [text for kind, text in declared(document) if kind == under]
    assert texts, f"no `{under}` to hold {seed!r}"
    missing = [[word for word in words if one_line(word) not in text] for text in texts]
    assert [] in missing, f"{seed!r} is not whole under `{under}`: {min(missing, key=len)} missing"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_sentence_is_kept_or_says_why_not(document: str) -> None:
    for row in sentences(document):
        said = [key for key in ("kept", "heading", "left_out") if row.get(key)]
        assert len(said) == 1, row["seed"]


@pytest.mark.parametrize(("document", "count"), [("evidence_summary", 6), ("article", 5)])
def test_only_headings_and_links_are_left_out(document: str, count: int) -> None:
    without = [row for row in sentences(document) if not row.get("kept")]
    assert len(without) == count
    assert all(row.get("heading") or "link" in row["left_out"] for row in without)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_claim_of_the_transcription_is_in_the_document(document: str) -> None:
    """The other way round: the transcription adds no claim, notice or empty section but the one named here."""
    published = one_line(" ".join(row["seed"] for row in sentences(document))).casefold()
    own = {"the recommended doses"}
    path = PUBLISHED / f"{document}.mg"
    file = parse(SourceFile(path.name, path.read_text("utf-8"))).file
    assert file is not None
    for node in file.declarations:
        if isinstance(node, (ast.Claim, ast.Notice, ast.Missing)) and node.text.value not in own:
            words = [word.strip(".,:;()") for word in node.text.value.casefold().split()]
            strange = [word for word in words if word not in published]
            assert not strange, (node.text.value, strange)
