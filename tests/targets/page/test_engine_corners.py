"""Where chance seldom leads: ends of months, divisors that may be zero, made-up formulas, hostile texts."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from milligram_targets.page.engine import script
from milligram_targets.page.engine.compact import compact

from tests.targets.page import engines

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
TREATMENT = ROOT / "tests" / "cases" / "agreement" / "treatment.mg"


def _agrees(text: str, asked: Sequence[engines.Asked]) -> list[object]:
    """What the script of a guideline answers, which is what the interpreter answers."""
    guideline = engines.guideline_of(text)
    (found,) = engines.by_scripts([(script(guideline), asked)])
    differing = engines.disagreements(guideline, found.answers, asked)
    assert not differing, f"{len(differing)} of {len(asked)}, the first:\n{differing[0]}"
    answers: list[object] = found.answers
    return answers


def test_months_end_as_the_calendar_says() -> None:
    """Ladders and schedules begun on the last days of months, in leap years and at the end of the calendar."""
    chance = random.Random(4)
    guideline = engines.guideline_at(TREATMENT)
    ends = [date(1900, 2, 28), date(2000, 2, 29), date(2024, 2, 29), date(2100, 2, 28), date(9999, 11, 30)]
    ends += [date(2025, month, 1) - timedelta(days=1) for month in range(1, 13)]
    asked = []
    for raw, _ in engines.asked_of(guideline, 400, 9):
        since = chance.choice(ends) + timedelta(days=chance.choice((0, 0, 1, 2)))
        left = (date.max - since).days
        today = since + timedelta(days=min(left, chance.choice((0, 1, 27, 30, 31, 92, 365))))
        states = {name: {"step": 1, "since": since.isoformat()} for name in guideline.regimens}
        asked.append(({**raw, **states, "today": today.isoformat()}, None))
    (found,) = engines.by_scripts([(script(guideline), asked)])
    assert engines.disagreements(guideline, found.answers, asked) == []
    assert any("-02-29" in json.dumps(each) for each in found.answers)


DIVISORS = """
guideline divisors
  title   "Divisors that may be zero"
  version 1.0.0

substance salt

input smoker yes or no
input stout yes or no
input level number, plausible -5 to 20
input weight in kg, plausible 0 to 300

score s
  1 when smoker
  1 when stout

define share: 10 / (s - 1)
define either at least 1 of:
  weight is unknown
  1 / level under 2

pitfall "Not so"
  never give salt when either

pathway
  report share, s
  when share over 5:
    note "much"
  give 10 mg of salt
