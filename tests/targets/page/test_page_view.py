"""What the page shows beside its answer: the path in the chart, the banners, print, and that a failure is told."""

from __future__ import annotations

import io
import re
from datetime import date
from itertools import pairwise
from typing import Any
from unicodedata import normalize

import pytest

SPASM = {"age": "70", "serum_magnesium": "0.6", "creatinine_clearance": "95", "serum_potassium": "4"}
FLAGS = {"neck_spasm": "Yes", "volume_depleted": "No"}

LIT = """
() => [...document.querySelectorAll('.chart [data-steps]')].map((group) => ({
  steps: group.getAttribute('data-steps').split(' '), lit: group.classList.contains('taken'),
}))
"""


@pytest.fixture
def spasm(window: Any, files: Any) -> Any:
    """The page of the magnesium guideline with a patient who is given magnesium."""
    window.open(files["magnesium_neck_spasm"])
    for name, value in SPASM.items():
        window.page.fill(f"#in-{name}", value)
    for name, value in FLAGS.items():
        window.page.locator(f"#in-{name}").get_by_label(value, exact=True).check()
    window.page.locator(".kind-give").wait_for()
    return window


def test_the_path_that_the_patient_takes_is_lit_and_no_other(
    spasm: Any, guidelines: Any, interpreted: Any, patients: Any
) -> None:
    """Each box and arrow by the interpreter's trace, of this patient and of others."""
    guideline = guidelines["magnesium_neck_spasm"]
    data = {**SPASM, **{name: value == "Yes" for name, value in FLAGS.items()}}
    assert_lit(spasm.page.evaluate(LIT), interpreted(guideline, data))
    spasm.page.fill("#in-creatinine_clearance", "15")
    spasm.page.locator(".kind-give").wait_for(state="detached")
    assert_lit(spasm.page.evaluate(LIT), interpreted(guideline, {**data, "creatinine_clearance": "15"}))
    assert spasm.is_quiet()


def test_a_dose_that_goes_on_while_something_else_is_done_is_shown_as_no_new_one(spasm: Any) -> None:
    spasm.page.locator("#reg-replacement-step label", has_text="Step 2").click()
    spasm.page.fill("#reg-replacement-time", "2")
    spasm.page.select_option("#reg-replacement-time-unit", "weeks")
    spasm.page.locator(".kind-refer").wait_for()
    give = spasm.page.locator(".kind-give")
    assert give.locator(".mark").inner_text().strip().casefold() == "go on with"
    assert give.locator(".text").inner_text().startswith("24 mmol of magnesium")
    assert ", meanwhile (" in give.locator(".text").inner_text()


def test_an_answer_that_stops_half_way_says_so(window: Any, files: Any) -> None:
    """The advice above the place that waits is not all of it; once it is answered, nothing waits."""
    window.open(files["magnesium_neck_spasm"])
    for name, value in SPASM.items():
        window.page.fill(f"#in-{name}", value)
    window.page.locator("#in-neck_spasm").get_by_label("Yes", exact=True).check()
    waits = window.page.locator(".waits")
    waits.wait_for()
    assert waits.inner_text().startswith("Not complete: it stops at “when volume depleted” until")
    window.page.locator("#in-volume_depleted").get_by_label("No", exact=True).check()
    waits.wait_for(state="detached")
    assert window.is_quiet()


def assert_lit(groups: list[dict[str, Any]], answer: dict[str, Any]) -> None:
    """What is lit is what the trace names."""
    trace = {
        str(step["id"]) if step["branch"] is None else f"{step['id']}:{step['branch']}"
        for step in answer["trace"]
        if step["id"] is not None
    }
    assert 3 < sum(group["lit"] for group in groups) < len(groups)
    for group in groups:
        assert group["lit"] == bool(trace & set(group["steps"])), group


