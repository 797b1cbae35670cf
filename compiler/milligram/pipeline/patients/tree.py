"""Answers that are kept, found again for whole batches at once.

Enters: the codes of a batch, one row an input and one column a patient. Leaves: the number of each patient's answer.

    codes [[1, 1, 3], [0, 2, 2]] of age and creatinine_clearance   ->   answers [0, 0, 1]

A run reads inputs one after the other, and which comes next depends only on what the earlier ones were. So the runs
form a tree: a node asks for an input, a branch is a code of it, a leaf is an answer. Patients walk down together, a
level at a time; where no branch is there yet, one of those who stand there is run, and its reads become the branch.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

A = TypeVar("A", bound=Hashable)

Whole: TypeAlias = npt.NDArray[np.int32]

DENSE = 32
"""Codes below this find their branch in an array, others in a dictionary."""
MOST_NODES = 200_000
"""A tree of more nodes is dropped before the next batch: a guideline may tell every patient apart."""

_NOBODY, _LEAF = -1, -2


class Tree(Generic[A]):
    """The answers met so far. ``run(patient)`` gives the answer and the inputs that were read for it, in order."""

    def __init__(self, run: Callable[[int], tuple[A, Sequence[int]]]) -> None:
        self.run = run
        self.answers: list[A] = []
        self.runs = 0
        self.clear()

    @property
    def full(self) -> bool:
        """Whether the tree should be dropped."""
        return self.nodes > MOST_NODES or len(self.answers) > MOST_NODES

    def clear(self) -> None:
        """Drops all answers; numbers given before mean nothing any more."""
        self.answers.clear()
        self._numbers: dict[A, int] = {}
        self.nodes = 0
        self._asks = np.empty(0, dtype=np.int32)
        self._answer = np.empty(0, dtype=np.int32)
        self._next = np.empty((0, DENSE), dtype=np.int32)
        self._sparse: dict[tuple[int, int], int] = {}
        self._node()

    def find(self, codes: Whole, patients: npt.NDArray[Any]) -> Whole:
        """The answers of some columns of ``codes``, in their order."""
        found = np.empty(len(patients), dtype=np.int32)
        here = np.arange(len(patients))
        nodes = np.zeros(len(patients), dtype=np.int32)
        while len(here):
            here, nodes = self._walk(codes, patients, here, nodes, found)
            if len(here):
                self._grow(codes, patients[here], nodes)
        return found

    def _walk(
        self, codes: Whole, patients: npt.NDArray[Any], here: npt.NDArray[Any], nodes: Whole, found: Whole
    ) -> tuple[npt.NDArray[Any], Whole]:
        """Goes down as far as there are branches; gives those who found none, and where they stand."""
        left: list[tuple[npt.NDArray[Any], Whole]] = []
        while len(here):
            asks = self._asks[nodes]
            done = asks == _LEAF
            if done.any():
                found[here[done]] = self._answer[nodes[done]]
                on = ~done
                here, nodes, asks = here[on], nodes[on], asks[on]
            new = asks == _NOBODY
            if new.any():
                left.append((here[new], nodes[new]))
                here, nodes, asks = here[~new], nodes[~new], asks[~new]
            there = self._branches(nodes, codes[asks, patients[here]])
            none = there < 0
            if none.any():
                left.append((here[none], nodes[none]))
                on = ~none
                here, there = here[on], there[on]
            nodes = there
        if not left:
            return here, nodes
        return np.concatenate([rows for rows, _ in left]), np.concatenate([at for _, at in left])

    def _branches(self, nodes: Whole, codes: Whole) -> Whole:
        """Where the branches lead; -1 where there is none."""
        large = codes >= DENSE
        if not large.any():
            return np.asarray(self._next[nodes, codes], dtype=np.int32)
        found = np.where(large, np.int32(-1), self._next[nodes, np.where(large, 0, codes)]).astype(np.int32)
        places = np.flatnonzero(large)
        keys = nodes[places].astype(np.int64) << 32 | codes[places]
        kinds, back = np.unique(keys, return_inverse=True)
        get = self._sparse.get
        ends = [get((key >> 32, key & 0xFFFFFFFF), -1) for key in kinds.tolist()]
        found[places] = np.array(ends, dtype=np.int32)[back]
        return found

    def _grow(self, codes: Whole, patients: npt.NDArray[Any], nodes: Whole) -> None:
        """Runs one of the patients at each place where a branch is missing."""
        asks = self._asks[nodes]
        code = np.where(asks >= 0, codes[np.maximum(asks, 0), patients], 0)
        _, first = np.unique(nodes.astype(np.int64) << 32 | code, return_index=True)
        for place in first.tolist():
            patient = int(patients[place])
            answer, reads = self.run(patient)
            self.runs += 1
            self._add(codes[:, patient], reads, self._number(answer))

    def _number(self, answer: A) -> int:
        number = self._numbers.setdefault(answer, len(self.answers))
        if number == len(self.answers):
            self.answers.append(answer)
        return number

    def _add(self, codes: Whole, reads: Sequence[int], number: int) -> None:
        """The branch of one run."""
        node = 0
        for ask in reads:
            if self._asks[node] == _NOBODY:
                self._asks[node] = ask
            elif self._asks[node] != ask:
                raise AssertionError("two runs that had read the same went on to read different inputs")
            code = int(codes[ask])
            there = int(self._next[node, code]) if code < DENSE else self._sparse.get((node, code), -1)
            if there < 0:
                there = self._node()
                if code < DENSE:
                    self._next[node, code] = there
                else:
                    self._sparse[node, code] = there
            node = there
        if self._asks[node] not in (_NOBODY, _LEAF):
            raise AssertionError("a run ended where another, which had read the same, went on")
        self._asks[node] = _LEAF
        self._answer[node] = number

    def _node(self) -> int:
        """A new node that nobody has come to."""
        if self.nodes == len(self._asks):
            more = max(1024, self.nodes)
            self._asks = np.concatenate([self._asks, np.full(more, _NOBODY, dtype=np.int32)])
            self._answer = np.concatenate([self._answer, np.full(more, -1, dtype=np.int32)])
            self._next = np.concatenate([self._next, np.full((more, DENSE), -1, dtype=np.int32)])
        self.nodes += 1
        return self.nodes - 1
