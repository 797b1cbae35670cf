"""The form, by keyboard alone: patients typed into it give the interpreter's answers, and the page shows them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from milligram.ir.print import printed
from milligram.pipeline.stages import read_guideline
from milligram.source import SourceFile
from milligram_targets.page.html.facts import time_unit

ROOT = Path(__file__).parents[3]
FOLDERS = (ROOT / "guidelines", ROOT / "tests" / "cases" / "agreement")
EACH = 3
"""Patients typed for each real guideline."""


def guidelines_in(folder: Path) -> list[Path]:
    """The guidelines of a folder that are meant to be built."""
    return [path for path in folder.rglob("*.mg") if "as_published" not in path.parts]


WHERE = """
() => {
  const at = document.activeElement;
  const field = at.closest('.field');
  return {
    id: at.id, tag: at.tagName, type: at.type || '', within: Boolean(at.closest('#form')),
    label: at.closest('label') ? at.closest('label').textContent : '',
    options: at.tagName === 'SELECT' ? [...at.options].map((option) => option.textContent) : [],
    names: field && field.tagName === 'FIELDSET'
      ? [...field.querySelectorAll('label')].map((label) => label.textContent) : [],
    field: field ? field.id : '',
  };
}
"""
RESULT = """
() => {
  const texts = (selector) => [...document.querySelectorAll(selector)].map((each) => each.textContent);
  return {
    advice: texts('.advice .item .text'), marks: texts('.advice .item .mark'),
    asks: texts('.asks li span'), blocked: texts('.blocked .item .text'),
    would: texts('.would .condition'), assumed: texts('.assumed li'), refused: texts('.refused li'),
    beside: texts('.problem:not([hidden])'), told: document.getElementById('told').textContent,
    data: document.getElementById('json').value,
  };
}
"""


class Typist:
    """Fills the form of a page with Tab, arrows, space and letters; no pointer."""

    def __init__(self, page: Any, guideline: Any) -> None:
        self.page = page
        self.guideline = guideline
        self.days: set[str] = set()

    def fill(self, data: dict[str, Any]) -> list[str]:
        """Goes through the whole form once, from above it; the names of the fields in the order met."""
        keys = self.page.keyboard
        self.days.clear()
        met: list[str] = []
        for _ in range(400):
            keys.press("Tab")
            at = self.page.evaluate(WHERE)
            if not at["within"]:
                if met:
                    return met
                continue
            name = self.name_of(at)
            if name not in met:
                met.append(name)
            self.answer(at, name, data)
        raise AssertionError("the form cannot be left")

    def name_of(self, at: dict[str, Any]) -> str:
        """The input or regimen whose field has the focus."""
        for one in (at["id"], at["field"]):
            for prefix, names in (("in-", self.guideline.inputs), ("reg-", self.guideline.regimens)):
                for name in sorted(names, key=len, reverse=True):
                    if one == prefix + name or one.startswith(f"{prefix}{name}-"):
                        return str(name)
        return "today"

    def answer(self, at: dict[str, Any], name: str, data: dict[str, Any]) -> None:
        """Types what is known of a field whose control has the focus."""
        value = data.get(name)
        if name in self.guideline.regimens:
            self.state(at, name, data)
        elif name == "today" or at["type"] == "date":
            self.day(at, value)
        elif value is None:
            return
        elif at["type"] == "text":
            self.page.keyboard.type(str(value))
        elif at["type"] == "radio":
            self.choose(at["names"], "Yes" if value is True else "No" if value is False else self.word(name, value))
        elif at["type"] == "checkbox":
            wanted = [self.word(name, word) for word in value] or ["None of these"]
            if at["label"] in wanted and not self.page.evaluate("document.activeElement.checked"):
                self.page.keyboard.press("Space")
        elif at["tag"] == "SELECT" and not at["id"].endswith("-unit"):
            self.page.keyboard.type(self.word(name, value))

    def word(self, name: str, word: str) -> str:
        """The label of a word."""
        found = {choice.word: choice.label for choice in self.guideline.inputs[name].choices}
        return found.get(word) or word.replace("_", " ")

    def choose(self, names: list[str], wanted: str) -> None:
        """Goes down from the first of the radio buttons to one of them."""
        for _ in range(names.index(wanted)):
            self.page.keyboard.press("ArrowDown")

    def day(self, at: dict[str, Any], value: str | None) -> None:
        """Types a date as this browser's language has it, once: at its first part."""
        if at["id"] in self.days or value is None:
            return
        self.days.add(at["id"])
        year, month, day = value.split("-")
        self.page.keyboard.type(month + day + year)

    def state(self, at: dict[str, Any], name: str, data: dict[str, Any]) -> None:
        """Types where a regimen stands."""
        if name not in data:
            return
        state = data[name] if data[name] is not None else {"step": None}
        if at["type"] == "radio":
            place = len(at["names"]) - 1 if state["step"] is None else 1 + state["step"]
            self.choose(at["names"], at["names"][place])
        elif at["id"].endswith("-since") and state.get("since"):
            self.day(at, state["since"])
        elif at["id"].endswith("-time") and state.get("time") is not None:
            self.page.keyboard.type(time_text(state["time"]))


