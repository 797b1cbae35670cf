"""The corrected magnesium guideline as a GoRules decision, for zen-engine, and what it is to answer.

Enters: a patient of `magnesium.patients`. Leaves: the context that zen-engine takes, made before anything is timed; the
decision; and the answer by hand in the names that the decision answers in, so that the two can be held together.

    context({"diuretics": frozenset({"loop"}), …})  ->  {"diuretics": ["loop"], …}
    expected({…})                                   ->  {"applies": True, "advice": ["AGAINST", "PHYSICAL", …], …}

Twice: as its format means it, facts in an expression node, then the pathway as a decision table, whose trace names the
row that was taken, beside an expression node for what is joined (`decision`); and squeezed into one expression node
without a table (`one_expression`), which is faster, and whose trace gives values and no reason. Lines are read from top
to bottom. A condition on null is an error there, so that each test of a value that may be unknown asks for null first.
A name that comes out stands for its constant in `magnesium.words`.

Left out, all in zen-engine's favour: the texts, doses, reasons, sources and lines behind the names; which inputs the
risk waits for as part of *would apply* (the asks say it); a treatment counted from a date (``since``); null and missing
are one to it, so an unknown step comes as -1. Values are not checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from magnesium import words
from magnesium.by_hand import answer

TABLES, ONE = "tables", "one expression"
"""The keys of the two decisions."""

LOW = "(serum_magnesium != null and serum_magnesium < 0.7)"
RISK = """
  (diuretics != null and len(diuretics) > 0) or (other_medicines != null and len(other_medicines) > 0) or
  diarrhoea == true or (bowel_conditions != null and len(bowel_conditions) > 0) or
  alcohol_use_disorder == true or (chronic_diseases != null and len(chronic_diseases) > 0)
"""
SOME_UNKNOWN = """
  diuretics == null or other_medicines == null or diarrhoea == null or
  bowel_conditions == null or alcohol_use_disorder == null or chronic_diseases == null
"""
ASK_NECK = "neck_spasm == null ? ['ASK_NECK'] : []"

FACTS = {
    "applies": "age != null and age >= 18",
    "step": "replacement.step ?? 0",
    "low": LOW,
    "reason": "$.step >= 1 or $.low",
    "measured": "serum_magnesium != null and $.step == 0",
    "risk": f"$.reason ? 'no' : {RISK} ? 'yes' : {SOME_UNKNOWN} ? 'unknown' : 'no'",
    "fit": """
      neck_spasm != true or volume_depleted == true ? 'no' :
      creatinine_clearance == null ? (volume_depleted == null ? 'both' : 'clearance') :
      creatinine_clearance < 30 ? 'no' : volume_depleted == null ? 'volume' : 'yes'
    """,
    "timely": """
      $.step < 1 ? 'no' : replacement.time == null ? 'unknown' :
      replacement.time < 7 ? 'no' : replacement.time > 14 ? 'late' : 'yes'
    """,
    "given": """
      $.reason and $.step >= 0 and creatinine_clearance != null and creatinine_clearance >= 60 and
      volume_depleted == false
    """,
    "move": """
      not $.given or $.timely == 'no' ? 'no' : serum_magnesium == null ? 'unknown' : not $.low ? 'no' : $.timely
    """,
}

INTERRUPTED = """
  $.step < 1 ? [] :
  volume_depleted == true ?
    (creatinine_clearance != null and creatinine_clearance < 20 ? ['STOP_BOTH'] : ['STOP_VOLUME']) :
  creatinine_clearance == null ? (volume_depleted == null ? ['HOLD_BOTH'] : ['HOLD_CLEARANCE']) :
  creatinine_clearance < 20 ? ['STOP_RENAL'] : volume_depleted == null ? ['HOLD_VOLUME'] : []
"""
DOSE = """
  $.step == 0 ? 'GIVE_1' :
  $.step == 2 ? ($.move in ['yes', 'late'] ? 'GIVE_2_MEANWHILE' : 'GIVE_2') :
  $.move == 'late' ? 'GIVE_2_LATE' : $.move == 'yes' ? 'GIVE_2' : 'GIVE_1'
