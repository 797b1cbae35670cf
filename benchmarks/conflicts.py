"""A thousand guidelines against one another: how long it takes, and whether all that was planted is found, and no more.

Makes guidelines in families of ten. A family shares a drug (its salts, another name of one formula, a class), a rule of
when never to give it, and inputs by name or by LOINC code; each guideline gives the drug for its own problem, so that
nothing conflicts but what is planted: advice against, a stricter rule, a stop, the drug given twice (itself, as a salt,
by another name, in a class), a name with another limit. Beside each stands its near miss: another problem, another
population, the same limit in another unit.

With ``--hub``, all of them give one drug besides, as all guidelines of a hospital give paracetamol; ``--rules`` of them
forbid it below another clearance than the others.

    python benchmarks/conflicts.py [--guidelines N] [--hub [--rules N]] [--seed N] [--gate]

``--gate`` fails when something planted is missed, something else is found, or it takes more than ten minutes of
processor time.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, pairwise, product
from pathlib import Path

from milligram.diagnostics import Diagnostic
from milligram.pipeline.conflicting import compare_files

FAMILY = 10
MOST_SECONDS = 600
PROBLEMS = tuple(f"problem_{letter}" for letter in "abcdefghijkl")
FREE = "problem_l"
"""A problem for which nobody gives anything."""

HUB = "analgesic"
HIGHER = 45
"""Below this clearance the stricter guidelines forbid the drug of all; the others below 30."""

APART = {("age under 18 years", "age at least 18 years"), ("not pregnant", "pregnant")}
"""Populations that have nobody in common."""

Expected = tuple[str, str, str]
"""A code and two guidelines by name, in order."""


@dataclass
class Text:
    """One guideline in the making."""

    name: str
    drug: str
    problem: str
    applies: str | None = None
    declared: list[str] = field(default_factory=list)
    given: str = ""
    least: int = 30
    hub: int | None = None
    rules: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    kidneys: str = "egfr"

    def text(self, rng: random.Random) -> str:
        """The whole file."""
        unit = "mL/min/{1.73_m2}"
        given = self.given or self.drug
        lines = [f"guideline {self.name}", f'  title   "{self.name.replace("_", " ")}"', "  version 1.0.0"]
        if self.applies is not None:
            lines.append(f"  applies when {self.applies}")
        lines += ['source s1 "Reference 1"', *self.declared]
        lines += [
            f'input {self.kidneys} in {unit}, plausible 0 to 200, loinc "98979-8"',
            f"input problem one of {', '.join(PROBLEMS)}",
            "input age in years whole, plausible 0 to 120",
            "input temperature in Cel, plausible 30 to 45",
            "input pregnant yes or no",
            "input bleeding yes or no",
        ]
        filler, inputs = _filler(rng)
        lines += inputs
        if self.hub is not None:
            lines.append(f"substance {HUB} formula C8H9NO2")
        lines.append('pitfall "Kidneys first" [s1]')
        lines.append(f"  never give {self.drug} when {self.kidneys} under {self.least} {unit}")
        lines += self.rules
        if self.hub is not None:
            lines += ['pitfall "Kidneys first, here too" [s1]']
            lines.append(f"  never give {HUB} when {self.kidneys} under {self.hub} {unit}")
        lines += [
            "pathway treatment",
            f'  decide "Kidneys" by {self.kidneys}',
            "    unknown:",
            f"      order {self.kidneys} [s1]",
            "      end",
            f"    under {self.least} {unit}:",
            '      refer to "the kidney clinic" [s1]',
            "      end",
            f"    at least {self.least} {unit}:",
            "      continue",
            f"  when problem is {self.problem} and temperature at least {rng.choice((37, 38, 39))} Cel:",
            f"    give {rng.choice((100, 250, 500))} mg of {given} {rng.choice(('daily', '2 times daily'))} [s1]",
            *([f"  when problem is {self.problem}:", f"    give 500 mg of {HUB} daily [s1]"] if self.hub else ()),
            *filler,
            *self.bodies,
        ]
        return "\n".join(lines) + "\n"


def _filler(rng: random.Random) -> tuple[list[str], list[str]]:
    """What makes guidelines differ in size: decisions that nothing hangs on."""
    lines: list[str] = []
    inputs: list[str] = []
    for number in range(rng.randint(0, 6)):
        name = f"sign_{number}"
        inputs.append(f"input {name} in mmHg, plausible 0 to 300")
        cuts = sorted(rng.sample(range(20, 280, 5), rng.randint(1, 4)))
        lines += [f"pathway check_{number}", f'  decide "Sign {number}" by {name}', "    unknown:"]
        lines += [f"      order {name} [s1]", f"    under {cuts[0]} mmHg:", f'      advise "low {number}" [s1]']
        for low, high in pairwise(cuts):
            lines += [f"    {low} to under {high} mmHg:", f'      advise "{low} of {number}" [s1]']
        lines += [f"    at least {cuts[-1]} mmHg:", "      continue"]
    return lines, inputs


# --- families ---------------------------------------------------------------------------------------------------------


def _families(count: int, rng: random.Random) -> Iterator[tuple[list[Text], set[Expected]]]:
    plants = (_advice, _advice_by_code, _rule, _stop, _twice, _salt, _other_name, _class, _limit, _nothing)
    for number in range(-(-count // FAMILY)):
        drug = f"drug_{number}"
        carbons = number + 3  # no two families share a formula
        family = [
            Text(
                name=f"family_{number}_{place}",
                drug=drug,
                problem=PROBLEMS[place],
                declared=[f"substance {drug} formula C{carbons}H{carbons}N"],
            )
            for place in range(min(FAMILY, count - number * FAMILY))
        ]
        if len(family) < 4:
            yield family, set()
            continue
        first, second, third, fourth = rng.sample(family, 4)
        code = plants[number % len(plants)]
        yield family, code(family, first, second, third, fourth)


def _pair(code: str, one: Text, other: Text) -> Expected:
    first, second = sorted((one.name, other.name))
    return code, first, second


def _advice(family: list[Text], first: Text, second: Text, third: Text, fourth: Text) -> set[Expected]:
    """Advice against, for the problem of another; and for a problem that nobody treats."""
    second.bodies += _against(first.problem, "pregnant", second.drug)
    fourth.bodies += _against(FREE, "pregnant", fourth.drug)
    return {_pair("MG701", first, second)}


def _advice_by_code(family: list[Text], first: Text, second: Text, third: Text, fourth: Text) -> set[Expected]:
    """Advice against below a clearance that only the code shows to be the same; the near miss is lower still."""
    unit = "mL/min/{1.73_m2}"
    second.kidneys, fourth.kidneys = "kidney_function", "gfr_estimated"
    second.bodies += _against(first.problem, f"kidney_function under 60 {unit}", second.drug)
    fourth.bodies += _against(third.problem, f"gfr_estimated under 20 {unit}", fourth.drug)
    return {_pair("MG701", first, second)}


def _rule(family: list[Text], first: Text, second: Text, third: Text, fourth: Text) -> set[Expected]:
    """A stricter rule, against all of the family; and one of a population that none of them has."""
    second.least = 45
    fourth.rules.append(f"  never give {fourth.drug} when egfr under 25 mL/min/{{1.73_m2}} and pregnant")
    return {_pair("MG701", each, second) for each in family if each is not second}


def _stop(family: list[Text], first: Text, second: Text, third: Text, fourth: Text) -> set[Expected]:
    second.bodies += [
        "pathway of_bleeding",
        f"  when bleeding and problem is {first.problem}:",
        f"    stop {second.drug} [s1]",
    ]
    fourth.bodies += ["pathway of_bleeding", f"  when bleeding and problem is {FREE}:", f"    stop {fourth.drug} [s1]"]
    return {_pair("MG701", first, second)}


def _twice(family: list[Text], first: Text, second: Text, third: Text, fourth: Text) -> set[Expected]:
    """The drug for the problem of another; and for that of one who treats another population."""
    second.problem = first.problem
    fourth.problem = third.problem
    third.applies, fourth.applies = "age under 18 years", "age at least 18 years"
    return {_pair("MG702", first, second)}


def _salt(family: list[Text], first: Text, second: Text, third: Text, fourth: Text) -> set[Expected]:
    for each in (second, fourth):
        each.given = f"{each.drug}_chloride"
        each.declared.append(f"substance {each.given}, gives 1 {each.drug}")
    second.problem = first.problem
    return {_pair("MG702", first, second)}


def _other_name(family: list[Text], first: Text, second: Text, third: Text, fourth: Text) -> set[Expected]:
    """One formula by two names."""
    for each in (second, fourth):
        each.declared = [line.replace(each.drug, f"{each.drug}_inn") for line in each.declared]
        each.drug = f"{each.drug}_inn"
    second.problem = first.problem
    return {_pair("MG702", first, second)}


def _class(family: list[Text], first: Text, second: Text, third: Text, fourth: Text) -> set[Expected]:
    """Two members of one class, which only one of the two declares."""
    for each in (second, fourth):
        other = f"{each.drug}_like"
        each.declared += [f"substance {other}", f"class class_of_{each.drug} of {each.drug}, {other}"]
        each.given = other
    second.problem = first.problem
    return {_pair("MG702", first, second)}


def _limit(family: list[Text], first: Text, second: Text, third: Text, fourth: Text) -> set[Expected]:
    """One name with two limits; and with one limit in two units."""
    name = f"high_{first.drug}"
    for each, limit in ((first, "10 mg/L"), (second, "12 mg/L")):
        each.declared += ["input level in mg/L, plausible 0 to 100", f"define {name}: level over {limit}"]
        each.bodies += ["pathway of_level", f"  when {name}:", '    advise "measure it again" [s1]']
    for each, limit in ((third, "20 mg/L"), (fourth, "2 mg/dL")):
        each.declared += ["input trough in mg/L, plausible 0 to 100", f"define {name}_trough: trough over {limit}"]
        each.bodies += ["pathway of_trough", f"  when {name}_trough:", '    advise "measure it again" [s1]']
    return {_pair("MG704", first, second)}


def _nothing(family: list[Text], first: Text, second: Text, third: Text, fourth: Text) -> set[Expected]:
    """Nothing but near misses."""
    second.problem = first.problem
    first.applies, second.applies = "not pregnant", "pregnant"
    fourth.bodies += _against(FREE, "pregnant", fourth.drug)
    return set()


def _against(problem: str, also: str, drug: str) -> list[str]:
    return ["pathway warnings", f"  when problem is {problem} and {also}:", f"    advise against {drug} [s1]"]


# --- the run ----------------------------------------------------------------------------------------------------------


def _said(each: Diagnostic) -> set[Expected]:
    """The code of a finding, and every two guidelines that it is about."""
    first = Path(each.source.path).stem
    others = [(Path(label.source.path).stem, label.text) for label in each.labels if label.source is not None]
    if each.code.code != "MG701":
        return {
            _two(each.code.code, *pair) for pair in combinations(dict.fromkeys([first, *(o for o, _ in others)]), 2)
        }
    forbidders = [first, *(name for name, text in others if text.endswith("too"))]
    givers = [name for name, text in others if not text.endswith("too")]
    return {_two("MG701", *pair) for pair in product(givers, forbidders) if pair[0] != pair[1]}


def _two(code: str, one: str, other: str) -> Expected:
    first, second = sorted((one, other))
    return code, first, second


def _of_hub(every: list[Text]) -> Iterator[Expected]:
    """What the drug of all makes of a pair: it is given twice for one problem of one population, and a giver with the
    usual limit is forbidden by a strict one for whoever has its problem and a clearance between the two."""
    for one, other in combinations(every, 2):
        if (one.applies, other.applies) in APART or (other.applies, one.applies) in APART:
            continue
        if one.problem == other.problem:
            yield _pair("MG702", one, other)
        if one.hub != other.hub:
            yield _pair("MG701", one, other)


def main() -> int:
    """Runs it and prints the figures."""
    parser = argparse.ArgumentParser(description="Compare many guidelines in which conflicts were planted.")
    parser.add_argument("--guidelines", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--hub", action="store_true", help="let all of them give one drug besides")
    parser.add_argument("--rules", type=int, default=0, help="so many of them forbid it below a higher clearance")
    parser.add_argument("--gate", action="store_true", help="fail when something is missed, made up or too slow")
    asked = parser.parse_args()
    rng = random.Random(asked.seed)
    expected: set[Expected] = set()
    with tempfile.TemporaryDirectory() as folder:
        paths: list[Path] = []
        lines = 0
        families = list(_families(asked.guidelines, rng))
        every = [each for family, _ in families for each in family]
        if asked.hub:
            for each in every:
                each.hub = each.least
            for each in rng.sample(every, asked.rules):
                each.hub = HIGHER
            expected.update(_of_hub(every))
        for family, planted in families:
            expected |= planted
            for each in family:
                text = each.text(rng)
                lines += text.count("\n")
                paths.append(Path(folder, f"{each.name}.mg"))
                paths[-1].write_text(text, encoding="utf-8")
        begun = time.process_time()
        compared = compare_files(paths)
        spent = time.process_time() - begun
    found = set().union(*map(_said, compared.findings))
    missed, others = expected - found, found - expected
    print(f"{len(paths):,} guidelines of {lines:,} lines, {len(expected)} conflicts planted")
    rest = compared.pairs - compared.considered - compared.together
    print(
        f"{compared.pairs:,} pairs: {compared.considered:,} compared, {compared.together:,} together, {rest:,} pruned"
    )
    print(f"{len(compared.findings):,} findings; {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MB")
    print(f"{spent:.1f} s of processor time, {1000 * spent / len(paths):.0f} ms a guideline")
    print("found: " + ", ".join(f"{count} {code}" for code, count in sorted(Counter(c for c, *_ in found).items())))
    for title, which in (("missed", missed), ("not planted", others)):
        print(f"{title}: {len(which)}")
        for item in sorted(which)[:10]:
            print("  " + " ".join(item))
    if asked.gate and (missed or others or spent > MOST_SECONDS):
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