"""


def test_divisors_that_may_be_zero() -> None:
    """One possible value without a quotient makes it unknown; a rule that is settled before it divides stands."""
    values = (None, True, False)
    asked = [
        ({"smoker": a, "stout": b, "level": level, "weight": weight}, None)
        for a in values
        for b in values
        for level in (None, 0, 1, "0.5")
        for weight in (None, 70)
    ]
    _agrees(DIVISORS, asked)


def _formula(chance: random.Random, depth: int) -> str:
    if depth == 0:
        return chance.choice(("a", "b", "c", "2", "10", "0.5", "3", "1.5"))
    inner = [_formula(chance, depth - 1) for _ in range(3)]
    match chance.randrange(14):
        case 0 | 1:
            return f"({inner[0]} + {inner[1]})"
        case 2:
            return f"({inner[0]} - {inner[1]})"
        case 3 | 4:
            return f"({inner[0]} * {inner[1]})"
        case 5 | 6:
            return f"({inner[0]} / {inner[1]})"
        case 7:
            return f"({inner[0]} ^ {chance.choice(('2', '0.5', '3', '-1', '1.5', '-0.3'))})"
        case 8:
            return f"sqrt({inner[0]})"
        case 9:
            return f"{chance.choice(('ln', 'log10'))}({inner[0]})"
        case 10:
            return f"exp({inner[0]} / 10)"
        case 11:
            return f"{chance.choice(('min', 'max'))}({inner[0]}, {inner[1]}, {inner[2]})"
        case 12:
            return f"abs({inner[0]})"
        case _:
            return f"floor({inner[0]})"


IDENTITIES = """
sqrt(exp(a / 10)); sqrt(sqrt(a)); (2 * sqrt(a)) ^ 0.5; (0 - sqrt(a)) ^ 3; (0 - sqrt(a)) ^ 0.5; (0 - sqrt(a)) ^ 2
exp(ln(a)); exp(2 * ln(a)); ln(exp(b)); ln(sqrt(a)); log10(sqrt(a)); log10(10 ^ a); log10(a * 10); (sqrt(a) + 1) ^ 0.5
(sqrt(a) + 1) ^ 9; (sqrt(a) + 1) ^ 3; (sqrt(a) + 1) ^ -2; (sqrt(a) + 1) ^ 1.5; sqrt(a) * sqrt(b); sqrt(a) / sqrt(b)
exp(a) * exp(b); exp(a) / exp(a); (1 + sqrt(a)) / (1 + sqrt(a)); (1 + sqrt(a)) / sqrt(a); sqrt(a) / (2 * sqrt(a))
0 ^ a; a ^ 0; (a - a) ^ -1; 2 ^ sqrt(a); (0 - 2) ^ sqrt(a); (0 - 2) ^ a; (0 - 8) ^ (1 / 3); 8 ^ (1 / 3); a ^ a
sqrt(2) + sqrt(3) - sqrt(5 + 2 * sqrt(6)); sqrt(a) * sqrt(b) - sqrt(a * b); ln(a) - ln(b); ln(a * b) - ln(a) - ln(b)
exp(a * 200); exp(0 - a * 200); 10 ^ (a * 30); 1.0001 ^ (a * 900); exp(exp(a)); 3 * sqrt(a) - 2 * sqrt(a)
sqrt(a) - sqrt(a); floor(sqrt(a) * sqrt(a)); floor(0 - sqrt(a)); abs(0 - sqrt(a)); min(sqrt(a), sqrt(b), a)
max(ln(a), b, sqrt(c)); (exp(a / 10)) ^ 0.5; (exp(a / 10)) ^ b; 0 / sqrt(a); sqrt(a) ^ 2; sqrt(a) ^ 3; sqrt(a) ^ b
sqrt(a) * ln(b) * exp(c / 10); ln(ln(a)); ln(1 - sqrt(a)); sqrt(ln(a)); sqrt(1 - sqrt(a)); 1 / (sqrt(a) - 1)
a / ln(b); ln(1 / a); ln(a / 3) + ln(3 / a)
"""
"""Where a real comes back to a fraction, or where that cannot be told."""


def test_made_up_formulas_come_to_the_same_digits() -> None:
    """Roots, logarithms and powers of each other, compared and rounded; and the faults of those without a value."""
    chance = random.Random(11)
    formulas = [_formula(chance, 3) for _ in range(40)]
    formulas += [each.strip() for line in IDENTITIES.splitlines() for each in line.split(";") if each.strip()]
    lines = ["guideline formulas", '  title "Formulas"', "  version 1.0.0", ""]
    lines += [f"input {name} number, plausible -20 to 100" for name in "abc"] + [""]
    for number, formula in enumerate(formulas):
        mode = chance.choice(("", "", " rounded to 0.01", " rounded up to 0.5", " rounded down to 5"))
        lines.append(f"define f{number}: {formula}{mode}")
    for number in range(len(formulas)):
        lines += ["", f"pathway p{number}", f"  report f{number}", f"  when f{number} over {chance.choice('0123')}:"]
        lines.append('    note "over"')
    values = ("0", "1", "2", "-1", "0.5", "7.25", "100", "1e-3", "3", "-20", "64")
    asked = [({name: chance.choice(values) for name in "abc"}, None) for _ in range(40)]
    answers = _agrees("\n".join(lines) + "\n", asked)
    assert any("…" in json.dumps(answer, ensure_ascii=False) for answer in answers)


HOSTILE = (
    "</script><script>alert(1)</script>",
    "<!-- <script> -->",
    "]]> & &amp; <img src=x onerror=alert(1)>",
    "${alert(1)} `x` 'y' \\\\u0027 \\\\",
    "\u2028\u2029\u202e\u200b\x7f 😀 \U000e0041",
    "__proto__ constructor NaN // /* */",
)


def test_hostile_texts_stay_texts() -> None:
    """What an author wrote comes out as it was written, and nothing of it leaves its literal."""
    lines = ["guideline hostile", f'  title "{HOSTILE[0]}"', "  version 1.0.0", ""]
    lines += [f'input constructor yes or no, ask "{HOSTILE[1]}"', "", "pathway"]
    lines += [f'  note "{text}"' for text in HOSTILE]
    lines += ["  when constructor:", '    advise "x"', "  report constructor"]
    text = "\n".join(lines) + "\n"
    written = script(engines.guideline_of(text))
    for forbidden in ("</", "<!--", "<script", "\u2028", "\u2029", "\u202e", "\u200b", "\x7f"):
        assert forbidden not in written, forbidden
    assert all(char.isprintable() or char == "\n" for char in written)
    asked = [({}, None), ({"constructor": True}, None), (json.loads('{"__proto__": {"x": 1}}'), None)]
    answers = _agrees(text, asked)
    said = json.dumps(answers[1], ensure_ascii=False)
    assert '"reports": {"constructor": true}' in said


def test_a_script_asks_nothing_of_its_surroundings() -> None:
    """No evaluation of text, no network, no clock, no chance, no storage; no double where a number is decided."""
    written = script(engines.guideline_at(TREATMENT))
    for word in (
        "eval(",
        "Function(",
        "import",
        "require",
        "fetch",
        "XMLHttp",
        "new Date",
        "Date.",
        "Math.random",
        "Storage",
    ):
        assert word not in written, word
    for word in ("document", "window", "globalThis", "parseFloat", "setTimeout", "postMessage"):
        assert word not in written, word


def test_long_chains_of_names() -> None:
    """2000 names, each resting on the one before, as the interpreter allows."""
    head = ["guideline deep", '  title "Deep"', "  version 1.0.0", "", "input smoker yes or no", "input age number"]
    conditions = ["define c0: not smoker", *(f"define c{n}: not c{n - 1}" for n in range(1, 2000))]
    numbers = ["define n0: 1 / age", *(f"define n{n}: n{n - 1} + 1" for n in range(1, 2000))]
    tail = ["", "pathway", "  when c1999:", '    note "x"', "  report n1999"]
    text = "\n".join([*head, "", *conditions, *numbers, *tail]) + "\n"
    _agrees(text, [({}, None), ({"smoker": True, "age": 5}, None), ({"smoker": False, "age": 0}, None)])


def test_what_only_people_read_is_left_out() -> None:
    """Comments, margins and spaces beside signs; never what stands in a text, a pattern or a template."""
    text = (
        "// a comment\n"
        "function f(a, b) {\n"
        '  const t = "a // b  ,  c"; // why\n'
        "  const p = a.replace(/ \\/ | ,  [/ ] /g, ' : ');\n"
        '  const m = `x  ,  ${a ? `in  ( ${b}` : { c: "}" }.c}  ;`;\n'
        "  return a - -b / 2;\n"
        "}\n"
    )
    assert compact(text) == (
        "function f(a,b){\n"
        'const t="a // b  ,  c";\n'
        "const p=a.replace(/ \\/ | ,  [/ ] /g,' : ');\n"
        'const m=`x  ,  ${a ? `in  ( ${b}` : { c: "}" }.c}  ;`;\n'
        "return a - -b/2;\n"
        "}"
    )


def _chain(parts: int) -> str:
    """Parts that follow each other, from a pathway and from the step of a regimen, where they are looked at ahead."""
    lines = ["guideline chain", '  title "Chain"', "  version 1.0.0", "", "input late yes or no", "substance drug", ""]
    lines += ["regimen steps of drug", "  step 1:", "    follow p1", "  step 2 after 1 week when late:"]
    lines += ["    give 2 mg of drug", "", "pathway", "  follow p1", "", "pathway other", "  give steps", ""]
    for number in range(1, parts + 1):
        lines += [f"part p{number}", f"  when late is {'known' if number % 2 else 'unknown'}:", '    note "here"']
        lines += [f"  follow p{number + 1}" if number < parts else "  give 1 mg of drug", ""]
    return "\n".join(lines)


def test_parts_follow_each_other_as_far_as_an_author_likes() -> None:
    """2000 parts, more than calls can be nested in a browser."""
    on_step = {"steps": {"step": 1, "time": "14 d"}}
    asked: list[engines.Asked] = [({"late": True}, None), ({}, None), ({"late": False, **on_step}, None)]
    answers = _agrees(_chain(2000), asked)
    assert all('"give 1 mg of drug' in json.dumps(answer) for answer in answers)
