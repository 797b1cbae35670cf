"""An edit of numbers is checked by its slice, and tells what the check of the whole tells: never less, never more."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import milligram.syntax
import pytest
from milligram.diagnostics import Diagnostic
from milligram.pipeline import CheckReport, Limits, check_path, check_source
from milligram.pipeline.cache import compiler_digest
from milligram.pipeline.recheck import Kept, Spelled, keep, recheck
from milligram.pipeline.slices import plan_of
from milligram.prove.budget import Budget
from milligram.source import SourceFile

TEXT = """\
guideline wards
  title "Three wards"
  version 1.0.0
  status draft
  for "tests"
  applies when age at least 18 years

source r "R"

substance iron formula Fe
substance zinc formula Zn

input age in years whole, plausible 0 to 120
input level in mmol/L, plausible 0 to 100
input other in mmol/L, plausible 0 to 100
input pain yes or no

define low: level under 20 mmol/L [r]

pitfall "Never iron where the other is low" [r]
  never give iron when other under 10 mmol/L

pathway levels "Levels"
  decide "level" by level
    unknown:
      order level [r]
      end
    under 30 mmol/L:
      advise "rest" [r]
    at least 30 mmol/L:
      advise "walk" [r]
  when pain:
    note "pain" [r]

pathway blood "Blood"
  decide "other" by other
    unknown:
      order other [r]
      end
    under 10 mmol/L:
      advise "no iron" [r]
      end
    at least 10 mmol/L:
      continue
  give 100 mg of iron daily at most 200 mg per day [r]

pathway ages "Ages"
  when low and pain:
    suggest "tea" [r]
  decide "age" by age
    under 65 years:
      note "young" [r]
    at least 65 years:
      give 20 mg of zinc daily [r]

pathway caution_on_zinc "Zinc"
  when other over 90 mmol/L and age under 60 years:
    advise against zinc [r]

case "somebody"
  age 40 years, level 25 mmol/L
  expect advise "rest"
"""


@dataclass
class InMemory:
    """What an editor would keep."""

    kept: dict[str, Kept] = field(default_factory=dict)

    def load(self, key: str, source: SourceFile) -> Kept | None:
        return self.kept.get(key)

    def save(self, key: str, kept: Kept) -> None:
        self.kept[key] = kept


def check(source: SourceFile, elsewhere: Spelled) -> tuple[CheckReport, Budget]:
    budget = Limits().budget()
    return check_source(source, budget=budget, elsewhere=elsewhere), budget


def based_on(text: str) -> InMemory:
    """A store that has the whole check of a text."""
    store, plan = InMemory(), plan_of(text)
    assert plan is not None
    keep(plan, store, *check(SourceFile("a.mg", text), {}))
    return store


def rechecked(text: str, store: InMemory) -> tuple[Diagnostic, ...] | None:
    plan = plan_of(text)
    return None if plan is None else recheck(SourceFile("a.mg", text), plan, store, check)


def whole(text: str) -> tuple[Diagnostic, ...]:
    return check_source(SourceFile("a.mg", text)).diagnostics


def told(findings: tuple[Diagnostic, ...]) -> list[object]:
    """All of a finding but its patient, who may be another one."""
    return [(f.code.code, f.level, f.span, f.message, f.labels, f.help, f.edits) for f in findings]


def edited(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


# --- what an edit tells -----------------------------------------------------------------------------------------------

EDITS = {
    "a gap": ("    under 30 mmol/L", "    under 29 mmol/L", ["MG101"]),
    "an overlap": ("    under 30 mmol/L", "    under 31 mmol/L", ["MG102"]),
    "an overlap in whole years": ("    under 65 years", "    under 70 years", ["MG102"]),
    "another dose": ("give 100 mg", "give 150 mg", []),
    "a dose above its maximum": ("give 100 mg", "give 250 mg", ["MG502"]),
    "a maximum below its dose": ("at most 200 mg", "at most 50 mg", ["MG502"]),
    "a rule that the give does not keep": ("iron when other under 10", "iron when other under 12", ["MG401"]),
    "a rule that asks for less": ("iron when other under 10", "iron when other under 5", []),
    "two pathways that contradict": ("age under 60 years", "age under 70 years", ["MG406"]),
    "a condition on nobody": ("other over 90", "other over 100", ["MG105"]),
}


@pytest.mark.parametrize(("old", "new", "codes"), EDITS.values(), ids=EDITS)
def test_an_edit_in_one_pathway_tells_what_the_whole_tells(old: str, new: str, codes: list[str]) -> None:
    assert whole(TEXT) == ()
    text = edited(TEXT, old, new)
    found = rechecked(text, based_on(TEXT))
    assert found is not None
    assert [one.code.code for one in found] == codes
    assert told(found) == told(whole(text))


@pytest.mark.parametrize(("old", "new", "codes"), EDITS.values(), ids=EDITS)
def test_what_was_found_goes_when_the_edit_is_taken_back(old: str, new: str, codes: list[str]) -> None:
    store = based_on(edited(TEXT, old, new))
    assert rechecked(TEXT, store) == ()


def test_findings_elsewhere_move_with_their_lines() -> None:
    """What stands below an edit that is longer than what it replaces has other places afterwards."""
    faulty = edited(TEXT, "    under 65 years", "    under 60 years")
    store = based_on(faulty)
    text = edited(faulty, "give 100 mg of iron daily at most 200 mg", "give 100.25 mg of iron daily at most 200.125 mg")
    found = rechecked(text, store)
    assert found is not None
    assert [one.code.code for one in found] == ["MG101"]
    assert told(found) == told(whole(text))


def test_a_number_is_told_as_another_pathway_writes_it() -> None:
    """The gap at 7 is told as `7.0 mmol/L` while some pathway writes that, and as `7 mmol/L` once none does."""
    odd = edited(edited(TEXT, "    under 30 mmol/L", "    under 7 mmol/L"), "other over 90", "other over 7.0")
    store = based_on(odd)
    for text in (odd.replace("over 7.0", "over 7.5"), odd.replace("over 7.0", "over 7.00"), odd):
        found = rechecked(text, store)
        assert found is not None
        assert told(found) == told(whole(text))


def test_an_edit_of_what_everybody_shares_is_left_to_the_whole_check() -> None:
    store = based_on(TEXT)
    for old, new in (
        ("age at least 18", "age at least 21"),  # the header stands in every slice
        ("age 40 years", "age 41 years"),  # what a case says, no pathway shows
        ("version 1.0.0", "version 1.0.1"),  # is no number
        ('"rest"', '"rest 2"'),  # nor is this
    ):
        assert rechecked(TEXT.replace(old, new), store) is None


SHARED = """\
guideline shared
  title "One input, two pathways"
  version 1.0.0
  status draft
  for "tests"

