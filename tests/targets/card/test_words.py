"""The card's own words come from its catalogue, and say what ward words should: no signs, no shouted units."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from milligram.ir import nodes as ir
from milligram.pipeline import check_text
from milligram_targets.card import phrases as phrases_module
from milligram_targets.card.content import card_json
from milligram_targets.card.from_ir import card
from milligram_targets.card.phrases import Phrases, words

ROOT = Path(__file__).parents[3] / "guidelines"
EVERY = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.mg"))
CARD = Path(phrases_module.__file__).parent


def guideline_of(text: str) -> ir.Guideline:
    """The IR of a text."""
    found = check_text(text).guideline
    assert found is not None
    return found


def texts_of(part: object) -> Iterator[str]:
    """Every text of a card."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from texts_of(one)
    elif is_dataclass(part):
        for field in fields(part):
            yield from texts_of(getattr(part, field.name))


# --- signs and units --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERY)
def test_comparisons_are_words(name: str) -> None:
    """ "under", never "<", on any card; only a source that is quoted has its own signs."""
    made = card(guideline_of((ROOT / name).read_text(encoding="utf-8")))
    bare = replace(made, departures=tuple(replace(one, source=()) for one in made.departures))
    assert [text for text in texts_of(bare) if re.search(r"[<>≤≥]", text)] == []


SHOUTED = re.compile(r"\b(?:MG|ML|MMOL|MEQ|DL|KG|MMHG|UMOL|µMOL|MOL|Mg/dL|MMol|mEQ|Ml)\b(?:/|\b)")


@pytest.mark.parametrize("name", EVERY)
def test_no_unit_is_shouted(name: str) -> None:
    """mg/dL is never MG/DL, nor capitalised where a sentence or a heading starts with it."""
    made = card(guideline_of((ROOT / name).read_text(encoding="utf-8")))
    data = json.loads(card_json(made, grey=False))
    data.pop("words")
    own = set(SHOUTED.findall((ROOT / name).read_text(encoding="utf-8")))
    assert set(SHOUTED.findall(json.dumps(data, ensure_ascii=False))) <= own
    assert "upper(" not in (CARD / "template.typ").read_text(encoding="utf-8")


def test_shouting_is_found() -> None:
    """The pattern above can find it."""
    assert all(SHOUTED.search(text) for text in ("at most 1.7 MG/DL", "12 MMOL", "Mg/dL"))
    assert not any(SHOUTED.search(text) for text in ("at most 1.7 mg/dL", "12 mmol", "Magnesium", "INR"))


# --- one language, one file -------------------------------------------------------------------------------------------

