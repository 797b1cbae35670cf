"""What a drug delivers, and which ``never`` rules concern it.

Enters: the name of a regimen, substance or class. Leaves: every name that giving it may deliver.

    delivers(guideline, "magnesium_oxide")  ->  {"magnesium_oxide", "magnesium"}
    delivers(guideline, "ace_inhibitor")    ->  {"ace_inhibitor", "ramipril", "lisinopril", …, "raas_blocker"}
"""

from __future__ import annotations

from milligram.ir import nodes as ir
from milligram.ir.walk import statements


def delivers(guideline: ir.Guideline, what: str) -> frozenset[str]:
    """Everything that giving ``what`` may deliver, itself included.

    A salt delivers its element. A class is any of its members, so giving a class may deliver each of them; and giving a
    member is giving the classes above it. A regimen delivers what any of its steps gives.
    """
    found: set[str] = set()
    _add_downwards(guideline, what, found)
    return frozenset(found | classes_above(guideline, found))


def _add_downwards(guideline: ir.Guideline, what: str, found: set[str]) -> None:
    if what in found:
        return
    found.add(what)
    drug = guideline.drugs.get(what)
    if drug is not None:
        for below in (*drug.members, *drug.gives):
            _add_downwards(guideline, below, found)
    regimen = guideline.regimens.get(what)
    if regimen is not None:
        if regimen.of is not None:
            _add_downwards(guideline, regimen.of, found)
        for step in regimen.steps:
            for statement in statements(step.body):
                if isinstance(statement, ir.Give):
                    _add_downwards(guideline, statement.what, found)


def classes_above(guideline: ir.Guideline, below: set[str]) -> set[str]:
    """The classes that some of these drugs are members of, and the classes above those."""
    above: set[str] = set()
    grew = True
    while grew:
        grew = False
        for drug in guideline.drugs.values():
            if drug.is_class and drug.name not in above and (below | above).intersection(drug.members):
                above.add(drug.name)
                grew = True
    return above


def rule_matches(guideline: ir.Guideline, target: str, what: str) -> bool:
    """Whether a rule (or caution, or advice) on ``target`` concerns giving ``what``.

    A rule on a class concerns every member and what they are made into; a rule on a member concerns the whole class,
    since
    the class may be given as that member; a rule on an element concerns its salts.
    """
    if target in guideline.regimens:
        return target == what
    return target in delivers(guideline, what)
