"""Whether a patient's values can be decided on as they are.

Enters: the inputs and regimens of a guideline. Leaves: lines that return None unless every value has the plain type of
its input and lies within its bounds, and no combination is impossible. Anything else is read by `read`, which says what
is wrong.
"""

from __future__ import annotations

from fractions import Fraction

from milligram.ir import nodes as ir
from milligram.ir.atoms import linear
from milligram.ir.walk import descend

from milligram_targets.python.fast.cuts import comparison
from milligram_targets.python.fast.truths import NO, Locals, Truths, is_plain, limits, rests_on_support

REFUSED = "return None"


def check(locals_: Locals) -> None:
    """Reads every value into its variable, and returns where one is not plain."""
    code, guideline = locals_.code, locals_.guideline
    code.add("if not KNOWN_NAMES.issuperset(given):")
    code.add(f"    {REFUSED}")
    for declared in guideline.inputs.values():
        if declared.name != "today":
            variable = locals_.input(declared.name)
            with code.block(f"if {variable} is not None:"):
                for test in _refusing(declared, variable):
                    code.add(f"if {test}:")
                    code.add(f"    {REFUSED}")
    with code.block("if 'today' in given:"):
        code.add("day = given['today']")
        with code.block("if day is not None:"):
            code.add("if day.__class__ is not date:")
            code.add(f"    {REFUSED}")
            code.add("today = day")
    for regimen in guideline.regimens.values():
        name = repr(regimen.name)
        code.add(f"if {name} in given and not is_plain_state(given[{name}], {len(regimen.steps)}):")
        code.add(f"    {REFUSED}")
    _impossible(locals_)


def _set(words: list[str]) -> str:
    return "{" + ", ".join(map(repr, dict.fromkeys(words))) + "}"


def _refusing(declared: ir.Input, value: str) -> list[str]:
    """When a value is not plain."""
    match declared.type:
        case ir.FlagType():
            return [f"{value} is not True and {value} is not False"]
        case ir.WordType(words=words):
            return [f"{value}.__class__ is not str or {value} not in {_set(list(words))}"]
        case ir.SetType(words=words):
            return [f"{value}.__class__ is not frozenset or ({value} and not {value} <= {_set(list(words))})"]
        case ir.DateType():
            return [f"{value}.__class__ is not date"]
        case ir.NumberType() as kind:
            low, high = declared.plausible or (Fraction(-(10**300)), Fraction(10**300))
            count = kind.kind == "count"
            low = max(low, Fraction(0)) if count else low
            whole = kind.whole or count
            over, least = _literal(low, above=True, whole=whole)
            below, most = _literal(high, above=False, whole=whole)
            types = f"{value}.__class__ is not int" + ("" if whole else f" and {value}.__class__ is not float")
            return [types, f"not ({value} {over} {least} and {value} {below} {most})"]
        case _:
            return ["True"]


def _literal(limit: Fraction, *, above: bool, whole: bool) -> tuple[str, str]:
    """A bound; as a float where most values are floats, which Python compares faster."""
    if abs(limit) >= 10**300:
        return (">=" if above else "<="), "-1e300" if above else "1e300"
    operator, literal = comparison(limit, above=above, included=True)
    return operator, literal if whole or not literal.lstrip("-").isdigit() else f"{literal}.0"


def _impossible(locals_: Locals) -> None:
    """Whoever may be impossible is looked at by `read`."""
    rules = [rule.condition for rule in locals_.guideline.impossible]
    if any(rests_on_support(locals_.guideline, rule) for rule in rules):
        locals_.code.add(REFUSED)
        return
    truths = Truths(locals_)
    for rule in rules:
        told = truths.told(rule)
        if told.true != NO:
            locals_.code.add(f"if {told.true}:")
            locals_.code.add(f"    {REFUSED}")


def cuts(guideline: ir.Guideline) -> dict[str, tuple[Fraction, ...]]:
    """Where plain numbers are compared, in the unit of their input."""
    found: dict[str, set[Fraction]] = {}
    homes: list[ir.Node] = [*guideline.named, *guideline.pathways, *guideline.parts.values(), *guideline.pitfalls]
    homes += [*guideline.regimens.values(), *guideline.cautions, *guideline.impossible]
    homes += [guideline.applies] if guideline.applies is not None else []
    for home in homes:
        for node in descend(home):
            if isinstance(node, ir.Band) and is_plain(guideline, node):
                subject, factor, offset = linear(guideline, node.subject)
                if isinstance(subject, ir.InputNumber):
                    ends = (limits(node.low, (factor, offset)), limits(node.high, (factor, offset)))
                    found.setdefault(subject.name, set()).update(end[0] for end in ends if end is not None)
    return {name: tuple(sorted(values)) for name, values in found.items()}
