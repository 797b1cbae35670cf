"""What can be given at all: the kinds of quantity that a dose has.

Enters: the measure of a dose, after it was multiplied by the weight. Leaves: whether it is one, or MG301.

    give 12 years of magnesium   ->   MG301: `12 years of magnesium` is a time, and no dose
"""

from __future__ import annotations

from milligram.diagnostics.registry import DIMENSION_CONFLICT
from milligram.ir import nodes as ir
from milligram.quantity import Measure
from milligram.quantity.ucum import AMOUNTS, ARBITRARY
from milligram.quantity.unit import Dimension, split_prefix
from milligram.resolve.conflicts import side_of
from milligram.resolve.context import Context
from milligram.source import Span

_VOLUME = (("m", 3),)
_ACTIVITY = ("Bq", "Ci")
"""Their dimension is that of a frequency; the unit itself tells that matter is given."""
_FORMS = (
    "a dose is a mass, an amount, a volume, units or a count of tablets, drops or the like (`5 mg`, `10 units`, "
    "`2 tablets`), or one of these per time (`50 mg/h`)"
)
_KINDS: dict[Dimension, str] = {
    (("s", 1),): "a time",
    (("K", 1),): "a temperature",
    (("m", 1),): "a length",
    (("m", 2),): "an area",
    (("g", 1), ("m", -1), ("s", -2)): "a pressure",
    (("g", 1), ("m", 2), ("s", -2)): "an energy",
    (("s", -1),): "a rate of events",
    **{tuple(sorted(((base, 1), ("m", -3)))): "a concentration" for base in AMOUNTS},
}


def can_be_given(measure: Measure) -> bool:
    """Whether a quantity of this measure can be a dose, or the rate of an infusion.

    Mass, amount, equivalents, volume, arbitrary units, radioactivity and counted forms can; each over a time, too.
    """
    if measure.per_of is not None:
        return False
    unit = measure.unit
    if any(power == 1 and _is_activity(part) for part, power in unit.parts):
        return unit.dimension == (("s", -1),)
    given = tuple(item for item in unit.dimension if item != ("s", -1))
    if given == _VOLUME:
        return True
    counted = {base for base, _ in given if base.startswith("{")}
    matter = [base for base, _ in given if base not in counted]
    return bool(given) and all(power == 1 for _, power in given) and _is_matter(matter)


def not_given(ctx: Context, found: ir.AnyNumber, span: Span) -> None:
    """Reports, as MG301, an amount that nobody can be given."""
    side = side_of(ctx, found)
    # mcg/kg/min has the dimension of a frequency, and is none
    kind = None if _is_per_body(found.measure) else _KINDS.get(found.measure.unit.dimension)
    own = kind or (f"in {found.measure.unit.text}" if found.measure.unit.text not in ctx.words(span) else None)
    told = f"`{ctx.words(span)}` is {own}, and no dose" if own else f"`{ctx.words(span)}` is no dose"
    ctx.report(DIMENSION_CONFLICT, told, span, labels=side.labels, help=_mended(found.measure))


def _mended(measure: Measure) -> str:
    dimension = dict(measure.unit.dimension)
    if dimension == {"s": 1}:
        return f"{_FORMS}; for how long it is given follows the dose, as in `5 mg daily for 2 weeks`"
    if _is_per_body(measure):
        return f"{_FORMS}; what depends on the body says by which input, as in `15 mg/kg by weight`"
    return _FORMS


def _is_per_body(measure: Measure) -> bool:
    return any(power < 0 and part in ("kg", "[lb_av]", "m") for part, power in measure.unit.parts)


def _is_activity(part: str) -> bool:
    split = split_prefix(part)
    return split is not None and split[1] in _ACTIVITY


def _is_matter(bases: list[str]) -> bool:
    """One kind of matter; none where counted forms stand alone."""
    return len(bases) <= 1 and all(base in AMOUNTS | ARBITRARY for base in bases)
