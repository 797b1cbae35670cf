"""A browser for the tests of the page: Debian's chromium, one for the session, and pages that tell what they do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from milligram.interpret import evaluate, read_patient, to_json
from milligram.ir.nodes import Guideline
from milligram.pipeline.stages import read_guideline
from milligram.source import SourceFile
from milligram_targets.page import emit

from tests.agreement import patients as random_patients

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Route

ROOT = Path(__file__).parents[3]
GUIDELINES = tuple(sorted(path for path in (ROOT / "guidelines").rglob("*.mg") if "as_published" not in path.parts))
TODAY = date(2026, 11, 22)
"""The day in every browser of these tests."""

Data = Mapping[str, Any]

WATCH = """
window.watched = [];
document.addEventListener('securitypolicyviolation', (event) => {
  window.watched.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
"""


@cache
def guideline_at(path: Path) -> Guideline:
    """The guideline of a file, read once."""
    report = read_guideline(SourceFile(str(path), path.read_text("utf-8")))
    assert report.guideline is not None, [found.message for found in report.diagnostics]
    return report.guideline


def page_of(guideline: Guideline) -> bytes:
    """The one file of the target."""
    emission = emit(guideline, frozenset({"html"}))
    assert emission.diagnostics == ()
    (file,) = emission.files
    assert file.suffix == ".page.html"
    return file.content


def plain(data: Data) -> dict[str, Any]:
    """A patient as JSON can hold it: an exact number as the decimal that it is, or as its nearest of 12 digits."""
    return {name: _plain(value) for name, value in data.items()}


def _plain(value: Any) -> Any:
    match value:
        case Fraction():
            return value.numerator if value.denominator == 1 else _decimal(value)
        case dict():
            return plain(value)
        case _:
            return value


def _decimal(value: Fraction) -> str:
    return f"{Decimal(value.numerator) / Decimal(value.denominator):.12f}".rstrip("0").rstrip(".")


def expected(guideline: Guideline, data: Data) -> dict[str, Any]:
    """The interpreter's answer, with what its trace tells for drawings, or its refusal."""
    reading = read_patient(guideline, data, as_of=TODAY)
    if reading.patient is None:
        return {"refused": [[each.input, each.message, each.help] for each in reading.problems]}
    result = evaluate(guideline, reading.patient, as_of=TODAY)
    answer: dict[str, Any] = to_json(result)
    for told, step in zip(answer["trace"], result.trace, strict=True):
        told["id"], told["branch"] = step.id, step.branch
    return json.loads(json.dumps(answer))  # type: ignore[no-any-return]


ANSWERS = """
([all, today]) => all.map((raw) => {
  const {patient, problems} = milligram.read(raw, today);
  if (problems.length) return JSON.stringify({refused: problems.map((each) => [each.input, each.message, each.help])});
  return JSON.stringify(milligram.evaluate(patient, today));
})
"""


@dataclass(slots=True)
class Watched:
    """A page, and all that it must not do: ask for anything, show a dialog, complain, break its own policy."""

    page: Page
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: Path) -> None:
        """Opens a file, whose own request is the only one let through, and forgets what was before."""
        own = path.as_uri()
        for kept in (self.requests, self.dialogs, self.complaints):
            kept.clear()
        self.page.unroute_all()
        self.page.route("**/*", lambda route: self._routed(route, own))
        self.page.goto(own)

    def _routed(self, route: Route, own: str) -> None:
        if route.request.url == own and route.request.resource_type == "document":
            route.continue_()
            return
        self.requests.append(route.request.url)
        route.abort()

    def on_dialog(self, dialog: Dialog) -> None:
        """Keeps what it says, and closes it."""
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def on_console(self, message: ConsoleMessage) -> None:
        """Keeps what is logged as an error or a warning."""
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def is_quiet(self) -> bool:
        """Whether nothing of that was done; an assertion tells what was."""
        violations = self.page.evaluate("window.watched")
        assert (self.requests, self.dialogs, self.complaints, violations) == ([], [], [], [])
        assert self.page.locator("#broken").is_hidden()
        return True

    def answers(self, patients: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What the engine of the page says of each."""
        return [json.loads(text) for text in self.page.evaluate(ANSWERS, [patients, TODAY.isoformat()])]


@contextmanager
def opened(browser: Browser, path: Path, day: date = TODAY, **settings: Any) -> Iterator[Watched]:
    """A file in a window of its own, at noon of a day."""
    context = browser.new_context(locale="en-US", timezone_id="UTC", **settings)
    context.clock.set_fixed_time(f"{day.isoformat()}T12:00:00Z")
    page = context.new_page()
    page.set_default_timeout(20_000)
    watched = Watched(page)
    page.add_init_script(WATCH)
    page.on("dialog", lambda dialog: watched.on_dialog(dialog))
    page.on("console", lambda message: watched.on_console(message))
    page.on("pageerror", lambda fault: watched.complaints.append(str(fault)))
    watched.open(path)
    try:
        yield watched
    finally:
        context.close()


Open = Callable[..., Any]


@pytest.fixture(scope="session")
def open_file(browser: Browser) -> Open:
    """Opens a file: ``with open_file(path, color_scheme="dark") as watched: …``."""
    return lambda path, **settings: opened(browser, path, **settings)


@pytest.fixture(scope="module")
def window(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """One window for all tests of a file: ``window.open(path)`` begins afresh."""
    empty = tmp_path_factory.mktemp("window") / "empty.html"
    empty.write_text("<title>empty</title>")
    with opened(browser, empty) as watched:
        yield watched


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of every guideline, by the guideline's name."""
    folder = tmp_path_factory.mktemp("pages")
    found = {}
    for path in GUIDELINES:
        guideline = guideline_at(path)
        found[guideline.name] = folder / f"{guideline.name}.page.html"
        found[guideline.name].write_bytes(page_of(guideline))
    assert len(found) >= 9
    return found


@pytest.fixture(scope="session")
def guidelines() -> dict[str, Guideline]:
    """Every guideline, by its name."""
    return {guideline.name: guideline for guideline in map(guideline_at, GUIDELINES)}


Patients = Callable[[Guideline, int, int], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def patients() -> Patients:
    """Random patients on and beside the limits, with unknowns, and one in four of whom nearly all is known:
    ``patients(guideline, count, seed)``."""

    def several(guideline: Guideline, count: int, seed: int) -> list[dict[str, Any]]:
        known = islice(random_patients.nearly_known(guideline, count, seed), count // 4)
        return [plain(data) for data in (*random_patients.patients(guideline, count - count // 4, seed), *known)]

    return several


@pytest.fixture(scope="session")
def interpreted() -> Callable[[Guideline, Data], dict[str, Any]]:
    """The interpreter's answer: ``interpreted(guideline, data)``."""
    return expected


@pytest.fixture(scope="session")
def cases() -> Callable[[Guideline], list[dict[str, Any]]]:
    """The patients of a guideline's own cases."""
    return lambda guideline: [plain(random_patients.as_data(case.patient)) for case in guideline.cases]


@pytest.fixture(scope="session")
def build_page() -> Callable[[Guideline], bytes]:
    """The page of any guideline, as bytes."""
    return page_of


@pytest.fixture(scope="session")
def page_at(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, Path]
) -> Callable[[Path], tuple[Guideline, Path]]:
    """The guideline of a file, and the file of its page."""
    folder = tmp_path_factory.mktemp("page")

    def made(path: Path) -> tuple[Guideline, Path]:
        guideline = guideline_at(path)
        if guideline.name not in files:
            file = folder / f"{guideline.name}.page.html"
            file.write_bytes(page_of(guideline))
            return guideline, file
        return guideline, files[guideline.name]

    return made
