"""What the emission of one guideline shares: identifiers, constants, lines.

Enters: a guideline. Leaves: a `Context`, which hands out one identifier for each name of the author, and one constant
for each threshold.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from fractions import Fraction

from milligram.ir import nodes as ir
from milligram.ir.print import const_text
from milligram.ir.walk import descend, inputs_read, states_read

from milligram_targets.python import build
from milligram_targets.python.embedding import support_names
from milligram_targets.python.prose import Names, docstring, slug
from milligram_targets.python.support.data import Data
from milligram_targets.python.support.reading import Reader

GENERATED = (
    "p", "run", "self", "cls",
    "Reading", "Patient", "evaluate", "applies", "impossible", "GUIDELINE", "INPUTS", "LAST_STEPS",
    "QUESTIONS", "REGIMENS", "PATHWAYS", "MONITORS", "SOURCES", "NAMES", "TERMS", "JSON_SCHEMA", "read", "from_dict",
    "given", "Values", "decide", "check_and_decide", "evaluate_any", "CUTS", "ANSWERS", "KEPT",
    "KNOWN_NAMES", "are_known", "POINTS", "LINES", "DIGITS", "said", "meaning", "whole", "run_as_written",
    "to_dict", "to_json", *(name for kind in (Data, Reader) for name in vars(kind)),
)  # fmt: skip
"""Names that every module binds, and those of what a patient is written with."""

AGAIN = "literal again"
"""The hint of what is said a second time: any name of the same value will do."""
_REAL = ("sqrt", "ln", "log10", "exp")


@dataclass(slots=True, kw_only=True)
class Constants:
    """Thresholds and other literals, by name."""

    names: Names
    by_key: dict[tuple[str, Fraction], str] = field(default_factory=dict)
    found: list[tuple[int, ast.stmt, ast.stmt]] = field(default_factory=list)

    def take(self, hint: str, const: ir.Const, line: int) -> str:
        """The name of a literal; the same literal under the same hint has one name."""
        digits = const.written.replace("-", "minus_").replace("+", "")
        wanted = slug(f"{hint} {digits.replace('.', '_')}", longest=48).upper()
        known = self.by_key.get((wanted, const.value))
        if known is None and hint == AGAIN:
            known = next((name for (_, value), name in self.by_key.items() if value == const.value), None)
        if known is not None:
            return known
        name, count = wanted, 2
        while name in self.names.taken:
            name, count = f"{wanted}_{count}", count + 1
        self.names.taken.add(name)
        self.by_key[wanted, const.value] = name
        also = "".join(f", also {number} {unit}" for number, unit in const.also)
        note = docstring(f"{const_text(const)}{also} (line {line}).", indent=0)
        self.found.append((line, build.assign(name, build.fraction(const.value)), ast.Expr(value=build.constant(note))))
        return name

    @property
    def statements(self) -> list[ast.stmt]:
        """The literals with their docstrings, in the order of the guideline's lines."""
        found = sorted(self.found, key=lambda each: each[0])
        return [statement for _, assigned, note in found for statement in (assigned, note)]


class Context:
    """One emission."""

    def __init__(self, guideline: ir.Guideline) -> None:
        self.guideline = guideline
        self.names = Names({*support_names(), *GENERATED, *(f"WORDS_{n + 1}" for n in range(len(guideline.inputs)))})
        self.identifiers: dict[str, str] = {}
        self.constants = Constants(names=self.names)
        self.reals = leaves_rationals(guideline)
        self.ruled: list[str] = []
        self.word_sets: dict[tuple[str, ...], str] = {}
        self.pathways: list[str] = []
        self.behind: list[ast.stmt] = []
        for name in (
            *guideline.inputs,
            *guideline.regimens,
            *guideline.monitors,
            *guideline.named_by_name,
            *guideline.parts,
            *(pathway.name for pathway in guideline.pathways if pathway.name),
        ):
            if name not in self.identifiers:
                self.identifiers[name] = self.names.take(name)

    def identifier(self, name: str) -> str:
        """The Python name of an input, a regimen, a named value, a part or a pathway."""
        return self.identifiers[name]

    def line(self, node: ir.Node) -> int:
        """The line of a node."""
        return self.guideline.line(node)

    def reads(self, *nodes: ir.Node | None) -> tuple[str, ...]:
        """The inputs and states that nodes rest on, as a trace names them."""
        found: dict[str, None] = {}
        for node in nodes:
            if node is None:
                continue
            found.update(dict.fromkeys(inputs_read(node, self.guideline)))
            found.update(dict.fromkeys(f"{name} {which}" for name, which in states_read(node, self.guideline)))
        return tuple(found)


def leaves_rationals(guideline: ir.Guideline) -> bool:
    """Whether some formula has a root, a logarithm, an exponential, or a power that is not a small whole literal."""
    roots: list[ir.Node] = [*guideline.named, *guideline.impossible, *guideline.cautions, *guideline.pathways]
    roots += [*guideline.parts.values(), *guideline.regimens.values(), *guideline.pitfalls]
    roots += [guideline.applies] if guideline.applies is not None else []
    for root in roots:
        for node in descend(root):
            match node:
                case ir.Function(name=name) if name in _REAL:
                    return True
                case ir.Power(exponent=ir.Const(value=value)) if value.denominator == 1 and abs(value) <= 8:
                    pass
                case ir.Power():
                    return True
                case _:
                    pass
    return False