source r "R"

input pain in mm, plausible 0 to 100

pathway eye
  when pain under 10 mm:
    note "a" [r]
  when pain at least 20 mm:
    note "a" [r]

pathway ear
  when pain under 30 mm:
    note "a" [r]
  when pain at least 30 mm:
    note "a" [r]
"""


def test_a_finding_on_lines_that_pathways_share_is_left_to_the_whole_check() -> None:
    """Either pathway alone may need an input: only when none does, its answer changes nothing."""
    assert whole(SHARED) == ()
    text = edited(SHARED, "at least 20", "at least 10")
    assert [one.code.code for one in whole(text)] == ["MG203"]
    assert rechecked(text, based_on(SHARED)) is None
    assert rechecked(SHARED, based_on(text)) is None


def test_what_two_pathways_say_apart_is_not_one_answer() -> None:
    """By the two together everybody is told, whatever the answer; each by itself tells some, and needs it."""
    head, _, _ = SHARED.partition("\npathway")
    apart = (
        '\npathway eye\n  when pain under 10 mm:\n    note "a" [r]\n'
        'pathway ear\n  when pain at least 10 mm:\n    note "a" [r]\n'
    )
    assert whole(head + apart) == ()
    joined = apart.replace("pathway ear\n", "")
    assert [one.code.code for one in whole(head + joined)] == ["MG203"]


def test_a_text_that_does_not_read_is_left_to_the_whole_check() -> None:
    store = based_on(TEXT)
    assert (
        rechecked(edited(TEXT, "under 65 years", "under 65000000000000000000000000000000000000000 years"), store)
        is None
    )


def test_an_error_in_a_number_is_left_to_the_whole_check() -> None:
    """It keeps MG203 from speaking of other lines, which the slice of the edit does not show."""
    text = edited(SHARED, "under 30 mm", "under 101 mm").replace("at least 20", "at least 10")
    assert "MG110" in {one.code.code for one in whole(text)}
    assert rechecked(text, based_on(SHARED)) is None
    assert based_on(text).kept == {}


def test_nothing_is_kept_of_a_check_that_was_given_up() -> None:
    store, plan = InMemory(), plan_of(TEXT)
    assert plan is not None
    budget = Limits(steps=10).budget()
    keep(plan, store, check_source(SourceFile("a.mg", TEXT), budget=budget), budget)
    assert store.kept == {}


# --- many edits -------------------------------------------------------------------------------------------------------

_NUMBER = re.compile(r'"[^"\n]*"|(?<![\w.])[0-9]+(?![\w.])')


def _some_edit(text: str, rng: random.Random) -> str:
    """A number changed below the inputs: of a threshold, dose, maximum or rule."""
    first, last = text.index("define"), text.index("case")
    places = [found for found in _NUMBER.finditer(text, first, last) if not found[0].startswith('"')]
    place = rng.choice(places)
    was = int(place[0])
    now = rng.choice([str(was + 1), str(abs(was - 1)), f"{was}.5", f"{was}.0", str(was * 10), rng.choice(places)[0]])
    return text[: place.start()] + now + text[place.end() :]


@pytest.mark.parametrize("seed", range(4))
def test_edits_on_edits_tell_what_the_whole_tells(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers are changed one after another; what cannot be told from slices is checked whole and kept."""
    monkeypatch.setattr("milligram.pipeline.recheck.MOST_OF_THE_TEXT", 1.0)
    rng = random.Random(seed)
    store, text, by_slices = based_on(TEXT), TEXT, 0
    for _ in range(12):
        text = _some_edit(text, rng)
        found = rechecked(text, store)
        plan = plan_of(text)
        assert plan is not None
        report, budget = check(SourceFile("a.mg", text), {})
        if found is None:
            keep(plan, store, report, budget)
        else:
            by_slices += 1
            assert told(found) == told(report.diagnostics), text
        if len(report.diagnostics) > 3 or not report.whole:
            text = TEXT
    assert by_slices >= 3


