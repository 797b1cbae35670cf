"""Names, types and units: the syntax tree becomes the intermediate representation.

Enters: `milligram.syntax.nodes.File`. Leaves: `Resolved`: the `milligram.ir` guideline as far as it has a meaning, and
every fault of names (MG011–MG028), units (MG301–MG306), plausible bounds (MG110) and sources (MG801).

    low: serum_magnesium under 1.7 mg/dL   ->   DefinedCondition("low", Band(…, high=34000/48610 mmol/L))
"""

from milligram.resolve.guideline import Resolved, resolve

__all__ = ["Resolved", "resolve"]
