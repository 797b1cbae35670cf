"""What stands of a verdict after an edit is what another check finds."""

from __future__ import annotations

import random
import re
from datetime import date
from pathlib import Path

import pytest
from milligram.diagnostics import Diagnostic
from milligram.lsp.analysis import Reading, read
from milligram.lsp.jobs import Check, Jobs
from milligram.lsp.standing import Shift, Verdict, as_before, still_proved
from milligram.pipeline import check_source
from milligram.source import SourceFile

ROOT = Path(__file__).parents[3]
BAD = sorted((ROOT / "tests" / "cases" / "bad").glob("MG[1245]*.mg"))


def reading(text: str) -> Reading:
    return read(SourceFile("a.mg", text))


def verdict(text: str) -> Verdict:
    return Verdict(reading(text), check_source(SourceFile("a.mg", text)).diagnostics)


def told(findings: tuple[Diagnostic, ...]) -> set[tuple[object, ...]]:
    return {(each.code.code, each.span, each.message, each.labels, each.edits, each.level) for each in findings}


@pytest.mark.parametrize("seed", range(4))
def test_a_comment_or_a_blank_line_moves_findings_and_changes_none(seed: int) -> None:
    """Wherever it is typed: as a check of the new text tells, or left to that check."""
    rng = random.Random(seed)
    settled = 0
    for path in rng.sample(BAD, 12):
        text = path.read_text(encoding="utf-8")
        before = verdict(text)
        if not before.reading.read_whole:
            continue
        lines = text.split("\n")
        lines.insert(rng.randrange(len(lines)), rng.choice(["", "# a comment µ 💊", "    # far in"]))
        after = "\n".join(lines)
        standing = still_proved(before, reading(after))
        if standing is not None:
            settled += 1
            assert told(standing) == told(verdict(after).findings), path
    assert settled


def test_a_number_leaves_findings_to_be_proved_again() -> None:
    text = BAD[0].read_text(encoding="utf-8")
    number = re.search(r"\b(\d+) ", text[text.index("\npathway") :]) if "\npathway" in text else None
    at = text.index("\npathway") + number.start(1) if number else text.rindex("1")
    assert still_proved(verdict(text), reading(f"{text[:at]}7{text[at:]}")) is None


def test_the_findings_of_the_last_proofs_keep_their_words() -> None:
    text = (ROOT / "guidelines/magnesium/neck_spasm.mg").read_text(encoding="utf-8")
    text = text.replace("    under 20 mL/min:", "    under 25 mL/min:", 1)
    before = verdict(text)
    (found,) = [each for each in before.findings if each.code.code == "MG102"]
    words = text[found.span.start : found.span.end]
    after = text.replace('title      "', 'title      "A longer ').replace("age at least 18", "age at least 16")
    assert after != text
    (moved,) = [each for each in as_before(before, reading(after)) if each.code.code == "MG102"]
    assert after[moved.span.start : moved.span.end] == words


@pytest.mark.parametrize(
    ("old", "new"),
    [("abcdef", "abXdef"), ("abcdef", "abdef"), ("aaa", "aaaa"), ("", "x"), ("x", ""), ("same", "same"), ("ab", "ba")],
)
def test_a_shift_keeps_what_stands_before_and_behind(old: str, new: str) -> None:
    shift = Shift(old, new)
    assert old[: shift.start] + new[shift.start : shift.new_end] + old[shift.old_end :] == new
    for offset in range(len(old) + 1):
        assert 0 <= shift.at(offset) <= len(new)


def test_a_check_in_the_other_process_is_the_check_of_the_command_line() -> None:
    day = date(2026, 11, 22)
    jobs = Jobs()
    for path in BAD[:6]:
        source = SourceFile(str(path), path.read_text(encoding="utf-8"))
        job = Check(path=source.path, text=source.text, as_of=day, seconds=60, steps=20_000_000)
        first, again = jobs.check(job), jobs.check(job)
        assert told(first.findings) == told(check_source(source, as_of=day).diagnostics)
        assert again is first
