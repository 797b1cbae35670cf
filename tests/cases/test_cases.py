"""Small guidelines with one fault each, and near misses without any: what is found, where, and nothing else.

A file under ``bad/`` says at its top what must be found in it, one finding a line, in the order of the text:

    #! MG302 error 9:46

code, severity, line and column (both from 1; the column may be left out). Exactly these are found: by the parser, by
`resolve` and by the checks. A file under ``good/`` with the same name is the same guideline, mended: nothing is found.
A file's name starts with its code; what follows `_` says which form of the fault it shows.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from milligram.diagnostics import CHECKED, render_text
from milligram.pipeline import check_text

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad").glob("*.mg"))
GOOD = sorted((HERE / "good").glob("*.mg"))
AS_OF = date(2026, 11, 22)

_EXPECTED = re.compile(r"^#! (MG\d{3}) (error|warning) (\d+)(?::(\d+))?$")


def _expected(text: str) -> list[tuple[str, str, int, int | None]]:
    """What the ``#!`` lines say."""
    found: list[tuple[str, str, int, int | None]] = []
    for line in text.splitlines():
        if line.startswith("#!"):
            match = _EXPECTED.match(line)
            assert match is not None, f"not of the form `#! MG302 error 9:46`: {line}"
            found.append((match[1], match[2], int(match[3]), int(match[4]) if match[4] else None))
    return found


@pytest.mark.parametrize("path", BAD, ids=[path.stem for path in BAD])
def test_a_faulty_guideline_has_exactly_the_findings_that_it_lists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    expected = _expected(text)
    diagnostics = check_text(text, path.name, as_of=AS_OF).diagnostics
    found = [(d.code.code, d.level.value, *d.source.position(d.span.start)) for d in diagnostics]
    shown = render_text(diagnostics)
    assert [item[:3] for item in found] == [item[:3] for item in expected], shown
    for (*_, column), (*_, wanted) in zip(found, expected, strict=True):
        assert wanted in (None, column), shown


@pytest.mark.parametrize("path", BAD, ids=[path.stem for path in BAD])
def test_a_faulty_guideline_shows_the_fault_that_it_is_named_after(path: Path) -> None:
    expected = _expected(path.read_text(encoding="utf-8"))
    assert path.stem.split("_")[0] in {code for code, *_ in expected}


@pytest.mark.parametrize("path", GOOD, ids=[path.stem for path in GOOD])
def test_a_near_miss_is_clean(path: Path) -> None:
    diagnostics = check_text(path.read_text(encoding="utf-8"), path.name, as_of=AS_OF).diagnostics
    assert diagnostics == (), render_text(diagnostics)


def test_every_faulty_guideline_has_its_near_miss() -> None:
    assert {path.name for path in BAD} == {path.name for path in GOOD}


def test_every_code_of_names_types_and_units_has_a_case() -> None:
    wanted = {code for code in CHECKED if "MG011" <= code <= "MG028" or code.startswith("MG3") or code == "MG110"}
    assert wanted - {path.stem.split("_")[0] for path in BAD} == {"MG013"}, "MG013 is the parser's own"
