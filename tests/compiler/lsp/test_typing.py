"""Whatever is typed, and however fast: in the end the editor shows what a check of the text shows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from lsprotocol import types
from milligram.diagnostics import Diagnostic
from milligram.lsp.findings import Shown
from milligram.pipeline import check_text

from tests.compiler.lsp.editor import Editor, editing
from tests.compiler.syntax.test_again import edited

ROOT = Path(__file__).parents[3]
GUIDELINES = [
    path for path in sorted((ROOT / "guidelines").rglob("*.mg")) if len(path.read_text(encoding="utf-8")) < 12_000
]


@pytest.fixture(scope="module")
def editor() -> Iterator[Editor]:
    with editing() as found:
        yield found


def shown(found: types.Diagnostic) -> tuple[object, ...]:
    return found.code, found.range.start.line, found.message


def expected(found: Diagnostic) -> tuple[object, ...]:
    line = found.source.position(found.span.start).line - 1
    return found.code.code, line, Shown(finding=found, state="proved").message


@pytest.mark.parametrize("path", GUIDELINES[:12], ids=lambda path: path.stem)
def test_random_edits_end_in_the_findings_of_a_check(editor: Editor, path: Path) -> None:
    """Some edits are waited for, others follow at once; findings kept for lines that cannot be read are marked."""
    rng = random.Random(path.stem)
    uri = path.as_uri()
    text = path.read_text(encoding="utf-8")
    editor.open(uri, text)
    editor.settle(uri)
    for _ in range(6):
        for _ in range(rng.randint(1, 4)):
            new = edited(editor.texts[uri], rng)
            _retype(editor, uri, new)
            if rng.random() < 0.3:
                editor.first(uri)
        found = editor.settle(uri)
        report = check_text(editor.texts[uri], str(path), as_of=date.today())
        seen = [shown(each) for each in found if not each.message.endswith("(as when these lines could last be read)")]
        seen = [each for each in seen if each[0] is not None]
        assert sorted(seen, key=repr) == sorted(map(expected, report.diagnostics), key=repr)
    assert not editor.log
    editor.close(uri)


def _retype(editor: Editor, uri: str, new: str) -> None:
    """Makes one text of the other by one change."""
    old = editor.texts[uri]
    start = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    tail = 0
    while tail < min(len(old), len(new)) - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    editor.replace(uri, start, len(old) - tail, new[start : len(new) - tail])