GERMAN = """guideline kalium_zum_einnehmen
  title      "Kalium zum Einnehmen"
  version    0.2.0
  status     draft
  for        "Erwachsene im Krankenhaus"
  applies when alter at least 18 years
  issued     2026-11-22
  review by  2028-11-22

source studie "Eine Studie mit Kalium"
  year     2019
  finding  "Rhythmusstörungen, gegen Placebo"  RR 0.80 (95% CI 0.70 to 0.92)
source buch "Ein Handbuch"

substance kalium formula K, charge 1
substance kaliumchlorid formula KCl, gives 1 kalium
class kaliumsparer "Kaliumsparer" of amilorid, triamteren

input alter in years whole, plausible 0 to 120
input kaliumwert in mmol/L of kalium, plausible 1 to 10, valid 14 d
input filtration "Filtration" in mL/min/1.73 m2, plausible 0 to 200
input erbrechen yes or no
input entwaessernde any of schleife, thiazid
input digitalis yes or no
input ort one of station, ambulanz
input blutdruck "Druck, systolisch oder gemittelt" in mmHg, plausible 20 to 300
input gewicht in kg, plausible 20 to 300

impossible when ort is ambulanz and alter at least 110 years

define niedrig: kaliumwert under 3.5 mmol/L (also 3.5 mEq/L, 13.7 mg/dL) [buch]
define zwischen: kaliumwert over 3.5 to under 4.0 mmol/L [buch]
define verluste any of:
  erbrechen [buch]
  entwaessernde has schleife, thiazid [studie]
define beides all of:
  niedrig [buch]
  not erbrechen [studie]
define zwei at least 2 of:
  erbrechen [buch]
  digitalis [buch]
  blutdruck under 90 mmHg or alter at least 80 years [buch]
define menge: gewicht * 0.5 mmol/kg rounded to 1 mmol [buch]
define ziel:
  4.0 mmol/L when digitalis [buch]
  3.5 mmol/L otherwise [buch]

table by alter gives alterspunkte
  under 65 years    | 0  [buch]
  at least 65 years | 2  [buch]

score gefahr "Gefahr"
  2 when digitalis [buch]
  1 when verluste [buch]
  add alterspunkte [buch]

table by gefahr gives stufe first that applies
  0           | gering  [buch]
  at least 1  | schwer  [buch]

regimen tabletten "Kaliumtabletten" of kaliumchlorid
  route oral
  step 1: 40 mmol of kalium daily for 3 d [studie]
  step 2 after 2 to 3 days when niedrig: 40 to 80 mmol of kalium every 4 to 6 h as needed
    (also 5960 mg of kaliumchlorid) [studie]
  then after 3 days when niedrig: refer to "einen Nephrologen" uncited because "so ist es Brauch"
  back to step 1 after 12 months when not niedrig [buch]
  stop when kaliumwert over 5.0 mmol/L [buch]
  hold while erbrechen because "es geht verloren" [buch]
  at most 16 g of kaliumchlorid per day [buch]

monitor blut "Blut": kaliumwert, filtration
  at baseline [buch]
  after 2 to 3 days [buch]
    differs from source "nach einer Woche" because "die Dosis steht dann an"
  every 3 months when niedrig [buch]
  unspecified "öfter" when digitalis [buch]

effect kaliumchlorid "Übelkeit" [buch]
caution kaliumchlorid when digitalis: advise "Rhythmus beobachten" [buch]
claim "Bananen reichen." unsupported
claim "Es schadet nie." contradicted by studie
missing "Dosis bei Kindern" because "dazu steht nichts"
notice "Ohne Gewähr."

pitfall "Nierenversagen" [buch]
  never give kalium when filtration under 15 mL/min/1.73 m2
  never give kalium when filtration is unknown
  never give kalium when ort is ambulanz
  because "es wird nicht ausgeschieden"

pathway haupt "Kalium"
  report gefahr, stufe
  when not niedrig and not (tabletten step at least 1):
    advise against kalium (strong, very low) because "es nützt nicht" [studie]
    end
  decide "Nieren" by filtration
    unknown:
      order filtration [buch]
      end because "ohne Wert nichts"
    under 15 mL/min/1.73 m2:
      advise against kalium because "es wird nicht ausgeschieden" [buch]
      end
    15 to under 30 mL/min/1.73 m2:
      unspecified "mit Vorsicht" [buch]
      hold tabletten until filtration at least 30 mL/min/1.73 m2 [buch]
      end
    at least 30 mL/min/1.73 m2:
      continue
  decide "Wie schwer?" first that applies
    digitalis and (erbrechen or not niedrig):
      suggest kaliumsparer (conditional) [buch]
    otherwise:
      note "Weiter wie bisher" [buch]
  decide "Wo?"
    ort is station:
      start blut [buch]
    not (ort is station):
      order "ein EKG" [buch]
      follow pflege
  give tabletten (strong, high) [studie]
  when stufe is schwer and tabletten time at least 2 weeks:
    give amilorid, dose unspecified "übliche Dosis" [buch]

pathway zweitens "Zweitens"
  when entwaessernde has schleife:
    stop amilorid [buch]
  when kaliumwert is known:
    follow mehr

part pflege "Pflege"
  suggest "viel trinken" [buch]
  suggest "ruhen" [buch]
part mehr "Mehr"
  decide "Gewicht?" by gewicht
    unknown:
      order gewicht [buch]
    under 50 kg:
      give 20 mmol of kaliumchlorid twice_daily_is_no_name [buch]
    at least 50 kg:
      note "genug" [buch]
"""


