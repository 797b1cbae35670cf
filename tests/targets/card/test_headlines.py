"""A headline is the loudest thing on a card: whoever it is true of, and nobody else, may act on it alone."""

from __future__ import annotations

from milligram.pipeline import check_text
from milligram_targets.card.from_ir import card
from milligram_targets.card.model import Action, BandTable, Card, Headline

HEAD = """guideline g
  title   "Test"
  version 1.0.0
  status  draft
source r "R"
substance calcium_gluconate formula C12H22CaO14
input potassium in mmol/L, plausible 1 to 12
input broad_qrs yes or no
input digoxin yes or no
input weight in kg, plausible 2 to 120
"""
EMERGENCY = """
  decide "How high?" by potassium
    unknown:
      end because "measured first"
    under 6.0 mmol/L:
      end because "no emergency"
    at least 6.0 mmol/L:
      continue
"""


def card_of(pathway: str) -> Card:
    found = check_text(f"{HEAD}pathway\n{pathway}").guideline
    assert found is not None
    return card(found)


def lines(headline: Headline) -> list[str]:
    return [reason.text for reason in headline.reasons]


def test_what_an_earlier_decision_requires_stands_in_the_headline() -> None:
    """Nobody with a potassium of 4.0 is told to have calcium for a broad complex alone."""
    made = card_of(f"{EMERGENCY}\n  when broad_qrs:\n    give 3 g of calcium_gluconate once [r]\n")
    (headline,) = made.headlines
    assert headline.action is Action.GIVE
    assert lines(headline) == ["When broad qrs.", "Only when potassium at least 6.0 mmol/L."]


def test_of_two_doses_none_is_the_headline() -> None:
    """The first that is written may be the rarer one: the drug is named, and the table that says who has which."""
    (headline,) = card_of("""
  when broad_qrs:
    decide "On digoxin?"
      digoxin:
        give 3 g of calcium_gluconate in 100 mL over 20 min [r]
      not digoxin:
        give 3 g of calcium_gluconate in 30 mL over 10 min [r]
""").headlines
    assert headline.title == "Give calcium gluconate: only where “Broad qrs: On digoxin?” says so"
    assert lines(headline) == []


def test_more_ways_than_a_headline_holds_are_left_to_their_tables() -> None:
    """Four ways to one dose: three of them would read as all."""
    ways = "".join(
        f"    potassium {low} to under {low + 1} mmol/L:\n      give 1 g of calcium_gluconate once [r]\n"
        for low in (6, 7, 8, 9)
    )
    (headline,) = card_of(f'  decide "How high?"\n{ways}    otherwise:\n      continue\n').headlines
    assert headline.title == "Give 1 g of calcium gluconate once: only where “How high?” says so"


def test_a_maximum_stands_under_the_dose_it_caps() -> None:
    """15 mg/kg for 90 kg is 1350 mg; the card that says 15 mg/kg says 1 g too."""
    (headline,) = card_of(
        "  when broad_qrs:\n    give 15 mg/kg of calcium_gluconate by weight at most 1 g once [r]\n"
    ).headlines
    assert "1 g" not in headline.title
    assert lines(headline) == ["When broad qrs.", "At most 1 g."]


# --- questions within a row -------------------------------------------------------------------------------------------


def row(table: BandTable, band: str) -> list[str]:
    return [f"{said.lead} {said.text}".strip() for one in table.rows if one.band == band for said in one.what]


def test_what_ends_within_a_row_is_asked_and_denied_before_the_row_goes_on() -> None:
    """The module halts while it is unknown whether the `when` ends; the card neither gives nor stays silent."""
    (table,) = card_of("""
  decide "High?"
    potassium at least 6.0 mmol/L:
      when digoxin or weight under 5 kg:
        refer to "cardiology" [r]
        end
      give 3 g of calcium_gluconate once [r]
    potassium under 6.0 mmol/L:
      continue
""").decisions
    assert row(table, "potassium at least 6.0 mmol/L") == [
        "Digoxin or weight under 5 kg: refer to cardiology.",
        "End.",
        "Digoxin or weight unknown: find out first.",
        "Not (digoxin or weight under 5 kg): give 3 g of calcium gluconate once.",
    ]


def test_the_age_of_a_value_is_told_in_a_unit_without_a_broken_number() -> None:
    head = HEAD.replace("plausible 1 to 12", "plausible 1 to 12, valid 90 min").replace("to 120", "to 120, valid 7 d")
    found = check_text(f'{head}pathway\n  when potassium over 6 mmol/L and weight over 3 kg:\n    advise "act" [r]\n')
    assert found.guideline is not None
    terms = [item.text for one in card(found.guideline).lists for item in one.items]
    assert [text for text in terms if "older" in text] == ["no older than 90 min.", "no older than 7 days."]
