"""What is offered can stand there: at places drawn at random, each word and name that is offered is put in and read."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import pytest
from milligram.compare.diff.comparer import Comparer
from milligram.lsp.analysis import read
from milligram.lsp.formatting import format_edits
from milligram.lsp.know import Completion, Known, Refused
from milligram.lsp.know.completion import completions
from milligram.lsp.know.renaming import rename
from milligram.lsp.know.uses import Use, index_of
from milligram.lsp.repairs import applied
from milligram.source import SourceFile

from tests.compiler.lsp.know.knowing import GUIDELINES, known, of_path
from tests.compiler.syntax.test_again import edited

SLOW = bool(os.environ.get("MILLIGRAM_SLOW"))
PLACES, NAMES, EDITS = (200, 1000, 200) if SLOW else (6, 5, 6)
SHORT = [path for path in GUIDELINES if len(path.read_text(encoding="utf-8")) < 16_000]
_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|[A-Za-z_]\w*|-?\d[\d.]*|[^\s\w]')
_FIELD = re.compile(r"\$\{\d+:([^}]*)\}|\$\d+")
_AT_FAULT = re.compile(r"^`[^`]*` cannot stand here")
"""What is said of a word that does not fit; of a line that is not at its end yet other things are said."""
_BARE = re.compile(r"^`\)` cannot stand here|^`of` is missing|where a drug, class or regimen is needed$")
"""A function or dose without what belongs to it."""
WRONG = ("MG001", "MG003", "MG011", "MG013", "MG014", "MG018", "MG020", "MG025", "MG301", "MG304", "MG801")


def with_item(text: str, item: Completion) -> tuple[str, int, int]:
    """The text with what is offered in its place, and where that stands."""
    put = item.label if item.insert is None else item.insert
    put = _FIELD.sub(lambda field: field[1] or "", put) if item.snippet else put
    start = item.replace.start
    return text[:start] + put + text[item.replace.end :], start, start + len(put)


@pytest.mark.parametrize("path", SHORT, ids=lambda path: path.stem)
def test_what_is_offered_is_no_unknown_word_there(path: Path) -> None:
    """The rest of the line is not written yet."""
    rng = random.Random(path.stem)
    whole = path.read_text(encoding="utf-8")
    starts = [found.start() for found in _TOKEN.finditer(whole) if not found.group().startswith('"')]
    tried = 0
    for at in rng.sample(starts, min(len(starts), PLACES)):
        if "#" in whole[whole.rfind("\n", 0, at) + 1 : at]:
            continue
        end = whole.find("\n", at)
        text = whole[:at] + whole[end if end >= 0 else len(whole) :]
        offered = [item for item in completions(known(text, whole), at) if item.kind != "snippet"]
        for item in rng.sample(offered, min(len(offered), 4)):
            tried += 1
            after, start, stop = with_item(text, item)
            for found in read(SourceFile("a.mg", after)).findings:
                if start <= found.span.start < stop and found.code.code in WRONG:
                    goes_on = found.code.code == "MG001" and not _AT_FAULT.search(found.message)
                    assert goes_on or _BARE.search(found.message), (
                        text[text.rfind("\n", 0, at) + 1 : at],
                        item,
                        found.message,
                    )
    assert tried


def declared(about: Known) -> list[Use]:
    """One use of each name."""
    uses = [use for use in index_of(about).uses if use.kind not in ("text", "code")]
    return list({(use.name, use.kind, use.owner): use for use in uses}.values())


@pytest.mark.parametrize("path", SHORT, ids=lambda path: path.stem)
def test_another_name_changes_no_finding_and_the_name_before_brings_back_the_text(path: Path) -> None:
    about = of_path(path)
    text = about.source.text
    rng = random.Random(path.stem)
    names = declared(about)
    for use in rng.sample(names, min(len(names), NAMES)):
        edits = rename(about, use.span.start, f"zz_{use.name}")
        assert not isinstance(edits, Refused), edits
        after = known(applied(text, edits))
        assert found_in(after) == found_in(about), use
        back = rename(after, edits[0].span.start, use.name)
        assert not isinstance(back, Refused)
        assert applied(after.source.text, back) == text


def found_in(about: Known) -> list[tuple[str, int]]:
    return [(found.code.code, about.source.line_of(found.span)) for found in about.diagnostics]


@pytest.mark.parametrize("name", ["curb65.mg", "ckd_risk.mg", "mcisaac.mg"])
def test_nobody_is_advised_otherwise_once_every_name_is_another(name: str) -> None:
    """Proved, as `milligram diff` does it."""
    (path,) = (each for each in SHORT if each.name == name and "as_published" not in each.parts)
    about = of_path(path)
    for use in declared(about):
        if use.kind not in ("input", "choice", "guideline", "substance", "class"):  # what a patient brings is matched
            (same, *_) = [each for each in index_of(about).uses if each.name == use.name and each.kind == use.kind]
            edits = rename(about, same.span.start, f"zz_{use.name}")
            assert not isinstance(edits, Refused)
            about = known(applied(about.source.text, edits))
    before = of_path(path).guideline
    assert before is not None
    assert about.guideline is not None
    comparison = Comparer(before, about.guideline).compare()
    assert (comparison.groups, comparison.undecided) == ((), ())


@pytest.mark.parametrize("path", SHORT, ids=lambda path: path.stem)
def test_the_form_of_an_edited_text_means_the_same_and_has_no_other_form(path: Path) -> None:
    rng = random.Random(path.stem)
    text = path.read_text(encoding="utf-8")
    for _ in range(EDITS):
        changed = text
        for _ in range(rng.randint(1, 3)):
            changed = edited(changed, rng)
        edits = format_edits(SourceFile("a.mg", changed))
        if isinstance(edits, Refused):
            assert not read(SourceFile("a.mg", changed)).read_whole
            continue
        formatted = SourceFile("a.mg", applied(changed, edits))
        assert format_edits(formatted) == ()
        assert read(SourceFile("a.mg", changed)).means_the_same(read(formatted))
