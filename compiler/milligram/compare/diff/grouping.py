"""The differences of two versions as groups of patients: nobody in two of them, where that takes few.

Enters: differences that somebody has. Leaves: `Part`s, each the formula of its patients and the differences that they
may have.

    lost: refer, clearance 20 to under 30     ->   20 to under 25: refer lost, 6 mmol gained
    gained: give 6 mmol, 20 to under 25            25 to under 30: refer lost, 12 mmol gained
    gained: give 12 mmol, 25 to under 30

Differences with one region make a cluster; so do those within it that depend on other inputs alone, which are only
carried along: who is sent down another branch is told there what the rest of his values say. Clusters that overlap are
cut into those who are in one alone and those who are in both; where these would be many, each is told without those
before it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from milligram.compare.diff.advice import Key
from milligram.compare.diff.differences import Difference
from milligram.compare.diff.extents import EVERYBODY, MOST_BOXES, MOST_FOR_LINE, MOST_STEPS, Extents
from milligram.prove.answers import Found
from milligram.prove.formula import Formula, Space, Spent
from milligram.prove.regions import Regions

MOST_PARTS = 12
"""Clusters are cut into no more parts than this."""

MOST_ALONE = 5
"""A part whose patients have no difference in common is cut into no more than this."""

RANK = ("fault", "give", "stop", "hold", "not given", "advise_against", "refer", "outside", "perhaps outside", "advise")
"""What is told first; the rest follows as it comes."""

_MOST_TRIED = 6

_SHARES = 10
"""Settling who of a piece is told what may take one of so many shares of what is left of the budget."""

_Tests: TypeAlias = frozenset[tuple[int, int]]
"""What a box tests: variables and masks."""


def rank(difference: Difference) -> int:
    """How early a difference is told."""
    kind = difference.key[0]
    return RANK.index(kind) if kind in RANK else len(RANK)


def weighty(difference: Difference) -> bool:
    """Whether a difference is of those that a patient of their own is shown for."""
    return difference.key[0] not in ("ask", "report", "note", "start", "turned")


@dataclass(frozen=True, kw_only=True)
class Part:
    """Patients, the differences that they all have in ``common``, and those that ``some`` have. ``region`` is what was
    found for one of them; None: nothing was looked for."""

    where: Formula
    common: tuple[Difference, ...]
    some: tuple[Difference, ...] = ()
    region: Regions | None = None

    @property
    def differences(self) -> tuple[Difference, ...]:
        """All of them, those that all have first."""
        return *self.common, *self.some


@dataclass(kw_only=True)
class _Cluster:
    region: Regions
    differences: list[Difference] = field(default_factory=list)
    where: Formula | None = None


class Grouping:
    """Groups the differences of one comparison."""

    def __init__(self, extents: Extents) -> None:
        self.extents = extents
        self.space = extents.space
        self._regions: dict[tuple[int, int], Regions | None] = {}

    def parts(self, found: Sequence[Difference]) -> list[Part]:
        """The parts, the weightiest first."""
        pieces = self._cut(self._clusters(found, finely=True))
        if pieces is None:
            pieces = self._one_by_one(self._clusters(found, finely=False))
        parts = [part for where, cluster in pieces for part in self._tried(where, cluster) if part.differences]
        return sorted(parts, key=lambda part: min(map(rank, part.differences)))

    def _where(self, cluster: _Cluster) -> Formula:
        """Who is in a cluster: where all of its differences lie in one box, and all of the box has one of them, that is
        the box, which is much less to ask about."""
        if cluster.where is None:
            extents, boxes = self.extents, cluster.region.boxes
            every = self.space.any_of(extents.applies)
            cluster.where = self.space.any_of(each.where for each in cluster.differences)
            if len(boxes) == 1 and boxes[0] and not cluster.region.more:
                inside = extents.of_boxes(boxes)
                box = self.space.all_of([every, inside])
                with extents.a_part(4 * MOST_STEPS):
                    alike = any(extents.within(box, each.where) for each in cluster.differences)
                    if alike and all(
                        extents.within(each.where, inside) and extents.within(each.where, every)
                        for each in cluster.differences
                    ):
                        cluster.where = box
        return cluster.where

    def _tried(self, where: Formula, cluster: _Cluster) -> list[Part]:
        """A piece as parts; whole, as some of it may be told this, where that would take what the patients need."""
        try:
            with self.extents.a_share(_SHARES):
                return list(self._settled(where, cluster))
        except Spent:
            return [Part(where=where, common=(), some=tuple(_by_key(cluster.differences, self.space)))]

    def _settled(self, where: Formula, cluster: _Cluster) -> Iterator[Part]:
        """A piece as parts; where its patients have nothing in common, it is cut by what they have."""
        differences = _by_key(cluster.differences, self.space)
        region = cluster.region if where is self._where(cluster) and all(cluster.region.boxes) else None
        for _ in range(MOST_ALONE - 1):
            part = self._part(where, differences, region)
            if part.common or not part.some:
                break
            first = self._widest(where, part.some)
            yield self._part(self.space.all_of([where, first]), differences, None)
            where = self.space.all_of([where, self.space.negation(first)])
            region = None
        yield self._part(where, differences, region)

    def _widest(self, where: Formula, differences: Sequence[Difference]) -> Formula:
        """Of the weightiest differences of some patients the one that goes with most of the others."""
        here = [self.space.all_of([where, each.where]) for each in differences]
        with self.extents.a_part(MOST_FOR_LINE):
            counted = [sum(self.extents.within(other, one) for other in here) for one in here[:_MOST_TRIED]]
        return here[counted.index(max(counted))]

    def _part(self, where: Formula, differences: Sequence[Difference], region: Regions | None) -> Part:
        common: list[Difference] = []
        some: list[Difference] = []
        with self.extents.a_part():
            for each in differences:
                if self.extents.within(where, each.where):
                    common.append(each)
                elif not self.extents.nobody(where, each.where):
                    some.append(each)
        if self.extents.nobody(where):
            return Part(where=where, common=())
        return Part(where=where, common=tuple(common), some=tuple(some), region=region)

    # --- clusters -----------------------------------------------------------------------------------------------------

    def _clusters(self, found: Sequence[Difference], finely: bool) -> list[_Cluster]:
        """The differences by their regions; one within another is told with it. ``finely``: but not where it takes in
        less of the very inputs that the region is about."""
        clusters: dict[Hashable, _Cluster] = {}
        signs: dict[Hashable, frozenset[_Tests]] = {}
        left: list[Difference] = []
        for each in found:  # one box first: most of the others lie in it
            if not self._joins(each, clusters, finely):
                region = self._region(each, 1)
                if region is None:
                    left.append(each)
                    continue
                sign: Hashable = _tests(region)
                signs[sign] = _tests(region)
                clusters.setdefault(sign, _Cluster(region=region)).differences.append(each)
        for each in left:
            if not self._joins(each, clusters, finely):
                region = self._region(each, MOST_BOXES) or EVERYBODY
                sign = _tests(region)
                if not all(_tests(region)):  # apart for each, unless these are the same patients
                    with self.extents.a_part():
                        alike = (
                            kept for kept in clusters if isinstance(kept, Formula) and self._same(kept, each.where)
                        )
                        sign = next(alike, each.where)
                signs[sign] = _tests(region)
                clusters.setdefault(sign, _Cluster(region=region)).differences.append(each)
        self._join(clusters, signs)
        for cluster in clusters.values():
            first, *others = cluster.differences  # the region was found for the first
            cluster.differences = [first, *sorted(others, key=rank)]
        return list(clusters.values())

    def _same(self, one: Formula, other: Formula) -> bool:
        return self.extents.same(one, other)

    def _joins(self, difference: Difference, clusters: dict[Hashable, _Cluster], finely: bool) -> bool:
        """Whether a difference lies in the region of some cluster, and is put to it."""
        with self.extents.a_part():
            held = (kept for kept in clusters.values() if self._lies_in(difference, kept.region, finely))
            told = next(held, None)
        if told is not None:
            told.differences.append(difference)
        return told is not None

    def _region(self, difference: Difference, limit: int) -> Regions | None:
        key = difference.where.number, limit
        if key not in self._regions:
            found = self.extents.of_difference(difference, limit)
            single = found is not None and all(found.boxes) and not found.more
            self._regions[key] = found if limit > 1 or single else None
        return self._regions[key]

    def _lies_in(self, difference: Difference, region: Regions, finely: bool) -> bool:
        """Whether all who have a difference are in the boxes of a region, which need not be found again then."""
        if region.more or not all(region.boxes):
            return False
        outside = self.space.negation(self.extents.of_boxes(region.boxes))
        if isinstance(self.extents.prover.ask_all([difference.where, outside]), Found):
            return False  # who is in the region is proved when it is told
        return not (finely and self._narrower(difference, region))

    def _narrower(self, difference: Difference, region: Regions) -> bool:
        """Whether nobody with a difference has some value that the region is about."""
        if len(region.boxes) > 1:
            return False
        variables = self.space.variables
        for index, mask in region.boxes[0].items():
            for number in range(len(variables[index].cells)):
                there = self.space.test(variables[index], mask & (1 << number))
                if there is not self.space.false and self.extents.nobody(difference.where, there):
                    return True
        return False

    def _join(self, clusters: dict[Hashable, _Cluster], signs: dict[Hashable, frozenset[_Tests]]) -> None:
        """Clusters within others are told with these: boxes that test the same and more; and patients who are all in
        another, where no box tells them."""
        for sign, tests in sorted(signs.items(), key=lambda item: _size(item[1]), reverse=True):
            others = [(other, signs[other]) for other in clusters if other != sign and all(signs[other])]
            within = [next((other for other, held in others if _holds(held, box)), None) for box in tests if box]
            if within and None not in within and all(tests):
                clusters[within[0]].differences.extend(clusters.pop(sign).differences)
        for sign in [sign for sign in clusters if isinstance(sign, Formula)]:
            others_told = (
                (other, self.space.any_of(each.where for each in cluster.differences))
                for other, cluster in clusters.items()
                if other != sign
            )
            with self.extents.a_part():
                wider = next((other for other, where in others_told if self.extents.within(sign, where)), None)
            if wider is not None:
                clusters[wider].differences.extend(clusters.pop(sign).differences)

    # --- parts --------------------------------------------------------------------------------------------------------

    def _cut(self, clusters: Sequence[_Cluster]) -> list[tuple[Formula, _Cluster]] | None:
        """Pieces that share nobody; None where there would be too many, or it is not decided who is where."""
        wholes = [self._where(each) for each in clusters]
        pieces: list[tuple[Formula, tuple[int, ...]]] = []
        with self.extents.a_part() as budget:
            for index, whole in enumerate(wholes):
                rest, kept = whole, list[tuple[Formula, tuple[int, ...]]]()
                for where, members in pieces:
                    both = self.space.all_of([where, whole])
                    if not self._somebody(both):
                        kept.append((where, members))
                        continue
                    alone = self.space.all_of([where, self.space.negation(whole)])
                    rest = self.space.all_of([rest, self.space.negation(where)])
                    kept += [(alone, members)] if self._somebody(alone) else []
                    kept.append((both, (*members, index)))
                kept += [(rest, (index,))] if self._somebody(rest) else []
                pieces = kept
                if budget.reason is not None or len(pieces) > max(MOST_PARTS, len(wholes)):
                    return None
        return [(where, self._piece(members, clusters)) for where, members in pieces]

    def _one_by_one(self, clusters: Sequence[_Cluster]) -> list[tuple[Formula, _Cluster]]:
        """Each cluster without those before it, the weightiest first: as many pieces as clusters, and whatever else
        changes for the patients of one is told with it."""
        ordered = sorted(clusters, key=lambda each: min(map(rank, each.differences)))
        pieces: list[tuple[Formula, _Cluster]] = []
        earlier: Formula = self.space.false
        for index, cluster in enumerate(ordered):
            where = self._where(cluster)
            alone = self.space.all_of([where, self.space.negation(earlier)])
            differences = [each for other in ordered[index:] for each in other.differences]
            region = cluster.region if alone is where else EVERYBODY
            pieces.append((alone, _Cluster(region=region, differences=sorted(differences, key=rank))))
            earlier = self.space.any_of([earlier, where])
        return pieces

    def _somebody(self, where: Formula) -> bool:
        return isinstance(self.extents.prover.ask(where), Found) or not self.extents.nobody(where)

    def _piece(self, members: tuple[int, ...], clusters: Sequence[_Cluster]) -> _Cluster:
        if len(members) == 1:
            return clusters[members[0]]
        differences = [each for index in members for each in clusters[index].differences]
        return _Cluster(region=EVERYBODY, differences=sorted(differences, key=rank))


def _by_key(differences: Sequence[Difference], space: Space) -> list[Difference]:
    """The differences, the ways to work one amount out taken together."""
    ways: dict[tuple[str, Key], list[Difference]] = {}
    for each in differences:
        ways.setdefault((each.sign, each.plain), []).append(each)
    together = (
        replace(
            alike[0],
            key=alike[0].plain,
            where=space.any_of(each.where for each in alike),
            whole=space.any_of(each.whole for each in alike),
        )
        for alike in ways.values()
    )
    return sorted(together, key=rank)


def _tests(region: Regions) -> frozenset[_Tests]:
    return frozenset(frozenset(box.items()) for box in region.boxes)


def _size(region: frozenset[_Tests]) -> tuple[int, int]:
    """How many boxes a region has, and how many tests."""
    return len(region), sum(map(len, region))


def _holds(region: frozenset[_Tests], box: _Tests) -> bool:
    """Whether a box lies in a box of a region: it tests the same, and perhaps more."""
    return any(other <= box for other in region)
