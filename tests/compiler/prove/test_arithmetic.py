"""Numbers computed from several inputs: what fits is found with exact values, what does not is refuted.

Random terms are held against every whole value tried, and against Z3 alone; formulas of the clinic against known facts.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise, product
from typing import Literal as L

import pytest
from milligram.ir import nodes as ir
from milligram.prove import by_z3
from milligram.prove import formula as formulas
from milligram.prove.answers import Answer, Found, Nobody, Undecided
from milligram.prove.arithmetic import Arithmetic
from milligram.prove.bounds import range_of
from milligram.prove.budget import Budget
from milligram.prove.decider import Decider
from milligram.prove.domains import Numbers
from milligram.prove.dpll import decide
from milligram.prove.formula import Formula, Space, Variable
from milligram.prove.intervals import EVERYTHING, HIGHEST, LOWEST, Cut, Interval, Intervals, above, below
from milligram.prove.programs import Program
from milligram.prove.typical import typical_number
from milligram.quantity import NUMBER, exact

F = Fraction
WHOLE = Numbers(within=EVERYTHING, step=F(1))


def number(value: Fraction | int | str) -> ir.Const:
    return ir.Const(value=F(value), written=str(value), measure=NUMBER)


def named(name: str) -> ir.InputNumber:
    return ir.InputNumber(name=name, measure=NUMBER)


def op(left: ir.AnyNumber, sign: L["+", "-", "*", "/"], right: ir.AnyNumber) -> ir.Operation:
    return ir.Operation(op=sign, left=left, right=right, measure=NUMBER)


def call(name: L["min", "max", "abs", "sqrt", "ln", "log10", "exp", "floor"], *arguments: ir.AnyNumber) -> ir.Function:
    return ir.Function(name=name, arguments=arguments, measure=NUMBER)


def rounded(operand: ir.AnyNumber, step: Fraction, mode: L["nearest", "up", "down"] = "nearest") -> ir.RoundTo:
    return ir.RoundTo(operand=operand, step=step, mode=mode, written_step=str(step), measure=NUMBER)


def power(base: ir.AnyNumber, exponent: Fraction | int | str) -> ir.Power:
    return ir.Power(base=base, exponent=number(exponent), measure=NUMBER)


class Patients:
    """A space with numeric inputs and computed numbers, cut where a test needs it."""

    def __init__(self) -> None:
        self.space = Space()
        self.domains: dict[ir.Node, Numbers] = {}
        self.arithmetic = Arithmetic(self.space, self.domains.get)

    def input(self, name: str, low: object, high: object, cuts: Iterable[Cut] = (), *, whole: bool = False) -> Variable:
        within = Intervals.between(F(str(low)), F(str(high)))
        domain = WHOLE.replaced(within) if whole else Numbers(within=within)
        self.domains[named(name)] = domain
        return self.space.variable(named(name), _cells(domain, cuts))

    def computed(self, term: ir.Node, cuts: Iterable[Cut]) -> Variable:
        return self.space.variable(term, _cells(Numbers(within=EVERYTHING), cuts), computed=True)

    def within(self, variable: Variable, low: object = None, high: object = None, *, under: object = None) -> Formula:
        """From ``low`` to ``high``, both included, or to under ``under``."""
        start = LOWEST if low is None else below(F(str(low)))
        end = HIGHEST if high is None else above(F(str(high)))
        end = end if under is None else below(F(str(under)))
        mask = 0
        for index, cell in enumerate(variable.cells):
            if isinstance(cell, Interval) and start <= cell.low and cell.high <= end:
                mask |= 1 << index
        return self.space.test(variable, mask)

    def ask(self, *formulas: Formula, seconds: float | None = None) -> Answer:
        return decide(self.space, self.space.all_of(formulas), Budget(seconds=seconds), self.arithmetic)


def _cells(domain: Numbers, cuts: Iterable[Cut]) -> list[Interval]:
    found = []
    for low, high in pairwise([LOWEST, *sorted(cuts), HIGHEST]):
        part = domain.replaced(domain.within & Intervals.of([(low, high)])).within
        if part:
            found.append(Interval(part.pieces[0].low, part.pieces[-1].high))
    return found


@lru_cache(maxsize=64)
def compiled_term(term: ir.Node) -> tuple[Program, int]:
    program = Program()
    return program, program.add(term)


def value(term: ir.Node, numbers: dict[ir.Node, Fraction]) -> exact.Number:
    """What a term comes to. Raises KeyError where it reads what has no number."""
    program, step = compiled_term(term)
    inputs = {leaf: numbers[node] for leaf, node in program.leaves.items()}
    return program.values(program.reach([step]), inputs)[step]


# --- formulas of the clinic -------------------------------------------------------------------------------------------

CLEARANCE = op(
    op(op(number(140), "-", named("age")), "*", named("weight")), "/", op(number(72), "*", named("creatinine"))
)
"""Cockcroft–Gault, for men."""


def renal() -> tuple[Patients, Variable, Variable, Variable, Variable]:
    those = Patients()
    age = those.input("age", 18, 120, [below(F(40)), below(F(65)), below(F(80))], whole=True)
    weight = those.input("weight", 30, 200, [below(F(50)), below(F(100))])
    creatinine = those.input("creatinine", "0.2", 20, [below(F(1)), below(F(2)), below(F(5))])
    clearance = those.computed(CLEARANCE, [below(F(20)), below(F(30)), below(F(60))])
    return those, age, weight, creatinine, clearance


def test_a_young_heavy_patient_with_low_creatinine_has_no_low_clearance() -> None:
    those, age, weight, creatinine, clearance = renal()
    young = [those.within(age, None, under=40), those.within(weight, 100), those.within(creatinine, None, under=1)]
    assert those.ask(*young, those.within(clearance, None, under=60)) == Nobody()
    assert isinstance(those.ask(*young, those.within(clearance, 60)), Found)


def test_each_band_of_clearance_is_reached_by_exact_values_in_it() -> None:
    those, age, weight, _, clearance = renal()
    for low, high in ((0, 20), (20, 30), (30, 60), (60, 10000)):
        cell = those.within(clearance, None if low == 0 else low, None, under=None if high == 10000 else high)
        answer = those.ask(cell, those.within(age, 80), those.within(weight, 50, under=100))
        assert isinstance(answer, Found), (low, high)
        found = value(CLEARANCE, dict(answer.numbers))
        assert isinstance(found, Fraction)
        assert low <= found < high
        assert answer.numbers[named("age")].denominator == 1
        assert answer.numbers[named("age")] >= 80


def test_the_input_cells_of_an_answer_hold_its_numbers() -> None:
    those, age, weight, creatinine, clearance = renal()
    answer = those.ask(those.within(clearance, 20, under=30))
    assert isinstance(answer, Found)
    for variable, name in ((age, "age"), (weight, "weight"), (creatinine, "creatinine")):
        mask = answer.box[variable.index]
        cells = [cell for index, cell in enumerate(variable.cells) if mask >> index & 1]
        assert [isinstance(cell, Interval) and cell.holds(answer.numbers[named(name)]) for cell in cells] == [True]


def test_values_are_round_where_they_may_be() -> None:
    those, *_, clearance = renal()
    answer = those.ask(those.within(clearance, 30, under=60))
    assert isinstance(answer, Found)
    assert all(100 % each.denominator == 0 for each in answer.numbers.values()), answer.numbers


@pytest.mark.parametrize(
    ("most", "per_kg", "reached"),
    [("79.9", 5, False), ("80", 5, True), ("80", "4.99", False)],
)
def test_a_maximum_is_reached_at_the_very_end_of_the_weights(most: str, per_kg: object, reached: bool) -> None:
    """400 mg at 5 mg/kg takes 80 kg, no less."""
    those = Patients()
    those.input("weight", 10, most)
    dose = those.computed(op(named("weight"), "*", number(str(per_kg))), [below(F(400))])
    assert isinstance(those.ask(those.within(dose, 400)), Found) is reached


def test_an_end_that_is_not_included_is_not_reached() -> None:
    those = Patients()
    weight = those.input("weight", 10, 200, [below(F(80))])
    dose = those.computed(op(named("weight"), "*", number(5)), [below(F(400))])
    assert those.ask(those.within(weight, None, under=80), those.within(dose, 400)) == Nobody()


def test_rounding_reaches_over_a_boundary() -> None:
    those = Patients()
    weight = those.input("weight", 10, 200, [below(F("79.5")), below(F(80))])
    dose = those.computed(rounded(op(named("weight"), "*", number(5)), F(10)), [below(F(400))])
    assert isinstance(those.ask(those.within(weight, None, under=80), those.within(dose, 400)), Found)
    assert those.ask(those.within(weight, None, under="79"), those.within(dose, 400)) == Nobody()


def test_a_division_by_zero_is_no_patient() -> None:
    those = Patients()
    those.input("x", 0, 0)
    ratio = those.computed(op(number(1), "/", named("x")), [below(F(0)), above(F(0))])
    assert those.ask(those.space.test(ratio, ratio.known)) == Nobody()


def test_a_number_that_does_not_exist_matters_only_where_it_is_needed() -> None:
    those = Patients()
    x = those.input("x", 0, 0)
    ratio = those.computed(op(number(1), "/", named("x")), [below(F(0))])
    flag = those.space.variable(ir.Flag(name="pregnant"), (False, True))
    some = [those.space.test(ratio, 1 << cell) for cell in range(3)]
    yes = those.space.test(flag, 0b100)
    either = [those.space.any_of([each, yes]) for each in some]
    assert isinstance(those.ask(*either, those.space.test(x, 2)), Found)
    assert those.ask(*either, those.space.test(x, 2), those.space.test(flag, 0b011)) == Nobody()


def test_logarithms_and_powers_are_followed_by_enclosures() -> None:
    """An MELD-like sum: 10 ln(bilirubin) is at most 10 exactly where bilirubin is at most e."""
    those = Patients()
    bilirubin = those.input("bilirubin", "0.1", 50, [below(F("2.71")), below(F("2.72"))])
    score = those.computed(op(number(10), "*", call("ln", named("bilirubin"))), [above(F(10))])
    high, low = those.within(score, 10, None), those.within(score, None, 10)
    over = those.space.test(score, score.known & ~2)
    assert high is not low
    assert those.ask(those.within(bilirubin, None, under="2.71"), over) == Nobody()
    assert those.ask(those.within(bilirubin, "2.72"), low) == Nobody()
    assert isinstance(those.ask(those.within(bilirubin, "2.71", under="2.72"), over), Found)
    assert isinstance(those.ask(those.within(bilirubin, "2.71", under="2.72"), low), Found)


def test_body_surface_is_decided_with_its_root() -> None:
    those = Patients()
    height = those.input("height", 50, 250, [below(F(180))])
    weight = those.input("weight", 2, 300, [below(F(80))])
    surface = those.computed(
        call("sqrt", op(op(named("height"), "*", named("weight")), "/", number(3600))), [below(F(2)), above(F(2))]
    )
    assert (
        those.ask(those.within(height, 180), those.within(weight, 80), those.within(surface, None, under=2)) == Nobody()
    )
    exactly = those.ask(those.within(surface, 2, 2))
    assert isinstance(exactly, Found)
    assert exactly.numbers[named("height")] * exactly.numbers[named("weight")] == 14400


def test_two_computed_numbers_of_one_input_are_solved_together() -> None:
    those = Patients()
    those.input("x", 0, 100)
    double = those.computed(op(named("x"), "*", number(2)), [below(F(40)), below(F(60))])
    square = those.computed(power(named("x"), 2), [below(F(400)), below(F(900))])
    both = [those.within(double, 40, under=60), those.within(square, 400, under=900)]
    assert isinstance(those.ask(*both), Found)
    assert those.ask(both[0], those.within(square, None, under=400)) == Nobody()


def test_an_input_that_only_terms_read_is_one_input() -> None:
    """No condition tests x itself; 2x and 3x still cannot part."""
    those = Patients()
    those.domains[named("x")] = Numbers(within=Intervals.between(0, 100))
    double = those.computed(op(named("x"), "*", number(2)), [below(F(40))])
    triple = those.computed(op(named("x"), "*", number(3)), [below(F(60))])
    low, high = those.within(double, None, under=40), those.within(triple, 60)
    assert those.ask(low, high) == Nobody()
    assert isinstance(those.ask(those.within(double, 40), high), Found)


def test_what_is_computed_from_an_unknown_value_is_unknown() -> None:
    those, age, *_, clearance = renal()
    assert those.ask(those.space.test(clearance, 1), those.space.test(age, age.known)) != Nobody()
    all_known = [those.space.test(each, each.known) for each in those.space.variables[:3]]
    assert those.ask(those.space.test(clearance, 1), *all_known) == Nobody()
    assert those.ask(those.space.test(age, 1), those.space.test(clearance, clearance.known)) == Nobody()


def test_a_clash_moves_the_search_to_another_branch() -> None:
    those, age, weight, creatinine, clearance = renal()
    young = those.space.all_of(
        [those.within(age, None, under=40), those.within(weight, 100), those.within(creatinine, None, under=1)]
    )
    old = those.space.all_of([those.within(age, 80), those.within(creatinine, 5)])
    answer = those.ask(those.space.any_of([young, old]), those.within(clearance, None, under=20))
    assert isinstance(answer, Found)
    assert answer.numbers[named("age")] >= 80


def test_what_cannot_be_followed_is_undecided_with_its_reason() -> None:
    those = Patients()
    score = those.computed(op(ir.NamedNumber(name="curb65", measure=NUMBER), "+", number(1)), [below(F(2))])
    assert those.ask(those.within(score, 2)) == Undecided(reason="a computed number has a part that cannot be followed")


def test_what_is_too_hard_is_undecided_with_its_reason() -> None:
    """No rational x has e to the x plus ln x exactly 5, which nothing here shows."""
    those = Patients()
    those.input("x", "0.1", 10)
    total = those.computed(op(call("exp", named("x")), "+", call("ln", named("x"))), [below(F(5)), above(F(5))])
    answer = those.ask(those.within(total, 5, 5))
    assert answer == Undecided(reason="values for a logarithm were neither found nor ruled out")


def test_many_questions_keep_the_numbers_of_what_is_mended() -> None:
    those, age, _, _, clearance = renal()
    flag = those.space.variable(ir.Flag(name="pregnant"), (False, True))
    decider = Decider(those.space, those.arithmetic)
    low = those.within(clearance, None, under=20)
    first = decider.decide(those.space.all_of([low, those.space.test(flag, 2)]), Budget())
    second = decider.decide(those.space.all_of([low, those.space.test(flag, 4)]), Budget())
    third = decider.decide(those.space.all_of([those.within(age, None, under=40), low]), Budget())
    assert isinstance(first, Found)
    assert isinstance(second, Found)
    assert isinstance(third, Found)
    assert first.numbers == second.numbers
    assert third.numbers[named("age")] < 40
    for answer in (first, second, third):
        found = value(CLEARANCE, dict(answer.numbers))
        assert isinstance(found, Fraction)
        assert found < 20


# --- random terms -----------------------------------------------------------------------------------------------------


SIGNS: list[L["+", "-", "*", "/"]] = ["+", "-", "*", "/"]
CURVES: list[L["abs", "sqrt", "floor", "exp", "ln", "log10"]] = ["abs", "sqrt", "floor", "exp", "ln", "log10"]
MODES: list[L["nearest", "up", "down"]] = ["nearest", "up", "down"]


def random_term(rng: random.Random, inputs: list[ir.AnyNumber], depth: int) -> ir.AnyNumber:
    def inner() -> ir.AnyNumber:
        return random_term(rng, inputs, depth - 1)

    if depth == 0 or rng.random() < 0.1:
        return rng.choice(inputs) if rng.random() < 0.75 else number(rng.choice(["1", "2", "3", "1/2", "5", "-1", "0"]))
    kinds: list[Callable[[], ir.AnyNumber]] = [
        *[lambda: op(inner(), rng.choice(SIGNS), inner())] * 12,
        lambda: call("min", inner(), inner(), inner()),
        lambda: call("max", inner(), inner()),
        *[lambda: call(rng.choice(CURVES), inner())] * 6,
        lambda: power(inner(), rng.choice(["2", "3", "-1", "1/2", "-3/2", "1/3"])),
        lambda: rounded(inner(), F(rng.choice(["1", "5", "1/2"])), rng.choice(MODES)),
        lambda: ir.Scaled(operand=inner(), factor=F(-3, 2), offset=F(1), measure=NUMBER),
    ]
    return rng.choice(kinds)()


def cuts(rng: random.Random, low: int, high: int, count: int) -> list[Cut]:
    return [rng.choice((below, above))(F(each)) for each in {rng.randint(low, high) for _ in range(count)}]


def random_patients(rng: random.Random, *, whole: bool) -> tuple[Patients, Formula]:
    those = Patients()
    inputs: list[ir.AnyNumber] = []
    for index in range(rng.randint(1, 3)):
        low = rng.choice([0, 0, -2, 1])
        those.input(f"x{index}", low, 6, cuts(rng, low, 6, rng.randint(0, 3)), whole=whole)
        inputs.append(named(f"x{index}"))
    for _ in range(rng.randint(1, 2)):
        those.computed(random_term(rng, inputs, rng.randint(1, 3)), cuts(rng, -3, 20, rng.randint(1, 3)))
    parts = []
    for variable in those.space.variables:
        mask = rng.randrange(1, variable.full + 1) if rng.random() < 0.6 else variable.full
        parts.append(those.space.test(variable, mask if rng.random() < 0.3 else mask & variable.known))
    choices = [those.space.test(each, rng.randrange(1, each.full)) for each in rng.choices(those.space.variables, k=2)]
    parts.append(those.space.any_of(choices))
    return those, those.space.all_of(parts)


def some_patient(those: Patients, formula: Formula) -> bool:
    """Whether one of all patients with whole values, or with unknown ones, makes a formula true."""
    inputs = [each for each in those.space.variables if not each.computed]
    tried = [[None, *(F(n) for n in range(-3, 8) if those.domains[each.subject].within.holds(F(n)))] for each in inputs]
    return any(_true_of(those, formula, dict(zip(inputs, values, strict=True))) for values in product(*tried))


def _true_of(those: Patients, formula: Formula, values: dict[Variable, Fraction | None]) -> bool:
    numbers = {each.subject: known for each, known in values.items() if known is not None}
    found: dict[int, int | None] = {}

    def cell(index: int) -> int | None:
        """The cell of a variable; None for a value that does not exist."""
        if index not in found:
            variable = those.space.variables[index]
            try:
                found[index] = _cell_of(variable, value(variable.subject, numbers))
            except KeyError:
                found[index] = 0
            except exact.Undefined:
                found[index] = None
        return found[index]

    def true(part: Formula) -> bool:
        match part:
            case formulas.AllOf(parts=parts):
                return all(true(each) for each in parts)
            case formulas.AnyOf(parts=parts):
                return any(true(each) for each in parts)
            case formulas.Test(variable=index, mask=mask):
                here = cell(index)
                return here is not None and bool(mask >> here & 1)
            case _:
                return part is those.space.true

    return true(formula)


def _cell_of(variable: Variable, found: exact.Number) -> int:
    for index, cell in enumerate(variable.cells):
        if isinstance(cell, Interval):
            whole = range_of(cell)
            low = 1 if whole.low is None else exact.compare(found, whole.low)
            high = -1 if whole.high is None else exact.compare(found, whole.high)
            if (low > 0 or (low == 0 and whole.low_in)) and (high < 0 or (high == 0 and whole.high_in)):
                return index
    raise AssertionError(found)


def test_random_terms_over_whole_inputs_are_decided_as_trying_all_of_them_shows() -> None:
    verdicts: Counter[bool] = Counter()
    for seed in range(300):
        those, formula = random_patients(random.Random(seed), whole=True)
        answer = decide(those.space, formula, Budget(), those.arithmetic)
        try:
            there = some_patient(those, formula)
        except exact.Undecided:
            continue
        assert not isinstance(answer, Undecided), seed
        assert isinstance(answer, Found) is there, seed
        verdicts[there] += 1
    assert min(verdicts.values()) > 100


def test_random_terms_over_any_numbers_are_decided_as_z3_alone_decides_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Narrowing, guessing and halving are switched off for the second opinion."""
    questions = []
    for seed in range(120):
        those, formula = random_patients(random.Random(seed), whole=False)
        questions.append((those, formula, decide(those.space, formula, Budget(), those.arithmetic)))
    monkeypatch.setattr("milligram.prove.fitting.narrowed", lambda _problem, state, _budget: state)
    monkeypatch.setattr("milligram.prove.fitting._Search.guess", lambda *_: None)
    monkeypatch.setattr("milligram.prove.fitting._MOST_BOXES", 0)
    monkeypatch.setattr(by_z3, "_STEPS", 400_000)
    compared: Counter[str] = Counter()
    for those, formula, answer in questions:
        second = decide(those.space, formula, Budget(), Arithmetic(those.space, those.domains.get))
        if not isinstance(second, Undecided) and not isinstance(answer, Undecided):
            assert type(answer) is type(second)
            compared[type(answer).__name__] += 1
    assert min(compared.values()) > 20


