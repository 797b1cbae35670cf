"""A drug that many guidelines have to do with: who says what of it to one patient, found by patients, not by pairs.

Enters: a `Field` and a `Hub`. Leaves: groups: a patient, the guidelines that give the drug to them, and the places that
are against it or give it too. Every two places that have a patient in common are in one group, or are handed back to
be compared alone, or are undecided.

    1,000 guidelines give paracetamol, each for one of twelve problems   ->   12 groups

A patient is guessed from the boxes of as many places as meet, and told to each guideline; whoever says so when run is
in the group. Where a guess shows nothing, the two places are put to the prover; a *nobody* holds for all places to
which just the same patients come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as made

from milligram.compare.conflicts.candidates import Hub, Pair
from milligram.compare.conflicts.field import Field
from milligram.compare.conflicts.index import Act, Token
from milligram.compare.conflicts.inputs import Patient
from milligram.compare.conflicts.pair import Pairing
from milligram.compare.conflicts.reach import Values, joined
from milligram.prove.answers import Nobody, Undecided
from milligram.prove.budget import Budget
from milligram.prove.formula import Spent

MOST_PATIENTS = 300
"""So many patients are looked for in one hub."""

MOST_ASKED = 1_500
"""So many pairs of places are put to the prover in one hub: half a minute."""


MOST_STEPS = 40_000_000
"""So many steps may all proofs of one hub take together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Places of one guideline that count as one: what it gives; or one place against it."""

    number: int
    acts: tuple[Act, ...]


@dataclass(frozen=True, kw_only=True)
class Group:
    """Who says what to one patient: places by the number of their guideline. With ``others``, so many further patients
    have the same places against them, and each giver gives it to one of them all."""

    patient: Patient
    givers: tuple[Node, ...]
    against: tuple[Node, ...]
    others: int = 0

    @property
    def alone(self) -> Pair | None:
        """The pair of guidelines that it is about; None where there are more."""
        numbers = sorted({node.number for node in (*self.givers, *self.against)})
        return (numbers[0], numbers[1]) if len(numbers) == 2 else None


def merged(groups: Sequence[Group]) -> list[Group]:
    """The groups, those with the same places against them as one."""
    found: dict[Hashable, Group] = {}
    for place, group in enumerate(groups):
        sign = tuple((node.number, *map(id, node.acts)) for node in group.against) or place
        if (before := found.get(sign)) is None:
            found[sign] = group
        else:
            # those of the patient who is shown come first
            known = {node.number for node in before.givers}
            more = (node for node in group.givers if node.number not in known)
            found[sign] = replace(before, givers=(*before.givers, *more), others=before.others + 1)
    return list(found.values())


@dataclass(kw_only=True)
class Found:
    """What came of a hub: groups, pairs to compare alone, and pairs that are not decided, with the reason."""

    groups: list[Group] = made(default_factory=list)
    alone: set[Pair] = made(default_factory=set)
    undecided: dict[Pair, str] = made(default_factory=dict)


class Cover:
    """The pairs of rows and columns of one hub that may have a patient in common, until each is settled.

    ``rows`` and ``columns`` are what gives, twice (``twice``), or what is against and what gives.
    """

    def __init__(
        self,
        field: Field,
        hub: Hub,
        rows: Sequence[Node],
        columns: Sequence[Node],
        *,
        twice: bool,
        budget: Callable[[], Budget],
    ) -> None:
        self.field = field
        self.before = hub.before
        self.rows = rows
        self.columns = columns
        self.twice = twice
        self.budget = budget
        self.found = Found()
        self.asked = 0
        self.spent = 0
        self._nobody: set[tuple[int, int]] = set()
        self._wide: dict[int, list[dict[Hashable, Values]]] = {}
        self.todo = self._meeting()

    def guideline_pairs(self) -> Iterator[Pair]:
        """The pairs of guidelines that are yet to be settled."""
        for place, node in enumerate(self.rows):
            for column in _bits(self.todo[place]):
                yield self._pair(node, self.columns[column])

    # --- which pairs --------------------------------------------------------------------------------------------------

    def _meeting(self) -> list[int]:
        """Per row the columns, as bits, that it may meet."""
        kinds: dict[tuple[int, frozenset[Token]], int] = defaultdict(int)
        own: dict[int, int] = defaultdict(int)
        for place, node in enumerate(self.columns):
            own[node.number] |= 1 << place
            for act in node.acts:
                kinds[self._kind(node, act)] |= 1 << place
        known: dict[tuple[int, frozenset[Token]], int] = {}
        found: list[int] = []
        for place, node in enumerate(self.rows):
            mask = 0
            for act in node.acts:
                kind = self._kind(node, act)
                if kind not in known:
                    known[kind] = self._met_by(kind, kinds)
                mask |= known[kind]
            mask &= ~own[node.number]
            found.append(mask >> (place + 1) << (place + 1) if self.twice else mask)
        return found

    def _kind(self, node: Node, act: Act) -> tuple[int, frozenset[Token]]:
        return self.field.box(node.number, act), act.direct & self.before

    def _met_by(self, kind: tuple[int, frozenset[Token]], kinds: dict[tuple[int, frozenset[Token]], int]) -> int:
        box, before = kind
        mask = 0
        for (other, known), places in kinds.items():
            if not before & known and not self.field.apart(box, other):
                mask |= places
        return mask

    # --- until all are settled ----------------------------------------------------------------------------------------

    def settle(self) -> Found:
        """Looks for patients until no pair is left, or no more may be spent."""
        patients = 0
        for place, row in enumerate(self.rows):
            while self.todo[place]:
                column = (self.todo[place] & -self.todo[place]).bit_length() - 1
                if patients >= MOST_PATIENTS or self.asked >= MOST_ASKED or self.spent > MOST_STEPS:
                    self._give_up()
                    return self.found
                patient = None
                if asked := self._open(row, self.columns[column]):
                    patient = self._guess(place, column) or self._proved(row, self.columns[column], asked)
                self.todo[place] &= ~(1 << column)
                if patient is not None:
                    patients += 1
                    self._group(patient, (place, column))
        return self.found

    def _give_up(self) -> None:
        why = f"it would take more than {MOST_PATIENTS} patients, {MOST_ASKED:,} proofs or {MOST_STEPS:,} steps"
        for place, row in enumerate(self.rows):
            while mask := self.todo[place]:
                column = (mask & -mask).bit_length() - 1
                self.todo[place] &= ~(1 << column)
                self.found.undecided[self._pair(row, self.columns[column])] = why

    def _pair(self, one: Node, other: Node) -> Pair:
        return (one.number, other.number) if one.number < other.number else (other.number, one.number)

    def _group(self, patient: Patient, first: tuple[int, int]) -> None:
        """Settles all pairs that a patient shows."""
        columns = self._saying(patient, self.columns)
        rows = columns if self.twice else self._saying(patient, self.rows)
        mask = sum(1 << place for place in columns)
        fresh = [first]
        for place in rows:
            shown = self.todo[place] & mask
            self.todo[place] &= ~mask
            fresh += [(place, column) for column in _bits(shown)]
        if first[0] not in rows or first[1] not in columns:
            self.found.alone.add(self._pair(self.rows[first[0]], self.columns[first[1]]))
            fresh = fresh[1:]
        if len(fresh) == 1:  # all others whom the patient shows are in other groups
            ((row, column),) = fresh
            rows, columns = {row: rows[row]}, {column: columns[column], **({row: rows[row]} if self.twice else {})}
        if fresh:
            givers, against = sorted(columns.items()), () if self.twice else sorted(rows.items())
            self.found.groups.append(
                Group(
                    patient=patient,
                    givers=tuple(node for _, node in givers),
                    against=tuple(node for _, node in against),
                )
            )

    def _saying(self, patient: Patient, nodes: Sequence[Node]) -> dict[int, Node]:
        """The nodes of which some place comes out, of guidelines that take the inputs of one another as one."""
        found: dict[int, Node] = {}
        kinds: dict[int, Hashable] = {wide.root: wide for wide in patient}
        for place, node in enumerate(nodes):
            known = self.field.inputs.kinds(self.field.profiles[node.number])
            if any(kinds.get(wide.root, wide) != wide for wide in known):
                continue
            said = self.field.says(node.number, node.acts, patient)
            if said:
                found[place] = Node(number=node.number, acts=tuple(said))
        return found

    # --- patients -----------------------------------------------------------------------------------------------------

    def _open(self, row: Node, column: Node) -> list[tuple[Act, Act]]:
        """The places of two nodes of which it is not known that they have nobody in common."""
        alike = self.field.alike
        return [
            (one, other)
            for one in row.acts
            for other in column.acts
            if not one.direct & other.direct & self.before
            and (alike(row.number, one), alike(column.number, other)) not in self._nobody
        ]

    def _guess(self, place: int, column: int) -> Patient | None:
        """A typical patient of as many boxes as meet with these two, where both say so of them."""
        row, other = self.rows[place], self.columns[column]
        first = self._with({}, row)
        least = None if first is None else self._with(first, other)
        if least is None:
            return None
        box = least
        for more in _bits(self.todo[place]):
            box = self._with(box, self.columns[more]) or box
        if not self.twice:
            for further, each in enumerate(self.rows):
                if further != place and self.todo[further] >> column & 1:
                    box = self._with(box, each) or box
        for wanted in (box, least):
            patient = self.field.typical(wanted)
            if all(self.field.says(node.number, node.acts, patient) for node in (row, other)):
                return patient
        return None

    def _with(self, box: dict[Hashable, Values], node: Node) -> dict[Hashable, Values] | None:
        """The box with that of some place of a node; None where it meets none."""
        for act in node.acts:
            if id(act) not in self._wide:
                self._wide[id(act)] = self.field.wide(node.number, act)
            for wide in self._wide[id(act)]:
                if (both := joined(box, wide)) is not None:
                    return both
        return None

    def _proved(self, row: Node, column: Node, asked: list[tuple[Act, Act]]) -> Patient | None:
        """A patient whom the prover found. One whom the others cannot be told of leaves the pair alone."""
        number, other = self._pair(row, column)
        if row.number != number:
            asked = [(another, one) for one, another in asked]
        self.asked += 1
        profiles = self.field.profiles
        pairing = Pairing(
            profiles[number], profiles[other], self.field.same, budget=self.budget(), as_of=self.field.as_of
        )
        try:
            return self._ask(pairing, asked, (number, other))
        except Spent:
            self.found.undecided[number, other] = pairing.budget.why
            return None
        finally:
            self.spent += pairing.budget.spent

    def _ask(self, pairing: Pairing, asked: list[tuple[Act, Act]], pair: Pair) -> Patient | None:
        for one, another in asked:
            meeting = pairing.meeting(0, one, another)
            answer = pairing.ask(meeting.whom)
            if isinstance(answer, Nobody):
                alike = tuple(self.field.alike(number, act) for number, act in zip(pair, (one, another), strict=True))
                self._nobody.update({(alike[0], alike[1]), (alike[1], alike[0])})
                continue
            draft = None if isinstance(answer, Undecided) else pairing.patient_of(meeting)
            if draft is None or isinstance(draft, Undecided):
                self.found.alone.add(pair)
                return None
            told = [
                (profile, side.patient(draft)) for profile, side in zip(pairing.profiles, pairing.sides, strict=True)
            ]
            patient = self.field.inputs.common(told)
            if patient is None:
                self.found.alone.add(pair)
            return patient
        return None


def _bits(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