# --- what is read, and from where -------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache of the test's own."""
    monkeypatch.setenv("MILLIGRAM_CACHE", str(tmp_path / "cache"))
    compiler_digest.cache_clear()
    yield tmp_path
    compiler_digest.cache_clear()


def written(folder: Path, text: str) -> Path:
    path = folder / "a.mg"
    path.write_text(text, encoding="utf-8")
    return path


def _parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are parsed from now on."""
    texts: list[str] = []
    parse = milligram.syntax.parse

    def watched(source: SourceFile) -> Any:
        texts.append(source.text)
        return parse(source)

    monkeypatch.setattr(milligram.syntax, "parse", watched)
    return texts


def test_an_edit_in_one_pathway_parses_no_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_path(written(folder, TEXT), cached=True)
    texts = _parsed(monkeypatch)
    edit = edited(TEXT, "    under 30 mmol/L", "    under 29 mmol/L")
    report = check_path(written(folder, edit), cached=True)
    assert [one.code.code for one in report.diagnostics] == ["MG101"]
    (text,) = texts
    assert "pathway levels" in text
    assert not re.search("pathway (?!levels)|pitfall|substance|case", text)
    assert [len(line) for line in text.split("\n")] == [len(line) for line in edit.split("\n")]


def test_without_the_cache_the_whole_is_parsed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_path(written(folder, TEXT), cached=True)
    texts = _parsed(monkeypatch)
    text = edited(TEXT, "    under 30 mmol/L", "    under 29 mmol/L")
    check_path(written(folder, text), cached=False)
    assert texts == [text]


def test_what_is_kept_survives_the_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A finding with labels, help and a witness stands, from a file that another process might have written."""
    faulty = edited(TEXT, "    under 65 years", "    under 60 years")
    check_path(written(folder, faulty), cached=True)
    texts = _parsed(monkeypatch)
    text = edited(faulty, "give 100 mg", "give 1.25 mg")
    report = check_path(written(folder, text), cached=True)
    assert len(texts) == 1
    assert told(report.diagnostics) == told(whole(text))
    assert [one.witness for one in report.diagnostics] == [one.witness for one in whole(text)]


def _row(folder: Path) -> tuple[Path, dict[str, Any]]:
    (path,) = (folder / "cache" / "edits").glob("*.json")
    return path, json.loads(path.read_bytes().partition(b"\n")[2])


DAMAGE: dict[str, Any] = {
    "no object": [],
    "no findings": {"findings": None},
    "too few blocks": {"starts": [0], "digests": ["a"], "spelled": [[]]},
    "starts out of order": {"starts": "reversed"},
    "a start that is no number": {"starts": "texts"},
    "an unknown code": {"findings": [{"code": "MG999"}]},
    "a number that is none": {"spelled": [[["1/0", "mmol/L", "1 mmol/L"]]]},
    "findings far outside": {"findings": "far"},
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_foreign_record_is_ignored(folder: Path, damage: Any) -> None:
    """Written as an honest writer would, digest and all, but not what such a writer writes."""
    faulty = edited(TEXT, "    under 65 years", "    under 60 years")
    check_path(written(folder, faulty), cached=True)
    path, row = _row(folder)
    if isinstance(damage, list):
        row = {}
    elif damage.get("starts") == "reversed":
        row["starts"].reverse()
    elif damage.get("starts") == "texts":
        row["starts"] = [str(start) for start in row["starts"]]
    elif damage.get("findings") == "far":
        row["findings"][0]["span"] = [10**6, 10**6 + 1]
    else:
        row.update(damage)
    data = json.dumps(damage if isinstance(damage, list) else row).encode()
    path.write_bytes(sha256(data).hexdigest().encode() + b"\n" + data)
    text = edited(faulty, "give 100 mg", "give 250 mg")
    assert told(check_path(written(folder, text), cached=True).diagnostics) == told(whole(text))


def test_a_damaged_record_is_ignored(folder: Path) -> None:
    check_path(written(folder, TEXT), cached=True)
    path, _ = _row(folder)
    path.write_bytes(path.read_bytes()[:-3])
    text = edited(TEXT, "give 100 mg", "give 250 mg")
    assert told(check_path(written(folder, text), cached=True).diagnostics) == told(whole(text))