def test_a_mended_patient_has_the_numbers_that_the_next_question_needs() -> None:
    """Each answer is replayed: its numbers, and any typical value of its other cells."""
    verdicts: Counter[str] = Counter()
    for seed in range(80):
        rng = random.Random(seed)
        those, _ = random_patients(rng, whole=seed % 2 == 0)
        variables = those.space.variables
        decider = Decider(those.space, those.arithmetic)
        pool = [
            those.space.any_of(
                those.space.test(each, rng.randrange(1, each.full)) for each in rng.choices(variables, k=2)
            )
            for _ in range(8)
        ]
        for question in range(8):
            formula = those.space.all_of(rng.sample(pool, rng.randint(1, 5)))
            answer = decider.decide(formula, Budget())
            fresh = decide(those.space, formula, Budget(), Arithmetic(those.space, those.domains.get))
            assert type(answer) is type(fresh), (seed, question)
            verdicts[type(answer).__name__] += 1
            if isinstance(answer, Found):
                patient = {each: _value_in(those, each, answer, rng) for each in variables if not each.computed}
                assert _true_of(those, formula, patient), (seed, question)
    assert verdicts["Found"] > 100
    assert verdicts["Nobody"] > 10


def _value_in(those: Patients, variable: Variable, answer: Found, rng: random.Random) -> Fraction | None:
    if variable.subject in answer.numbers:
        return answer.numbers[variable.subject]
    mask = answer.box.get(variable.index, variable.full)
    cell = variable.cells[rng.choice([index for index in range(len(variable.cells)) if mask >> index & 1])]
    return typical_number(cell, those.domains[variable.subject].step) if isinstance(cell, Interval) else None
