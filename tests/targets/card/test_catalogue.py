"""A language of the card is one file: with a made-up catalogue, no English word of the card's own is left on it."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from milligram.ir.nodes import Guideline
from milligram.pipeline import check_text
from milligram_targets.card import phrases
from milligram_targets.card.from_ir import card
from milligram_targets.card.papers import A6, PAPERS
from milligram_targets.card.render import fitted, pdf_of
from milligram_targets.card.sheets import sheets
from milligram_targets.fonts.coverage import missing
from pypdf import PdfReader

HERE = Path(__file__).parent
CATALOGUE = json.loads(resources.files("milligram_targets.card").joinpath("words_en.json").read_text(encoding="utf-8"))
KEPT = {"mg", "mmol", "mEq", "mL", "dL", "min", "g", "L", "m", "K", "MD", "RR", "CI", "doi", "url"}
"""Signs of units and of statistics, which are the same in every language, and what a source's address starts with."""


def marked(value: Any) -> Any:
    """The catalogue with every word of it made up; places for values stay."""
    if isinstance(value, dict):
        return {key: marked(one) for key, one in value.items()}
    if isinstance(value, list):
        return [marked(one) for one in value]
    return re.sub(r"\{[^}]*\}|[A-Za-z]+", lambda word: word[0] if word[0][0] == "{" else made_up(word[0]), value)


def made_up(word: str) -> str:
    return word if word in KEPT else f"zq{word.lower()}qz"


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of a language whose catalogue is made up."""
    (tmp_path / "words_en.json").write_text(json.dumps(CATALOGUE), encoding="utf-8")
    (tmp_path / "words_zz.json").write_text(json.dumps(marked(CATALOGUE)), encoding="utf-8")
    phrases.words.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(resources, "files", lambda _: tmp_path)
        yield "zz"
    phrases.words.cache_clear()


def guideline() -> Guideline:
    """A guideline with most of what a card can show, whose author writes no English: each word is his own, ``yy…``."""
    text = (HERE / "golden" / "potassium.mg").read_text(encoding="utf-8")
    text = re.sub(r'"([^"]*)"', lambda said: '"' + re.sub(r"[A-Za-z]+", own, said[1]) + '"', text)
    names = "serum_potassium|potassium_chloride|potassium_by_mouth|potassium|digoxin|vomiting|diuretics|thiazide|losses"
    names += "|danger|level|slight|grave|tablets|trial|egfr|loop|book|blood|low|age|oral|common"
    outside = re.split(r'("[^"]*")', text)
    text = "".join(
        part if part.startswith('"') else re.sub(rf"\b({names})\b", lambda name: own(name).lower(), part)
        for part in outside
    )
    found = check_text(text).guideline
    assert found is not None
    return found


def own(word: re.Match[str]) -> str:
    return "_".join(f"yy{part}yy" for part in word[0].split("_"))


def foreign(texts: list[str]) -> set[str]:
    """The words that neither the catalogue nor the author wrote; what a line broke is put together again."""
    whole = re.sub(r"[\u00ad\u2010]\s*|(?<=\w)-\s+(?=\w)", "", " ".join(texts))
    return {
        word
        for word in re.findall(r"[A-Za-z]+", whole)
        if word not in KEPT and not re.fullmatch(r"zq[a-z]+qz|yy[a-z]+yy", word.lower())
    }


@pytest.mark.parametrize("name", PAPERS)
def test_no_english_word_of_its_own_is_left(made: str, name: str) -> None:
    """On every paper, each word is from the catalogue or from the author."""
    printed = card(guideline(), made)
    pdf = pdf_of(fitted(printed, PAPERS[name]).compiler, printed)
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    assert "zqmaximumqz" in " ".join(texts).lower()
    assert foreign(texts) - hexadecimal(printed.digest) == set()


def test_a_sheet_speaks_the_language_too(made: str) -> None:
    """How to print it is of the card's own words as well."""
    printed = card(guideline(), made)
    pdf = pdf_of(sheets(printed, "a4", paper=A6), printed)
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    assert foreign(texts) == set()
    assert "zqprintqz" in " ".join(texts).lower()


def test_in_english_it_is_not_foreign_words_that_are_missing() -> None:
    """The test above can fail: in English, the card's own words are seen to be neither."""
    printed = card(guideline())
    pdf = pdf_of(fitted(printed, A6).compiler, printed)
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    assert {"Maximum", "Pitfalls", "under", "at", "least", "When"} <= foreign(texts)


def hexadecimal(digest: str) -> set[str]:
    """What of a digest looks like words."""
    return set(re.findall(r"[A-Za-z]+", digest))


def test_the_typeface_has_every_sign_of_the_catalogue() -> None:
    """A word of the card's own is never refused for want of a glyph."""
    assert missing(json.dumps(CATALOGUE, ensure_ascii=False)) == ()