def test_the_lit_path_differs_by_more_than_its_colour(spasm: Any) -> None:
    widths = {
        lit: spasm.page.evaluate(
            """(lit) => [...document.querySelectorAll('.chart .node[data-steps]')]
            .filter((group) => group.classList.contains('taken') === lit)
            .flatMap((group) => [...group.querySelectorAll('path, polygon, rect')].slice(0, 1))
            .map((shape) => parseFloat(getComputedStyle(shape).strokeWidth))""",
            lit,
        )
        for lit in (True, False)
    }
    assert min(widths[True]) > max(widths[False])


def test_the_chart_grows_and_scrolls_by_keyboard(spasm: Any) -> None:
    """The buttons of its size, then the arrows; nothing else takes the keys."""
    page = spasm.page
    figure = page.locator("figure.sheet").first
    before = figure.locator("svg").evaluate("svg => svg.getBoundingClientRect().width")
    page.locator("[data-zoom=in]").focus()
    for _ in range(4):
        page.keyboard.press("Enter")
    after = figure.locator("svg").evaluate("svg => svg.getBoundingClientRect().width")
    assert after > 1.5 * before
    figure.focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
    page.wait_for_function("() => document.querySelector('figure.sheet').scrollLeft > 40")
    page.wait_for_function("() => document.querySelector('figure.sheet').scrollTop > 40")
    page.locator("[data-zoom=width]").press("Enter")
    assert figure.locator("svg").evaluate("svg => svg.getBoundingClientRect().width") == pytest.approx(before, abs=1)
    page.locator("[data-zoom=path]").press("Enter")
    assert spasm.is_quiet()


def test_print_holds_the_patient_the_answer_and_the_sources(spasm: Any) -> None:
    """On paper: no form, no buttons; the values with their units, each line of advice, the titles of sources."""
    from pypdf import PdfReader

    page = spasm.page
    advice = page.locator(".advice .text").all_inner_texts()
    pages = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    text = re.sub(r"\s+", "", normalize("NFKC", "".join(each.extract_text() for each in pages)))
    meant = [
        *advice, "Age: 70 years", "Serum magnesium: 0.6 mmol/L", "Neck spasm: Yes", "Volume depleted: No",
        "Magnesium for skeletal muscle cramps (Cochrane review)", "Version 1.0.0", "Draft. Do not use it for care.",
        "Date of this assessment: 22 November 2026", "Do not use after 22 November 2028",
        "Unknown: serum calcium, diarrhoea,", "Never give magnesium when volume depleted",
        "Printed on 22 November 2026",
    ]  # fmt: skip
    for each in meant:
        assert re.sub(r"\s+", "", each) in text, each
    for each in ("Clear all", "None of these", "Fit width", "Tick all", "More below"):
        assert re.sub(r"\s+", "", each) not in text, each
    page.emulate_media(media="print")
    assert [page.locator(name).is_visible() for name in ("#form", "#flow", "#print", ".foot-bar", "#values")] == [
        False, False, False, False, True,
    ]  # fmt: skip
    page.emulate_media(media="screen")
    assert spasm.is_quiet()


def test_an_answer_longer_than_its_panel_says_so(spasm: Any) -> None:
    """A button while there is more below; it brings the rest; a short answer has none."""
    page = spasm.page
    page.set_viewport_size({"width": 1280, "height": 720})
    more = page.locator("#more")
    more.wait_for(state="visible")
    last = page.locator(".advice li").last
    for _ in range(6):
        if more.is_visible():
            more.click()
            page.wait_for_timeout(100)
    more.wait_for(state="hidden")
    assert page.locator("#answer-end").evaluate("end => end.getBoundingClientRect().bottom <= innerHeight")
    assert last.is_visible()
    page.fill("#in-age", "7")
    page.locator(".outside").wait_for()
    assert more.is_hidden()
    assert spasm.is_quiet()