def typed(data: dict[str, Any]) -> dict[str, Any]:
    """What the form makes of a patient: numbers as their text, what is unknown left out."""
    found: dict[str, Any] = {}
    for name, value in data.items():
        match value:
            case None:
                pass
            case bool() | list():
                found[name] = value
            case {"step": step, **rest}:
                found[name] = {"step": step} | {key: time_text(each) for key, each in rest.items() if each is not None}
            case int() | float():
                found[name] = str(value)
            case _:
                found[name] = value
    return found


def time_text(value: Any) -> str:
    """A time on a step as it is typed: the days of a bare number are said, for the form has its own unit."""
    return f"{value} days" if isinstance(value, int | float) or value.replace(".", "").isdigit() else str(value)


def fit_for_typing(guideline: Any, data: dict[str, Any]) -> dict[str, Any]:
    """The patient with words for what the form has no letters for: yes and no are pressed, not typed."""
    flags = {"yes": True, "no": False}
    found: dict[str, Any] = {
        name: flags.get(value, value) if isinstance(value, str) and value in flags else value
        for name, value in data.items()
    }
    for name in guideline.regimens:
        if name in found and found[name] is None:
            found[name] = {"step": None}
        if name in found and time_unit(guideline.regimens[name]) in ("hours", "minutes"):
            found[name] = {key: value for key, value in found[name].items() if key != "since"}
    found.pop("today", None)
    return found


@pytest.mark.parametrize("name", sorted(path.stem for folder in FOLDERS for path in guidelines_in(folder)))
def test_patients_typed_by_keyboard(name: str, window: Any, page_at: Any, patients: Any, interpreted: Any) -> None:
    """Every field is met once, in order; what was typed is in the JSON; the answer shown is the interpreter's."""
    (path,) = [path for folder in FOLDERS for path in guidelines_in(folder) if path.stem == name]
    guideline, file = page_at(path)
    window.open(file)
    page = window.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the patient"
    page.keyboard.press("Enter")
    for each in patients(guideline, EACH if "guidelines" in path.parts else 2, 70):
        data = fit_for_typing(guideline, each)
        met = Typist(page, guideline).fill(data)
        assert met == [*(name for name in guideline.inputs if name != "today"), *guideline.regimens, "today"]
        shown = page.evaluate(RESULT)
        entered = json.loads(shown["data"])
        assert sorted_sets(entered) == sorted_sets(typed(data))
        assert_shows(shown, interpreted(guideline, entered), data)
        page.locator("#clear").press("Enter")
        assert page.input_value("#json") == "{}"
    assert window.is_quiet()


