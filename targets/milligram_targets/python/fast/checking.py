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

from milligram_targets.python.context import Context
from milligram_targets.python.fast.bands import whole_limits
from milligram_targets.python.fast.cuts import MOST, comparison, limits
from milligram_targets.python.fast.locals import Locals
from milligram_targets.python.fast.plain import NO, is_plain, rests_on_support
from milligram_targets.python.fast.truths import Truths

REFUSED = "return None"


def check(locals_: Locals) -> None:
    """Reads every value into its variable, and returns where one is not plain."""
    code, guideline = locals_.code, locals_.guideline
    code.add("if not are_known(values):")
    code.add(f"    {REFUSED}")
    for declared in guideline.inputs.values():
        if declared.name != "today":
            _check(locals_, declared)
    with code.block("if 'today' in values:"):
        code.add("day = values['today']")
        with code.block("if day is not None:"):
            code.add("if day.__class__ is not date:")
            code.add(f"    {REFUSED}")
            code.add("today = day")
    for regimen in guideline.regimens.values():
        name = repr(regimen.name)
        code.add(f"if {name} in values and not is_plain_state(values[{name}], {len(regimen.steps)}):")
        code.add(f"    {REFUSED}")
    _impossible(locals_)


def _check(locals_: Locals, declared: ir.Input) -> None:
    """Lines that return where a value is there and not plain; what is there most often is asked first."""
    code, value = locals_.code, locals_.input(declared.name)
    match declared.type:
        case ir.FlagType():
            code.add(f"if {value} is not True and {value} is not False and {value} is not None:")
            code.add(f"    {REFUSED}")
            return
        case ir.WordType(words=words):
            kinds, test = "str", f"{value} not in {words_name(locals_.context, words)}"
        case ir.SetType(words=words):
            kinds, test = "frozenset", f"{value} and not {value} <= {words_name(locals_.context, words)}"
        case ir.DateType():
            kinds, test = "date", NO
        case ir.NumberType() as kind:
            far = Fraction(MOST)  # beyond it `read` looks
            low, high = declared.plausible or (-far, far)
            low, high = max(low, -far), min(high, far)
            whole = kind.whole or kind.kind == "count"
            low = max(low, Fraction(0)) if kind.kind == "count" else low
            over, least = _literal(low, above=True, whole=whole)
            below, most = _literal(high, above=False, whole=whole)
            kinds, test = "int" if whole else "float int", f"not ({value} {over} {least} and {value} {below} {most})"
        case _:
            code.add(f"if {value} is not None:")
            code.add(f"    {REFUSED}")
            return
    code.add(f"kind = {value}.__class__")
    with code.block(f"if {' or '.join(f'kind is {each}' for each in kinds.split())}:"):
        if test != NO:
            code.add(f"if {test}:")
            code.add(f"    {REFUSED}")
    code.add(f"elif {value} is not None:")
    code.add(f"    {REFUSED}")


def words_name(context: Context, words: tuple[str, ...]) -> str:
    """The constant that holds the words of an input."""
    return context.word_sets.setdefault(words, f"WORDS_{len(context.word_sets) + 1}")


def _literal(limit: Fraction, *, above: bool, whole: bool) -> tuple[str, str]:
    """A bound; as a float where most values are floats, which Python compares faster."""
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
            elif isinstance(node, ir.Band):
                subject = linear(guideline, node.subject)[0]
                for bound in (node.low, node.high):
                    limited = None if bound is None else whole_limits(guideline, bound.value)
                    if limited is not None and isinstance(subject, ir.InputNumber):
                        found.setdefault(subject.name, set()).update(limited)
    return {name: tuple(sorted(values)) for name, values in found.items()}
