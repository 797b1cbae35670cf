"""``is_plain``: whether a patient's values can be decided on as they are.

Enters: the inputs and regimens of a guideline. Leaves: a function that says yes where every value has the plain type of
its input and lies within its bounds, and no combination is impossible. Anything else is read by `read`, which says what
is wrong.
"""

from __future__ import annotations

from fractions import Fraction

from milligram.ir import nodes as ir
from milligram.ir.atoms import linear
from milligram.ir.walk import descend

from milligram_targets.python.context import Context
from milligram_targets.python.fast.code import Code
from milligram_targets.python.fast.cuts import comparison
from milligram_targets.python.fast.truths import NO, Locals, Truths, is_plain, limits, rests_on_support

HEAD = "def is_plain(values: Mapping[str, object]) -> TypeGuard[Values]:"
DOC = '    """Whether all values are of the plain kind, and possible."""'


def checking_source(context: Context) -> str:
    """The text of ``is_plain``."""
    guideline = context.guideline
    code = Code()
    code.add("found = 0")
    for declared in guideline.inputs.values():
        if declared.name != "today":
            _input(code, declared)
    code.add('today = values.get("today")')
    with code.block("if today is not None:"):
        with code.block("if today.__class__ is not date:"):
            code.add("return False")
        code.add("found += 1")
    for regimen in guideline.regimens.values():
        code.add(f"value = values.get({regimen.name!r})")
        with code.block("if value is not None:"):
            with code.block(f"if not is_plain_state(value, {len(regimen.steps)}):"):
                code.add("return False")
            code.add("found += 1")
    with code.block("if found != len(values):"):
        with code.block("if found != sum(value is not None for value in values.values()):"):
            code.add("return False")
        known = [*guideline.inputs, "today", *guideline.regimens]
        code.add(f"if any(name not in {_set(known)} for name in values):")
        code.add("    return False")
    _impossible(context, code)
    code.add("return True")
    return "\n".join([HEAD, DOC, *code.lines])


def _set(words: list[str]) -> str:
    return "{" + ", ".join(map(repr, dict.fromkeys(words))) + "}"


def _input(code: Code, declared: ir.Input) -> None:
    tests = _refusing(declared)
    code.add(f"value = values.get({declared.name!r})")
    with code.block("if value is not None:"):
        for test in tests:
            with code.block(f"if {test}:"):
                code.add("return False")
        code.add("found += 1")


def _refusing(declared: ir.Input) -> list[str]:
    """When a value is not plain."""
    match declared.type:
        case ir.FlagType():
            return ["value is not True and value is not False"]
        case ir.WordType(words=words):
            return [f"value.__class__ is not str or value not in {_set(list(words))}"]
        case ir.SetType(words=words):
            return [f"value.__class__ is not frozenset or not value <= {_set(list(words))}"]
        case ir.DateType():
            return ["value.__class__ is not date"]
        case ir.NumberType() as kind:
            low, high = declared.plausible or (Fraction(-(10**300)), Fraction(10**300))
            count = kind.kind == "count"
            low = max(low, Fraction(0)) if count else low
            over, least = _literal(low, above=True)
            below, most = _literal(high, above=False)
            types = "value.__class__ is not int" + ("" if kind.whole or count else " and value.__class__ is not float")
            return [types, f"not {least} {'<=' if over == '>=' else '<'} value {below} {most}"]
        case _:
            return ["True"]


def _literal(limit: Fraction, *, above: bool) -> tuple[str, str]:
    if abs(limit) >= 10**300:
        return (">=" if above else "<="), "-1e300" if above else "1e300"
    return comparison(limit, above=above, included=True)


def _impossible(context: Context, code: Code) -> None:
    """Whoever may be impossible is looked at by `read`."""
    rules = [rule.condition for rule in context.guideline.impossible]
    if not rules:
        return
    if any(rests_on_support(context.guideline, rule) for rule in rules):
        code.add("return False")
        return
    truths = Truths(Locals(context, code, {}))
    for rule in rules:
        told = truths.told(rule)
        if told.true != NO:
            with code.block(f"if {told.true}:"):
                code.add("return False")


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
