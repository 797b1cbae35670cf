"""A name that many guidelines define otherwise: one finding for each two ways to define it.

Enters: a `Field` and its `Candidates`. Leaves: MG704, each with all who define the name in one of two ways; MG000 for
what was not looked at.

    500 define febrile: over 38.0 °C, 500 over 38.5 °C   ->   "febrile is true by a and 499 more and false by b and …"
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from milligram.checks.allowed import scopes
from milligram.compare.conflicts.candidates import Candidates, Pair, Signs
from milligram.compare.conflicts.field import Field
from milligram.compare.conflicts.index import Token
from milligram.compare.conflicts.limits import Names, differing_limits
from milligram.compare.conflicts.pair import Pairing
from milligram.compare.conflicts.text import first_line
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.model import Label
from milligram.diagnostics.registry import DIFFERING_THRESHOLDS, NOT_DECIDED
from milligram.interpret.depth import room_for
from milligram.ir import nodes as ir
from milligram.ir.print import title_of
from milligram.ir.same import meaning
from milligram.ir.walk import names_read
from milligram.prove.budget import Budget
from milligram.prove.formula import Spent

MOST_WAYS = 45
"""So many pairs of ways to define one name are compared: all of ten ways; the most usual with all others first."""

Way = list[tuple[int, str]]
"""Those who define a name in one way: the number of the guideline, and its own name for it."""


def settle_names(field: Field, candidates: Candidates, budget: Callable[[], Budget]) -> Iterator[Diagnostic]:
    """Looks at every name that too many define otherwise; a pair with two such names, or a name and a title, once."""
    for token in candidates.names:
        ways = _ways(field, token, candidates.names[token])
        pairs = [
            (one, other) for (one_sign, one), (other_sign, other) in combinations(ways, 2) if one_sign != other_sign
        ]
        for one, other in pairs[:MOST_WAYS]:
            yield from _between(field, token, (one, other), budget())
        if len(pairs) > MOST_WAYS:
            yield _left(field, pairs[MOST_WAYS:])


def _ways(field: Field, token: Token, signs: Signs) -> list[tuple[Hashable, Way]]:
    """The ways to define a name, each with who does so for the same patients; the most usual first."""
    found: dict[tuple[Hashable, Hashable], Way] = defaultdict(list)
    for sign, numbers in signs.items():
        for number in numbers:
            name = _name(field, number, token)
            profile = field.profiles[number]
            span = profile.guideline.named_by_name[name].span
            allowed = any(
                scope.allow.code.name == DIFFERING_THRESHOLDS.code and scope.span.start <= span.start < scope.span.end
                for scope in scopes(profile.file)
            )
            if not allowed:
                found[sign, (_whole(profile.guideline, name), meaning(profile.guideline.applies))].append(
                    (number, name)
                )
    ways = [(sign, way) for (sign, _), way in found.items()]
    return sorted(ways, key=lambda each: -len(each[1]))


def _name(field: Field, number: int, token: Token) -> str:
    return next(name for name, _, tokens in field.profiles[number].compared(field.same) if token in tokens)


def _whole(guideline: ir.Guideline, name: str) -> Hashable:
    """What a name means, with the names that it reads."""
    seen: dict[str, object] = {}
    waiting = [name]
    while waiting:
        each = waiting.pop()
        home = guideline.named_by_name.get(each)
        if each not in seen and home is not None:
            seen[each] = meaning(home)
            waiting += names_read(home)
    return tuple(sorted(seen.items(), key=lambda item: item[0]))


def _between(field: Field, token: Token, ways: tuple[Way, Way], budget: Budget) -> Iterator[Diagnostic]:
    """The finding of the first of each way, with the places of the others."""
    (left, ours), (right, theirs) = sorted(way[0] for way in ways)
    first, second = sorted(ways, key=lambda way: way[0])
    pairing = Pairing(field.profiles[left], field.profiles[right], field.same, budget=budget, as_of=field.as_of)

    def wanted(names: Names) -> bool:
        return names == (ours, theirs)

    with room_for(pairing.product.guideline):
        try:
            found = list(differing_limits(pairing, wanted, (len(first) - 1, len(second) - 1)))
        except Spent:
            yield _left(field, [ways], budget.why)
            return
    for each in found:
        others = [*_labels(field, first[1:], "and by this"), *_labels(field, second[1:], "otherwise by this")]
        yield replace(each, labels=(*each.labels, *others))


def _labels(field: Field, way: Sequence[tuple[int, str]], text: str) -> Iterator[Label]:
    for number, name in way:
        guideline = field.profiles[number].guideline
        span = first_line(guideline.source, guideline.named_by_name[name].span)
        yield Label(span=span, text=text, source=guideline.source)


def _left(field: Field, pairs: Sequence[tuple[Way, Way]], why: str | None = None) -> Diagnostic:
    """MG000: what was not looked at."""
    number, name = pairs[0][0][0]
    guideline = field.profiles[number].guideline
    count = f"{len(pairs):,} pair{'s' * (len(pairs) != 1)} of ways"
    return Diagnostic(
        code=NOT_DECIDED,
        message=f"whether {count} to define {title_of(guideline, name)} differ for somebody is not decided: "
        f"{why or f'{MOST_WAYS} pairs of ways are looked at'}",
        source=guideline.source,
        span=first_line(guideline.source, guideline.named_by_name[name].span),
        help="name fewer guidelines, or allow the search more with `--budget` (seconds) or `--steps`",
    )


def settled_pairs(candidates: Candidates) -> Iterator[Pair]:
    """The pairs of guidelines that define such a name otherwise."""
    for signs in candidates.names.values():
        for one, other in combinations(signs.values(), 2):
            for left in one:
                for right in other:
                    if left != right:
                        yield (left, right) if left < right else (right, left)