def in_other_letters(catalogue: Any) -> Any:
    """A catalogue of a language that nobody writes: every letter of its words is a ж; where values go in stays."""
    if isinstance(catalogue, dict):
        return {key: in_other_letters(one) for key, one in catalogue.items()}
    if isinstance(catalogue, list):
        return [in_other_letters(one) for one in catalogue]
    return re.sub(r"(?<!\{)[^\W\d_](?!\})", "ж", catalogue) if isinstance(catalogue, str) else catalogue


def test_nothing_but_the_catalogue_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    """With another catalogue, no English is left: every word is the author's own or the catalogue's."""
    text = GERMAN.replace("20 mmol of kaliumchlorid twice_daily_is_no_name", "20 mmol of kalium 2 times daily")
    guideline = guideline_of(text)
    strange = in_other_letters(words("en"))
    monkeypatch.setattr("milligram_targets.card.content.words", lambda _: strange)
    monkeypatch.setattr("milligram_targets.card.from_ir.words", lambda _: strange)
    data = json.loads(card_json(replace(card(guideline), digest=""), grey=False))
    for key in ("words", "palette", "page", "font", "language"):
        data.pop(key, None)
    said = set(re.findall(r"[^\W\d_]{2,}", " ".join(printed(data)).replace("\u00ad", "")))
    own = (
        " ".join(re.findall(r'"([^"]*)"', text))
        + " "
        + " ".join(named(guideline))
        + " mmol mEq mg mL min mmHg kg dL CI RR oral"
    )
    own_words = {word.lower() for word in re.findall(r"[^\W\d_]{2,}", own.replace("_", " "))}
    assert {word for word in said if "ж" not in word.lower() and word.lower() not in own_words} == set()


def printed(data: Any) -> Iterator[str]:
    """The texts of a card's JSON that are printed."""
    if isinstance(data, dict):
        for key, one in data.items():
            if key not in ("kind", "action"):
                yield from printed(one)
    elif isinstance(data, list):
        runs = [one["t"] + one.get("r", "") for one in data if isinstance(one, dict) and "t" in one]
        if runs:
            yield "".join(runs)
        else:
            for one in data:
                yield from printed(one)
    elif isinstance(data, str):
        yield data


def named(guideline: ir.Guideline) -> Iterator[str]:
    """The names that a guideline gives, and its words for choices and outputs."""
    yield from (guideline.name, *guideline.inputs, *guideline.named_by_name, *guideline.regimens, *guideline.drugs)
    yield from (*guideline.monitors, *guideline.parts, *(pathway.name for pathway in guideline.pathways))
    for one in guideline.inputs.values():
        yield from (choice.word for choice in one.choices)
    yield from ("gering", "schwer")


def test_every_phrase_is_used_and_takes_what_it_gets() -> None:
    """No phrase is left over; its braces count from 0."""
    code = "".join(path.read_text(encoding="utf-8") for path in CARD.glob("*.py"))
    built = {
        "rounded",
        "rounded_up",
        "rounded_down",
        "state_step",
        "state_time",
        "over_to",
        "over_to_under",
        "to_under",
        "all_of",
    }
    built |= {"any_of", "unknown", "otherwise", "strong", "conditional", "high", "moderate", "low", "very_low"}
    for key, phrase in words("en")["phrases"].items():
        assert re.search(f"""["']{key}["']""", code) or key in built, f"nothing says {key}"
        places = sorted({int(one) for one in re.findall(r"\{(\d)\}", phrase)})
        assert places == list(range(len(places))), key


def test_braces_in_a_value_are_text() -> None:
    """A label with braces is printed, not filled in."""
    say = Phrases(words("en"))
    assert say("under", "{0} {x}") == "under {0} {x}"
    assert say.span("{0} weeks") == "{0} weeks"


def test_units_are_the_wards() -> None:
    """One unit, two units; a day, not d; degrees; nothing that follows a slash is in the plural."""
    say = Phrases(words("en"))
    assert [say.unit("unit", number) for number in ("1", "2", "0.5")] == ["unit", "units", "units"]
    assert say.unit("unit/d", "80") == "units/day"
    assert say.unit("Cel", "38") == "°C"
    assert say.unit("mL/min/1.73 m2", "60") == "mL/min/1.73 m²"
    assert say.span("1 week") == "1 week"
    assert say.span("1 to 2 weeks") == "1 to 2 weeks"
