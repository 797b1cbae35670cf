"""What comes of a comparison: groups of patients, each with its region, its patients and what changes for whom.

Every affected patient is in one group.
"""

from __future__ import annotations

from dataclasses import dataclass

from milligram.compare.diff.differences import Difference
from milligram.compare.diff.told import Line, Told
from milligram.compare.matching import Matching
from milligram.compare.product import Product
from milligram.prove.formula import Formula
from milligram.prove.patients import Draft
from milligram.prove.prover import Prover
from milligram.prove.regions import Regions


@dataclass(frozen=True, kw_only=True)
class Patient:
    """A typical patient, with no more values than it takes, and what the two runs said."""

    draft: Draft
    before: Told
    after: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """Who is in a group. ``regions`` are boxes over the prover's variables; an empty box is everybody.

    The group is whoever is in a box: of all patients, or, where ``of`` is a difference, of those who are told what it
    says by the side that says it; where ``besides``, of those of them who are in no other group. Where not ``exact``,
    the group is only some of these.
    """

    regions: Regions
    of: Difference | None = None
    besides: bool = False
    exact: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A difference that some of a group have. ``who`` says which (whoever of the group is in a box); without boxes, no
    short words tell. ``before`` and ``after`` are the lines that one of them is told, where no patient of the group
    shows them."""

    difference: Difference
    who: Regions
    before: tuple[Line, ...] = ()
    after: tuple[Line, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Group:
    """Patients of one region for whom some advice differs.

    ``where`` is all of them. All have the differences of ``common``; ``partial`` are those that some have. ``others``
    counts differences of which neither a patient nor a line is shown.
    """

    where: Formula
    extent: Extent
    patients: tuple[Patient, ...]
    common: tuple[Difference, ...] = ()
    partial: tuple[Change, ...] = ()
    others: int = 0


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What came of it. ``undecided`` says in words what could not be found out; without groups and without that, it is
    proved that no patient is affected. ``more``: there are other groups."""

    product: Product
    groups: tuple[Group, ...]
    more: bool
    undecided: tuple[str, ...]
    prover: Prover | None = None

    @property
    def matching(self) -> Matching:
        """Which names mean the same."""
        return self.product.matching