def sorted_sets(data: dict[str, Any]) -> dict[str, Any]:
    """The patient with the words of each set in one order."""
    return {name: sorted(value) if isinstance(value, list) else value for name, value in data.items()}


def assert_shows(shown: dict[str, Any], answer: dict[str, Any], data: dict[str, Any]) -> None:
    """The parts of the page hold the parts of an answer, in its order."""
    if "refused" in answer:
        assert len(shown["refused"]) == len(answer["refused"]), data
        assert shown["advice"] == []
        for name, message, _ in answer["refused"]:
            said = message.removeprefix(f"{name}: ")
            assert any(said[1:] in text for text in (shown["beside"] if name else shown["refused"])), (message, shown)
        return
    assert len(shown["advice"]) == len(answer["advice"]), data
    for text, advice in zip(shown["advice"], answer["advice"], strict=True):
        verb = f"{advice['kind'].replace('_', ' ')} "
        said = printed(advice["text"].removeprefix(verb)) if advice["what"] else advice["text"]
        said = f"the source says only “{said}”" if advice["kind"] == "unspecified" else said
        assert advice["kind"] == "start" or text[1:] == said[1:], (text, advice)
    assert shown["asks"] == [ask["question"] for ask in answer["asks"]]
    assert len(shown["blocked"]) == len(answer["blocked"])
    assert shown["would"] == [f"If {printed(would['if'])}: " for would in answer["would_apply"]]
    assert len(shown["assumed"]) == len(answer["assumed"])
    if answer["applies"] is False:
        assert "does not apply" in shown["told"]


def test_a_question_leads_to_its_field(window: Any, files: Any) -> None:
    """A question has the focus by Tab; Enter brings the focus to the control that answers it, and a value ends it."""
    window.open(files["magnesium_neck_spasm"])
    page = window.page
    link = page.locator(".asks a", has_text="age")
    link.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "in-age"
    page.keyboard.type("70")
    link.wait_for(state="detached")
    assert page.locator(".asks a").count() > 0
    assert window.is_quiet()


def test_a_value_outside_its_range_is_told_beside_the_field(
    window: Any, files: Any, guidelines: Any, interpreted: Any
) -> None:
    """In the reference's own words, tied to the field for a screen reader; no answer stands meanwhile."""
    window.open(files["magnesium_neck_spasm"])
    page = window.page
    page.fill("#in-age", "70")
    page.fill("#in-serum_magnesium", "60")
    place = page.locator("#in-serum_magnesium-problem")
    place.wait_for(state="visible")
    ((_, message, _),) = interpreted(guidelines["magnesium_neck_spasm"], {"age": 70, "serum_magnesium": "60"})[
        "refused"
    ]
    said = message.removeprefix("serum_magnesium: ")
    assert place.inner_text() == f"{said[0].upper()}{said[1:]}."
    box = page.locator("#in-serum_magnesium")
    assert box.get_attribute("aria-invalid") == "true"
    assert "in-serum_magnesium-problem" in str(box.get_attribute("aria-describedby")).split()
    assert page.locator(".advice").count() == 0
    assert page.locator(".chart .taken").count() == 0
    page.fill("#in-serum_magnesium", "0.6")
    place.wait_for(state="hidden")
    assert box.get_attribute("aria-invalid") is None
    assert window.is_quiet()


def test_a_unit_can_be_chosen_or_typed(window: Any, files: Any) -> None:
    """1.7 mg/dL is low, by the list of units and by letters; 1.7 mmol/L is not."""
    window.open(files["magnesium_neck_spasm"])
    page = window.page
    page.fill("#in-age", "70")
    page.fill("#in-creatinine_clearance", "95")
    page.locator("#in-volume_depleted").get_by_label("No", exact=True).check()
    give = page.locator(".kind-give")
    page.fill("#in-serum_magnesium", "1.7 mg/dL")
    give.wait_for()
    page.fill("#in-serum_magnesium", "1.7")
    give.wait_for(state="detached")
    page.select_option("#in-serum_magnesium-unit", label="mg/dL")
    give.wait_for()
    assert json.loads(page.input_value("#json"))["serum_magnesium"].startswith("1.7 mg/dL")
    assert window.is_quiet()