"""
GIVEN = f"""flatten([
  [{DOSE}],
  diarrhoea == true ? ['GLYCINATE'] : [],
  $.step == 2 and $.move in ['yes', 'late'] ? ['SPECIALIST'] : [],
  ['START'],
  serum_potassium != null and serum_potassium < 3.5 ? ['POTASSIUM'] : []
])"""
SUPPLEMENT = f"""
  $.reason ? (
    creatinine_clearance == null ? ['ORDER_CLEARANCE'] :
    creatinine_clearance < 20 ? ['AGAINST_RENAL'] :
    creatinine_clearance < 30 ?
      ($.step >= 1 ? ['CAUTION', 'NEPHROLOGY', 'HOLD_20'] : ['CAUTION', 'NEPHROLOGY']) :
    creatinine_clearance < 60 ?
      ($.step >= 1 ? ['REDUCED', 'PHARMACY', 'HOLD_30', 'START_30'] : ['REDUCED', 'PHARMACY', 'START_30']) :
    $.given ? {GIVEN} : volume_depleted == true ? ['DEPLETED'] : []
  ) :
  $.measured ? (
    neck_spasm == true ? ($.risk == 'yes' ? ['AGAINST', 'NORMAL_LEVEL'] : ['AGAINST']) :
    $.risk == 'yes' ? ['NORMAL_LEVEL'] : []
  ) :
  neck_spasm == true ? ($.risk == 'yes' ? ['NOT_FOR_SPASM', 'ORDER_LEVEL'] : ['NOT_FOR_SPASM']) :
  $.risk == 'yes' ? ['ORDER_LEVEL'] : []
"""
CARE = """
  neck_spasm != true ? [] :
  $.fit == 'yes' ? ['PHYSICAL', 'NSAID', 'RELAXANT', 'HEAT', 'POSTURE'] : ['PHYSICAL', 'RELAXANT', 'HEAT', 'POSTURE']
"""

ASKS_WITH_REASON = f"""
  $.given ? flatten([
    {ASK_NECK},
    $.timely != 'no' and serum_magnesium == null ? [$.step == 1 ? 'ASK_LEVEL_1' : 'ASK_LEVEL_2'] : [],
    serum_potassium == null ? ['ASK_POTASSIUM'] : [],
    diarrhoea == null ? ['ASK_DIARRHOEA'] : [],
    $.timely == 'unknown' and $.move == 'unknown' ? ['ASK_TIME'] : []
  ]) :
  creatinine_clearance == null ? flatten([
    {ASK_NECK},
    $.step >= 1 and volume_depleted != true ?
      (neck_spasm == true ? ['ASK_CLEARANCE_HELD_NSAID'] : ['ASK_CLEARANCE_HELD']) :
      $.fit in ['both', 'clearance'] ? ['ASK_CLEARANCE_NSAID'] : [],
    volume_depleted != null ? [] :
      $.step >= 1 ? (neck_spasm == true ? ['ASK_VOLUME_HELD_NSAID'] : ['ASK_VOLUME_HELD']) :
      $.fit == 'both' ? ['ASK_VOLUME_NSAID'] : [],
    $.step < 0 and volume_depleted == true ? ['ASK_STEP_STOP'] : []
  ]) :
  creatinine_clearance < 20 ? flatten([{ASK_NECK}, $.step < 0 ? ['ASK_STEP_STOP'] : []]) :
  creatinine_clearance < 60 ? flatten([
    $.step < 0 and volume_depleted == true ? ['ASK_STEP_STOP_HOLD'] : [],
    {ASK_NECK},
    volume_depleted != null ? [] :
      $.step >= 1 ? ($.fit == 'volume' ? ['ASK_VOLUME_HELD_NSAID'] : ['ASK_VOLUME_HELD']) :
      $.fit == 'volume' ? ['ASK_VOLUME_NSAID'] : [],
    $.step < 0 and volume_depleted != true ? ['ASK_STEP_HOLD'] : []
  ]) :
  volume_depleted == true ? flatten([{ASK_NECK}, $.step < 0 ? ['ASK_STEP_STOP'] : []]) :
  volume_depleted == null ? flatten([
    [$.step >= 1 ?
      (neck_spasm == true ? 'ASK_VOLUME_ALSO_HELD_NSAID' : 'ASK_VOLUME_ALSO_HELD') :
      neck_spasm == true ? 'ASK_VOLUME_AND_NSAID' : 'ASK_VOLUME'],
    {ASK_NECK}
  ]) :
  flatten([['ASK_STEP_GIVE'], {ASK_NECK}])
"""
ASKS = f"""
  $.reason ? ({ASKS_WITH_REASON}) :
  neck_spasm != null and $.fit in ['yes', 'no'] and $.risk != 'unknown' and $.step >= 0 ? [] :
  flatten([
    neck_spasm == null ? [$.measured ? 'ASK_NECK_NORMAL' : 'ASK_NECK_UNMEASURED'] : [],
    $.fit in ['both', 'clearance'] ? ['ASK_CLEARANCE_NSAID'] : [],
    $.fit in ['both', 'volume'] ? ['ASK_VOLUME_NSAID'] : [],
    $.risk != 'unknown' ? [] : flatten([
      diarrhoea == null ? ['diarrhoea'] : [],
      diuretics == null ? ['diuretics'] : [],
      other_medicines == null ? ['other_medicines'] : [],
      bowel_conditions == null ? ['bowel_conditions'] : [],
      alcohol_use_disorder == null ? ['alcohol_use_disorder'] : [],
      chronic_diseases == null ? ['chronic_diseases'] : []
    ]),
    $.step < 0 and ((creatinine_clearance != null and creatinine_clearance < 20) or volume_depleted == true) ?
      ['ASK_STEP_STOP'] : []
  ])
