"""The repair of a contradiction is one that mends it."""

from __future__ import annotations

import pytest

from .conftest import Find

_HEAD = """source r1 "R"
substance lisinopril formula C21H31N3O5
input systolic in mmHg, plausible 50 to 300
input pregnant yes or no
"""
_AGAINST = """  when pregnant:
    advise against lisinopril [r1]
"""
_GIVE = """  when systolic at least 140 mmHg:
    give 10 mg of lisinopril daily [r1]
"""
_LADDER = """regimen pressure of lisinopril
  step 1: 10 mg daily [r1]
"""
_GIVE_LADDER = _GIVE.replace("10 mg of lisinopril daily", "pressure")
_PART = "part treat\n" + _GIVE
_END = "`end` after `advise against lisinopril`"


@pytest.mark.parametrize(
    ("body", "by_end"),
    [
        ("pathway a\n" + _AGAINST + _GIVE, True),
        (_LADDER + "pathway a\n" + _AGAINST + _GIVE_LADDER, True),
        (_PART + "pathway a\n" + _AGAINST + "  follow treat\n", True),
        ("pathway a\n" + _GIVE + _AGAINST, False),
        ("pathway a\n" + _AGAINST + "pathway b\n" + _GIVE, False),
        (_LADDER + "pathway a\n" + _AGAINST + "pathway b\n" + _GIVE_LADDER, False),
        (_PART + "pathway a\n  follow treat\n" + _AGAINST, False),
    ],
)
def test_end_is_offered_exactly_where_it_mends(find: Find, body: str, by_end: bool) -> None:
    """With the `end` written, the finding is gone where `end` was offered, and stays where it was not."""
    (found,) = find(_HEAD + body, "MG406")
    assert found.help is not None
    assert (_END in found.help) is by_end
    ended = (_HEAD + body).replace("against lisinopril [r1]\n", "against lisinopril [r1]\n    end\n")
    assert bool(find(ended, "MG406")) is not by_end


def test_the_patient_of_a_forbidden_suggestion_is_one_whom_the_rule_is_true_of(find: Find) -> None:
    """A patient of whom nothing is known is told the suggestion too, and shows no fault."""
    rule = 'pitfall "Not in pregnancy" [r1]\n  never give lisinopril when pregnant\n'
    (found,) = find(_HEAD + rule + "pathway a\n  suggest lisinopril [r1]\n", "MG406")
    assert found.witness == {"pregnant": "yes"}