def test_a_range_says_whose_it_is_beside_another_unit(window: Any, files: Any) -> None:
    """0.1 to 6 mmol/L is no range in mg/dL; a cleared form has its own unit again."""
    window.open(files["magnesium_neck_spasm"])
    page = window.page
    hint = page.locator("#in-serum_magnesium-hint")
    assert hint.inner_text() == "0.1 to 6 mmol/L."
    page.select_option("#in-serum_magnesium-unit", label="mg/dL")
    assert hint.inner_text() == "0.1 to 6 in mmol/L, not in mg/dL."
    page.click("#clear")
    assert hint.inner_text() == "0.1 to 6 mmol/L."


def test_a_unit_is_shown_as_the_card_shows_it(window: Any, tmp_path: Path, build_page: Any) -> None:
    """µmol/L, not mcmol/L; what is typed is still read."""
    text = """guideline renal
  title "Renal"
  version 1.0.0
  status draft
input creatinine in umol/L, plausible 10 to 2000
pathway
  when creatinine over 100 umol/L: refer to "a clinic" uncited because "for a test"
"""
    report = read_guideline(SourceFile("renal.mg", text))
    assert report.guideline is not None, [each.message for each in report.diagnostics]
    path = tmp_path / "renal.page.html"
    path.write_bytes(build_page(report.guideline))
    window.open(path)
    page = window.page
    shown = page.locator("#form").inner_text()
    assert "10 to 2000 µmol/L" in shown
    assert "mcmol" not in shown
    page.fill("#in-creatinine", "120")
    page.locator(".advice").wait_for()
    assert page.locator("#values dd").first.text_content() == "120 µmol/L"
    assert "mcmol" not in page.evaluate("document.body.innerText")
    assert window.is_quiet()


def test_a_set_is_unknown_none_or_some(window: Any, files: Any) -> None:
    window.open(files["magnesium_neck_spasm"])
    page = window.page
    box = {
        label: page.locator("#in-diuretics label", has_text=label).locator("input")
        for label in ("Unknown", "None of these", "loop", "thiazide")
    }

    def state() -> Any:
        data = json.loads(page.input_value("#json"))
        return data.get("diuretics", "unknown"), [label for label in box if box[label].is_checked()]

    assert state() == ("unknown", ["Unknown"])
    box["None of these"].check()
    assert state() == ([], ["None of these"])
    box["loop"].check()
    box["thiazide"].check()
    assert state() == (["loop", "thiazide"], ["loop", "thiazide"])
    box["loop"].uncheck()
    box["thiazide"].uncheck()
    assert state() == ("unknown", ["Unknown"])
    box["loop"].check()
    box["Unknown"].check()
    assert state() == ("unknown", ["Unknown"])
    assert window.is_quiet()


def test_a_regimen_brings_its_time(window: Any, files: Any) -> None:
    """Not said is assumed not to be started; on a step, the time or the day can be told, but not both."""
    window.open(files["magnesium_neck_spasm"])
    page = window.page
    assert page.locator("#reg-replacement-time").is_hidden()
    page.fill("#in-age", "70")
    page.locator("#reg-replacement-step label", has_text="Step 1").click()
    page.fill("#reg-replacement-time", "2")
    page.select_option("#reg-replacement-time-unit", "weeks")
    assert json.loads(page.input_value("#json"))["replacement"] == {"step": 1, "time": "2 weeks"}
    page.fill("#reg-replacement-since", "2026-11-01")
    page.locator(".problem", has_text="say the same thing").wait_for()
    page.fill("#reg-replacement-time", "")
    page.locator(".problem", has_text="say the same thing").wait_for(state="hidden")
    assert window.is_quiet()