"""
WOULD_APPLY = """
  neck_spasm != null and $.fit in ['yes', 'no'] and $.risk != 'unknown' and not $.given and $.step >= 0 ? [] :
  flatten([
    $.step < 0 and creatinine_clearance != null and creatinine_clearance < 20 ? ['STOP_IF_RENAL'] : [],
    $.step < 0 and volume_depleted == true ? ['STOP_IF_VOLUME'] : [],
    $.given ? flatten([
      $.move == 'unknown' ? [$.step == 1 ? 'STEP_2_IF' : 'BEYOND_IF'] : [],
      diarrhoea == null ? ['GLYCINATE_IF'] : [],
      serum_potassium == null ? ['POTASSIUM_IF'] : []
    ]) :
    $.reason ? (
      $.step >= 0 or creatinine_clearance == null ? [] :
      creatinine_clearance < 20 ? [] :
      creatinine_clearance < 30 ? ['HOLD_IF_20'] : creatinine_clearance < 60 ? ['HOLD_IF_30'] : []
    ) :
    flatten([
      neck_spasm == null ? [$.measured ? 'AGAINST_IF' : 'NOT_FOR_SPASM_IF'] : [],
      $.risk == 'unknown' ? ['RISK_IF'] : []
    ]),
    neck_spasm == null ? ['FOLLOW'] :
      $.fit == 'both' ? ['FIT_BOTH'] :
      $.fit == 'clearance' ? ['FIT_CLEARANCE'] : $.fit == 'volume' ? ['FIT_VOLUME'] : []
  ])
