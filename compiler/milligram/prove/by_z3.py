"""Questions put to Z3: whole formulas, and arithmetic. The only file that imports z3, and only when one is asked.

Enters: a formula over cells, or terms over inputs with the stretches they must lie in. Leaves: an answer; values are
rationals near Z3's (it may answer with a root), which the caller verifies exactly before it believes them.

    age in {1} or renal in {2}                           ->   Found(box={age: {1}})
    x * x in 2 and above, x in 0 to 1.42                 ->   x = 1.4173…

A plain solver, never `Optimize`: that one returned a model that broke its own constraints. Steps are limited
(`rlimit`, so that an answer does not depend on the machine), and time as well, since not all that Z3 does counts as
steps. ``ln``, ``exp`` and ``log10`` are not followed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from milligram.prove.answers import Answer, Found, Nobody, Undecided
from milligram.prove.bounds import Range
from milligram.prove.budget import Budget
from milligram.prove.formula import AllOf, AnyOf, Constant, Formula, Space, Test
from milligram.prove.programs import Program, rounding

_STEPS = 5_000_000
"""Z3's own steps for one question, at most: some seconds."""
_SECONDS = 10.0
"""Seconds for one question, at most, where the budget allows more."""
_WORTH = 10
"""So many of Z3's steps count as one of the budget's."""


def decide_by_z3(space: Space, formula: Formula, budget: Budget) -> Answer:
    """Whether a formula over cells can be true; computed variables count as any others."""
    import z3

    inputs: dict[int, Any] = {}
    done: dict[int, Any] = {}
    waiting = [formula]
    while waiting:
        node = waiting[-1]
        if node.number in done:
            waiting.pop()
            continue
        if isinstance(node, (AllOf, AnyOf)):
            missing = [part for part in node.parts if part.number not in done]
            if missing:
                waiting.extend(missing)
                continue
            join = z3.And if isinstance(node, AllOf) else z3.Or
            done[node.number] = join([done[part.number] for part in node.parts])
        elif isinstance(node, Test):
            if node.variable not in inputs:
                inputs[node.variable] = z3.Int(f"v{node.variable}")
            whole = inputs[node.variable]
            done[node.number] = z3.Or([whole == cell for cell in _cells(node.mask)])
        elif isinstance(node, Constant):
            done[node.number] = z3.BoolVal(node.value)
        waiting.pop()
    solver = z3.SimpleSolver()  # no preparation by tactics: the questions are small
    for index, whole in inputs.items():
        solver.add(whole >= 0, whole < len(space.variables[index].cells))
    solver.add(done[formula.number])
    refused = _checked(z3, solver, budget)
    if refused is not None:
        return refused
    model = solver.model()
    chosen = {index: model.eval(whole, model_completion=True).as_long() for index, whole in inputs.items()}
    return Found(box={index: 1 << cell for index, cell in chosen.items()})


def values(
    program: Program,
    order: Sequence[int],
    leaves: Mapping[int, Sequence[Range]],
    steps: Mapping[int, Fraction | None],
    wanted: Sequence[tuple[int, Sequence[Range]]],
    budget: Budget,
) -> dict[int, Fraction] | Nobody | Undecided:
    """Values of the leaves, each a multiple of its step, that put the wanted program steps in their stretches.

    The values are near a solution, not yet known to be one.
    """
    import z3

    solver = z3.Solver()
    made = _Terms(z3, solver)
    inputs: dict[int, Any] = {}
    for index in order:
        kind, of, data = program.steps[index]
        if kind == "leaf":
            step = steps[index]
            inputs[index] = z3.Int(f"n{index}") if step is not None else z3.Real(f"x{index}")
            made.terms[index] = inputs[index] if step is None else z3.ToReal(inputs[index]) * _rational(z3, step)
            solver.add(z3.Or([z3.And(_within(z3, made.terms[index], piece)) for piece in leaves[index]]))
        elif not made.add(index, kind, of, data):
            return Undecided(reason=f"values for {_NAMES.get(kind, kind)} were neither found nor ruled out")
    for index, runs in wanted:
        solver.add(z3.Or([z3.And(_within(z3, made.terms[index], run)) for run in runs]))
    refused = _checked(z3, solver, budget)
    if refused is not None:
        return refused
    model = solver.model()
    found: dict[int, Fraction] = {}
    for index, unknown in inputs.items():
        step = steps[index]
        value = _read(z3, model.eval(unknown, model_completion=True))
        found[index] = value if step is None else value * step
    return found


_NAMES = {"ln": "a logarithm", "log10": "a logarithm", "exp": "an exponential", "power": "a power"}


def _cells(mask: int) -> list[int]:
    return [cell for cell in range(mask.bit_length()) if mask >> cell & 1]