def test_a_time_is_asked_for_in_the_regimen_s_own_unit(
    window: Any, files: Any, guidelines: Any, interpreted: Any
) -> None:
    """Bags run for 1, 4 and 16 hours: "1" is 1 hour, on bag 3 still; no date is asked for, which has no hours."""
    window.open(files["acetylcysteine"])
    page = window.page
    known = {"age": "40", "weight": "60", "time_since_ingestion": "9", "amount_taken": "160"}
    for name, value in known.items():
        page.fill(f"#in-{name}", value)
    page.locator("#in-staggered").get_by_label("Yes", exact=True).check()
    page.locator("#in-bag_reaction").get_by_label("No", exact=True).check()
    page.locator("#reg-infusion-step label", has_text="Step 3").click()
    assert page.locator("#reg-infusion-since").count() == 0
    page.fill("#reg-infusion-time", "1")
    page.wait_for_function("() => document.getElementById('json').value.includes('1 hours')")
    page.locator(".courses", has_text="stays on step 3").wait_for()
    data = json.loads(page.input_value("#json"))
    assert data["infusion"] == {"step": 3, "time": "1 hours"}
    (course,) = interpreted(guidelines["acetylcysteine"], data)["courses"]
    assert (course["action"], course["to_step"]) == ("stay", 3)
    assert "infusion time 1 hour)" in (page.locator(".why").text_content() or "").replace("21-hour ", "")
    page.fill("#reg-infusion-time", "960")
    page.select_option("#reg-infusion-time-unit", "minutes")
    page.locator(".courses", has_text="beyond its last step").wait_for()
    assert window.is_quiet()


@pytest.mark.parametrize(("name", "unit"), [("neck_spasm", "weeks"), ("acetylcysteine", "hours")])
def test_each_unit_of_time_that_is_offered_is_read(
    name: str, unit: str, window: Any, page_at: Any, interpreted: Any
) -> None:
    """The first chosen is the regimen's; none is refused by the reference."""
    (path,) = (path for path in guidelines_in(ROOT / "guidelines") if path.stem == name)
    guideline, file = page_at(path)
    window.open(file)
    (regimen,) = guideline.regimens
    units = window.page.locator(f"#reg-{regimen}-time-unit")
    assert units.input_value() == unit
    offered = units.locator("option").evaluate_all("all => all.map((one) => one.value)")
    assert offered == ["minutes", "hours", "days", "weeks", "months", "years"]
    for each in offered:
        assert "refused" not in interpreted(guideline, {regimen: {"step": 1, "time": f"2 {each}"}})


def test_clear_all_and_the_day(window: Any, files: Any) -> None:
    """Nothing stays; the day is again the browser's, which is not said, and a day that is, is."""
    window.open(files["magnesium_neck_spasm"])
    page = window.page
    assert page.input_value("#json") == "{}"
    assert page.input_value("#day") == "2026-11-22"
    for label in page.locator("#form label").all():
        label.click()
    page.fill("#in-age", "44")
    page.fill("#day", "2026-11-20")
    assert json.loads(page.input_value("#json"))["today"] == "2026-11-20"
    page.click("#clear")
    assert page.input_value("#json") == "{}"
    assert page.input_value("#day") == "2026-11-22"
    assert window.is_quiet()


def test_the_patient_as_json_is_copied(open_file: Any, files: Any) -> None:
    """What the clipboard holds is what `milligram run --patient` reads."""
    with open_file(files["mcisaac"], permissions=["clipboard-read", "clipboard-write"]) as watched:
        page = watched.page
        page.locator("#form input[type=radio]").nth(1).check()
        page.locator("#data summary").click()
        page.click("#copy")
        page.locator("#copied", has_text="Copied").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == page.input_value("#json")
        assert json.loads(page.input_value("#json"))