"""
OPEN = {
    "asks": f"$.applies ? ({ASKS}) : age == null ? ['age'] : []",
    "would_apply": f"$.applies ? ({WOULD_APPLY}) : []",
    "assumed": "$.applies and replacement == null ? ['replacement: not started'] : []",
}

# --- as its format means it -------------------------------------------------------------------------------------------

TABLED = {
    "kidneys": """
      creatinine_clearance == null ? 'unknown' : creatinine_clearance < 20 ? 'under 20' :
      creatinine_clearance < 30 ? 'under 30' : creatinine_clearance < 60 ? 'under 60' : 'good'
    """,
    "volume": "volume_depleted == null ? 'unknown' : volume_depleted ? 'depleted' : 'good'",
    "begun": "$.step >= 1",
    "spasm": "neck_spasm == true",
}
COLUMNS = ("applies", "reason", "kidneys", "volume", "begun", "measured", "spasm", "risk")
TABLE = (
    ("false", "", "", "", "", "", "", "", "[]"),
    ("", "true", "'unknown'", "", "", "", "", "", "['ORDER_CLEARANCE']"),
    ("", "true", "'under 20'", "", "", "", "", "", "['AGAINST_RENAL']"),
    ("", "true", "'under 30'", "", "true", "", "", "", "['CAUTION', 'NEPHROLOGY', 'HOLD_20']"),
    ("", "true", "'under 30'", "", "", "", "", "", "['CAUTION', 'NEPHROLOGY']"),
    ("", "true", "'under 60'", "", "true", "", "", "", "['REDUCED', 'PHARMACY', 'HOLD_30', 'START_30']"),
    ("", "true", "'under 60'", "", "", "", "", "", "['REDUCED', 'PHARMACY', 'START_30']"),
    ("", "true", "", "'depleted'", "", "", "", "", "['DEPLETED']"),
    ("", "true", "", "'unknown'", "", "", "", "", "[]"),
    ("", "true", "", "'good'", "", "", "", "", f"given ? {GIVEN} : []"),
    ("", "", "", "", "", "true", "true", "'yes'", "['AGAINST', 'NORMAL_LEVEL']"),
    ("", "", "", "", "", "true", "true", "", "['AGAINST']"),
    ("", "", "", "", "", "true", "", "'yes'", "['NORMAL_LEVEL']"),
    ("", "", "", "", "", "true", "", "", "[]"),
    ("", "", "", "", "", "", "true", "'yes'", "['NOT_FOR_SPASM', 'ORDER_LEVEL']"),
    ("", "", "", "", "", "", "true", "", "['NOT_FOR_SPASM']"),
    ("", "", "", "", "", "", "", "'yes'", "['ORDER_LEVEL']"),
    ("", "", "", "", "", "", "", "", "[]"),
)
"""The first row that fits, columns as above, gives the advice of the pathway Magnesium; an empty cell takes all."""


def decision() -> dict[str, Any]:
    """The decision with a table, as JSON values. Three lists of advice come out, to be read one after the other."""
    joined = {
        "applies": "applies",
        "interrupted": f"$.applies ? ({INTERRUPTED}) : []",
        "care": f"$.applies ? ({CARE}) : []",
        **OPEN,
    }
    outside = {name: text.replace("$.applies", "applies") for name, text in joined.items()}
    says = {name: text.replace("$.", "") for name, text in outside.items()}
    rows = [
        {"_id": f"row {number}"} | {f"c{place}": _line(cell).replace("$.", "") for place, cell in enumerate(row)}
        for number, row in enumerate(TABLE, 1)
    ]
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": f"c{place}", "name": name, "field": name} for place, name in enumerate(COLUMNS)],
        "outputs": [{"id": f"c{len(COLUMNS)}", "name": "advice", "field": "advice"}],
        "rules": rows,
    }
    nodes = (
        _node("facts", "expressionNode", _expressions(FACTS | TABLED) | {"passThrough": True}),
        _node("magnesium", "decisionTableNode", table),
        _node("says", "expressionNode", _expressions(says)),
    )
    return _graph(
        nodes, ("in", "facts"), ("facts", "magnesium"), ("facts", "says"), ("magnesium", "out"), ("says", "out")
    )


def one_expression() -> dict[str, Any]:
    """The decision in one node, as JSON values."""
    advice = {"advice": f"$.applies ? flatten([{INTERRUPTED}, {SUPPLEMENT}, {CARE}]) : []"}
    node = _node("says", "expressionNode", _expressions(FACTS | advice | OPEN))
    return _graph((node,), ("in", "says"), ("says", "out"))


def _expressions(lines: Mapping[str, str]) -> dict[str, Any]:
    return {"expressions": [{"id": key, "key": key, "value": _line(text)} for key, text in lines.items()]}


def _line(text: str) -> str:
    return " ".join(text.split())


def _node(name: str, kind: str, content: Mapping[str, Any] | None = None) -> dict[str, Any]:
    node = {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}}
    return node if content is None else node | {"content": content}


def _graph(nodes: tuple[dict[str, Any], ...], *edges: tuple[str, str]) -> dict[str, Any]:
    return {
        "nodes": [_node("in", "inputNode"), *nodes, _node("out", "outputNode")],
        "edges": [{"id": f"{start} {end}", "type": "edge", "sourceId": start, "targetId": end} for start, end in edges],
    }


def context(patient: Mapping[str, Any]) -> dict[str, Any]:
    """A patient in JSON's kinds: a set as a list, the state of the ladder as an object."""
    made = {name: sorted(value) if isinstance(value, frozenset) else value for name, value in patient.items()}
    if "replacement" in patient:
        step, time, _ = patient["replacement"] or (None, None, None)
        made["replacement"] = (
            {"step": -1} if step is None else {"step": step} | ({} if time is None else {"time": time})
        )
    return made


# --- names of what comes out ------------------------------------------------------------------------------------------


def _singles(prefix: str = "") -> dict[Any, str]:
    """The constants that stand in a tuple of one, by what is in it."""
    named = {name: value for name, value in vars(words).items() if name.startswith(prefix) and isinstance(value, tuple)}
    return {value[0]: name for name, value in named.items() if len(value) == 1 and isinstance(value[0], tuple)}


_ADVICE = {value: name for name, value in vars(words).items() if isinstance(value, tuple) and len(value) == 8}
_SINGLES = _singles()


def found(result: Mapping[str, Any]) -> dict[str, Any]:
    """What either decision says, in one form."""
    advice = [*result.get("interrupted", ()), *result["advice"], *result.get("care", ())]
    return {"advice": advice} | {name: result[name] for name in ("applies", "asks", "would_apply", "assumed")}


def expected(patient: Mapping[str, Any]) -> dict[str, Any]:
    """What the decision is to answer, from the answer by hand."""
    applies, advice, asks, _, would_apply, assumed = answer(patient)
    return {
        "applies": applies is True,
        "advice": [_ADVICE.get(each) or _SINGLES[each] for each in advice],
        "asks": [_ask(each) for each in asks],
        "would_apply": [_would(each) for each in would_apply],
        "assumed": [*assumed],
    }


def _ask(ask: tuple[str, tuple[str, ...]]) -> str:
    return "ASK_TIME" if ask[0] == "replacement time" else _SINGLES.get(ask, ask[0])


def _would(item: tuple[str, str, tuple[str, ...], int]) -> str:
    if item[1] == words.RISK:
        return "RISK_IF"
    if item[1] == words.IN_TIME:
        return "STEP_2_IF" if item[3] == 75 else "BEYOND_IF"
    return _SINGLES[item]