@pytest.mark.parametrize(("day", "overdue"), [(date(2028, 11, 22), False), (date(2028, 11, 23), True)])
def test_an_overdue_review_is_told_by_the_browser_s_day(day: date, overdue: bool, open_file: Any, files: Any) -> None:
    """The day after the last one, even where the patient is seen on an earlier day."""
    with open_file(files["magnesium_neck_spasm"], day=day) as watched:
        page = watched.page
        assert page.locator("#overdue").is_visible() is overdue
        page.fill("#day", "2026-12-01")
        page.wait_for_function("() => document.getElementById('json').value.includes('2026-12-01')")
        assert page.locator("#overdue").is_visible() is overdue
        assert ("22 November 2028" in page.locator("#overdue").inner_text()) is overdue
        assert page.locator(".banner", has_text="Draft.").is_visible()


def test_a_failure_leaves_no_answer(spasm: Any) -> None:
    """If the engine breaks, the page says so and takes the old answer away."""
    page = spasm.page
    page.evaluate("milligram = {...milligram, evaluate() { throw new Error('broken for a test'); }}")
    page.fill("#in-age", "71")
    page.locator("#broken").wait_for(state="visible")
    assert "broken for a test" in page.locator("#broken").inner_text()
    assert page.locator("#result").inner_text() == ""
    assert page.locator(".chart .taken").count() == 0


def test_what_is_heard_follows_when_the_typing_rests(spasm: Any) -> None:
    """One polite sentence, not the whole answer at each key."""
    page = spasm.page
    assert page.locator("[aria-live]").count() == 1
    page.wait_for_function("() => document.getElementById('heard').textContent.includes('advice')")
    assert page.inner_text("#told") == page.locator("#heard").text_content()
    page.fill("#in-age", "7")
    page.wait_for_function("() => document.getElementById('heard').textContent.includes('does not apply')")
    assert page.locator(".advice").count() == 0


def test_landmarks_and_headings(spasm: Any) -> None:
    """One first heading, no level left out, and each field of the form has a name."""
    page = spasm.page
    levels = page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3, h4')].filter(h => h.checkVisibility()).map(h => +h.tagName[1])"
    )
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.get_by_role("main").count() == 1
    assert page.get_by_role("banner").count() == 1
    assert page.get_by_role("group", name="Neck spasm").count() == 1
    assert page.get_by_role("textbox", name="Serum magnesium").count() == 1
    assert page.get_by_role("combobox", name="Unit of serum magnesium").count() == 1
    assert page.get_by_role("radio", name="Unknown").count() >= 4


def test_without_scripts_the_page_says_so(open_file: Any, files: Any) -> None:
    with open_file(files["magnesium_neck_spasm"], java_script_enabled=False) as watched:
        assert watched.page.get_by_text("has not run: it needs JavaScript").is_visible()
        assert watched.page.get_by_text("Draft.").is_visible()
        assert watched.page.get_by_text("Never give magnesium when volume depleted").count() == 1


def test_a_number_without_an_end_is_rounded_for_the_eye(
    window: Any, files: Any, guidelines: Any, interpreted: Any
) -> None:
    """50.16453853051214… mg/L is shown as about 50.16, and what rounds up is rounded up."""
    window.open(files["acetylcysteine"])
    page = window.page
    data = {"age": "40", "weight": "60", "sample_time": "8", "paracetamol_level": "60", "time_since_ingestion": "8.5"}
    for name, value in data.items():
        page.fill(f"#in-{name}", value)
    page.locator("#in-staggered").get_by_label("No", exact=True).check()
    line = interpreted(guidelines["acetylcysteine"], {**data, "staggered": False})["reports"]["treatment_line"]
    assert re.fullmatch(r"50\.164[0-9]+…", line)
    assert page.locator(".reports div", has_text="Treatment line").locator("dd").inner_text() == "about 50.16 mg/L"
    page.fill("#in-sample_time", "6")
    page.locator(".reports dd", has_text="about 70.83 mg/L").wait_for()
    assert window.is_quiet()