def _checked(z3: Any, solver: Any, budget: Budget) -> Nobody | Undecided | None:
    """None where Z3 has a model."""
    seconds = _SECONDS if budget.seconds_left is None else min(_SECONDS, budget.seconds_left)
    steps = min(_STEPS, budget.steps_left * _WORTH)
    if steps < 1 or seconds <= 0:
        budget.in_time()
        return Undecided(reason=budget.why)
    solver.set("rlimit", int(steps), "timeout", max(1, int(seconds * 1000)))
    answer = solver.check()
    statistics = solver.statistics()
    counted = [statistics.get_key_value(key) for key in statistics.keys() if key == "rlimit count"]  # noqa: SIM118
    budget.spend(max(1, min(int(steps), int(counted[0]) if counted else int(steps)) // _WORTH))
    budget.in_time()
    if answer == z3.sat:
        return None
    if answer == z3.unsat:
        return Nobody()
    return Undecided(reason=budget.reason or "the arithmetic was too hard to decide")


def _rational(z3: Any, value: Fraction) -> Any:
    return z3.Q(value.numerator, value.denominator)


def _within(z3: Any, term: Any, piece: Range) -> list[Any]:
    found: list[Any] = []
    if piece.low is not None:
        low = _rational(z3, piece.low)
        found.append(term >= low if piece.low_in else term > low)
    if piece.high is not None:
        high = _rational(z3, piece.high)
        found.append(term <= high if piece.high_in else term < high)
    return found


def _read(z3: Any, value: Any) -> Fraction:
    """A model's number; a root as a rational within 10 to the minus 30."""
    if z3.is_algebraic_value(value):
        value = value.approx(30)
    if z3.is_int_value(value):
        return Fraction(value.as_long())
    return Fraction(value.numerator_as_long(), value.denominator_as_long())


class _Terms:
    """Z3's terms for the steps of a program; what defines them is added to the solver."""

    def __init__(self, z3: Any, solver: Any) -> None:
        self.terms: dict[int, Any] = {}
        self._z3 = z3
        self._solver = solver
        self._constants: dict[int, Fraction] = {}

    def add(self, index: int, kind: str, of: Sequence[int], data: tuple[object, ...]) -> bool:
        """The term of a step; False where Z3 has none."""
        z3 = self._z3
        of_them = [self.terms[part] for part in of]
        match kind:
            case "const":
                assert isinstance(data[0], Fraction)
                self._constants[index] = data[0]
                self.terms[index] = _rational(z3, data[0])
            case "+":
                self.terms[index] = of_them[0] + of_them[1]
            case "-":
                self.terms[index] = of_them[0] - of_them[1]
            case "*":
                self.terms[index] = of_them[0] * of_them[1]
            case "/":
                self._solver.add(of_them[1] != 0)
                self.terms[index] = of_them[0] / of_them[1]
            case "min":
                self.terms[index] = z3.If(of_them[0] <= of_them[1], of_them[0], of_them[1])
            case "max":
                self.terms[index] = z3.If(of_them[0] >= of_them[1], of_them[0], of_them[1])
            case "abs":
                self.terms[index] = z3.If(of_them[0] >= 0, of_them[0], -of_them[0])
            case "round":
                size, mode = rounding(data)
                self.terms[index] = self._rounded(index, of_them[0] / _rational(z3, size), mode) * _rational(z3, size)
            case "sqrt":
                self.terms[index] = self._root(index, of_them[0], 2)
            case "power":
                return self._power(index, of_them[0], self._constants.get(of[1]))
            case _:
                return False
        return True

    def _rounded(self, index: int, steps: Any, mode: str) -> Any:
        """A whole number next to a term: ToInt rounds down."""
        z3 = self._z3
        half = _rational(z3, Fraction(1, 2))
        rounders: dict[str, Callable[[], Any]] = {
            "down": lambda: z3.ToInt(steps),
            "up": lambda: -z3.ToInt(-steps),
            "nearest": lambda: z3.If(steps >= 0, z3.ToInt(steps + half), -z3.ToInt(half - steps)),
        }
        whole = z3.Int(f"r{index}")
        self._solver.add(whole == rounders[mode]())
        return z3.ToReal(whole)

    def _root(self, index: int, base: Any, degree: int) -> Any:
        root = self._z3.Real(f"s{index}")
        product = root
        for _ in range(degree - 1):
            product = product * root
        self._solver.add(base >= 0, root >= 0, product == base)
        return root

    def _power(self, index: int, base: Any, exponent: Fraction | None) -> bool:
        if exponent is None or exponent.denominator > 12 or abs(exponent.numerator) > 24:
            return False
        if exponent.denominator > 1:
            base = self._root(index, base, exponent.denominator)
        times = abs(exponent.numerator)
        power = _rational(self._z3, Fraction(1))
        for _ in range(times):
            power = power * base
        if exponent < 0:
            self._solver.add(base != 0)
            power = 1 / power
        self.terms[index] = power
        return True
