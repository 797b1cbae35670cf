"""From a declaration's `Tree` to its node, without meaning: no name is looked up and no unit is read.

Enters: the `Tree` of one top-level declaration. Leaves: the `Declaration`, and findings on what the grammar is too wide
to refuse: a reserved name, a part that stands twice, a row with too many cells.

    Tree("class", ["arb", "losartan"])   ->   DrugClass(name=Ident("arb"), members=(Ident("losartan"),))
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal as L
from typing import cast

from milligram.diagnostics.registry import MISSING_PART, SYNTAX
from milligram.source import Span
from milligram.syntax import build_declarations as parts
from milligram.syntax import build_plans as plans
from milligram.syntax.build_common import (
    Builder,
    find,
    find_all,
    ident,
    idents,
    label,
    notes_in,
    number,
    optional_text,
    plain,
    quantity,
    span_of,
    subtrees,
    text,
    token,
    tokens,
)
from milligram.syntax.build_declarations import body_of, once
from milligram.syntax.build_expressions import BANDS, band, expression, name
from milligram.syntax.build_statements import statement, statements
from milligram.syntax.machine import Tree
from milligram.syntax.nodes import (
    Band,
    Case,
    Caution,
    Claim,
    Declaration,
    Effect,
    Estimate,
    ExpectOutcome,
    ExpectStatement,
    ExpectValue,
    Finding,
    Given,
    Header,
    Ident,
    Missing,
    Name,
    Notice,
    Part,
    Pathway,
    Quantity,
    Source,
    Text,
)


def declaration(b: Builder, tree: Tree) -> Declaration:
    """The node of one top-level declaration; ``tree`` is what the start rule took."""
    inner = subtrees(tree)[0]
    return _BUILDERS[inner.data](b, inner)


# --- guideline and sources ------------------------------------------------------------------------------------------


def _header(b: Builder, tree: Tree) -> Header:
    applies = once(b, tree, "applies", "`applies when`")
    version = once(b, tree, "version", "`version`")
    status = once(b, tree, "status", "`status`")
    issued = once(b, tree, "issued", "`issued`")
    review_by = once(b, tree, "review_by", "`review by`")
    return Header(
        span=span_of(tree),
        name=ident(b, token(tree, "NAME")),
        title=optional_text(once(b, tree, "title", "`title`")),
        version=None if version is None else plain(token(version, "VERSION")),
        status=None if status is None else ident(b, token(status, "NAME")),
        audience=optional_text(once(b, tree, "audience", "`for`")),
        applies_when=None if applies is None else expression(b, body_of(applies)[0]),
        issued=None if issued is None else plain(token(issued, "DATE")),
        review_by=None if review_by is None else plain(token(review_by, "DATE")),
        notes=notes_in(b, tree, *([applies] if applies is not None else [])),
    )


def _source(b: Builder, tree: Tree) -> Source:
    title = label(tree)
    assert title is not None
    fields = find_all(tree, "field", "field_differs")
    return Source(
        span=span_of(tree),
        name=ident(b, token(tree, "NAME")),
        title=title,
        fields=tuple(_field(part) for part in fields),
        findings=tuple(_finding(b, part) for part in find_all(tree, "finding")),
        notes=notes_in(b, tree, *fields),
    )


def _field(tree: Tree) -> tuple[Ident, Text]:
    """``year 2020``; ``population differs because "…"`` is a field of two words, with its reason or no text."""
    key, *values = tokens(tree)
    words = find(tree, "text")
    if tree.data == "field_differs":
        said = Ident(span=span_of(key), name=f"{key.text} differs")
        return said, Text(span=span_of(tree), value="") if words is None else text(words)
    return Ident(span=span_of(key), name=key.text), plain(values[0]) if words is None else text(words)


def _finding(b: Builder, tree: Tree) -> Finding:
    words, estimate = label(tree), find(tree, "estimate")
    assert words is not None
    return Finding(
        span=span_of(tree),
        text=words,
        estimate=None if estimate is None else _estimate(b, estimate),
        notes=notes_in(b, tree),
    )


def _estimate(b: Builder, tree: Tree) -> Estimate:
    level = low = high = None
    interval = find(tree, "interval")
    if interval is not None:
        opening = token(interval, "INTERVAL_OPEN").text
        level = opening.strip("( CI").rstrip("% ") or None
        low, high = (number(b, word) for word in tokens(interval, "NUMBER"))
    return Estimate(
        span=span_of(tree),
        measure=token(tree, "NAME").text,
        value=number(b, token(tree, "NUMBER")),
        level=level,
        low=low,
        high=high,
    )


# --- claims, effects, cautions --------------------------------------------------------------------------------------


def _claim(b: Builder, tree: Tree) -> Claim:
    words, standing = label(tree), find(tree, "supported", "contradicted", "unsupported")
    assert words is not None
    return Claim(
        span=span_of(tree),
        text=words,
        answers=optional_text(find(tree, "answers")),
        standing=None if standing is None else cast("L['supported', 'contradicted', 'unsupported']", standing.data),
        by=() if standing is None else idents(b, standing),
        notes=notes_in(b, tree),
    )


def _notice(b: Builder, tree: Tree) -> Notice:
    words = label(tree)
    assert words is not None
    return Notice(span=span_of(tree), text=words, notes=notes_in(b, tree))


def _missing(b: Builder, tree: Tree) -> Missing:
    words = label(tree)
    assert words is not None
    return Missing(span=span_of(tree), text=words, notes=notes_in(b, tree))


_FREQUENCIES = ("very common", "common", "uncommon", "rare", "very rare")


def _effect(b: Builder, tree: Tree) -> Effect:
    words, often = label(tree), find(tree, "frequency")
    assert words is not None
    frequency: str | None = None
    if often is not None:
        frequency = " ".join(word.text for word in tokens(often))
        if frequency not in _FREQUENCIES:
            b.report(
                SYNTAX,
                span_of(often),
                f"`{frequency}` does not say how often an effect comes",
                "write very common, common, uncommon, rare or very rare",
            )
            frequency = None
    return Effect(
        span=span_of(tree),
        target=ident(b, token(tree, "NAME")),
        text=words,
        frequency=cast("L['very common', 'common', 'uncommon', 'rare', 'very rare'] | None", frequency),
        notes=notes_in(b, tree),
    )


def _caution(b: Builder, tree: Tree) -> Caution:
    return Caution(
        span=span_of(tree),
        target=ident(b, token(tree, "NAME")),
        condition=expression(b, body_of(tree)[0]),
        body=statements(b, tree),
        notes=notes_in(b, tree),
    )


# --- pathways -------------------------------------------------------------------------------------------------------


def _pathway(b: Builder, tree: Tree) -> Pathway:
    names = tokens(tree, "NAME")
    return Pathway(
        span=span_of(tree),
        name=ident(b, names[0]) if names else None,
        label=label(tree),
        body=statements(b, tree),
    )


def _part(b: Builder, tree: Tree) -> Part:
    return Part(span=span_of(tree), name=ident(b, token(tree, "NAME")), label=label(tree), body=statements(b, tree))


# --- cases ----------------------------------------------------------------------------------------------------------


def _case(b: Builder, tree: Tree) -> Case:
    words = label(tree)
    assert words is not None
    given = [one for line in find_all(tree, "given_line") for one in _given_line(b, line)]
    return Case(
        span=span_of(tree),
        name=words,
        given=tuple(given),
        expectations=tuple(_expectation(b, part) for part in subtrees(tree) if part.data.startswith("expect")),
        notes=notes_in(b, tree),
    )


def _given_line(b: Builder, tree: Tree) -> list[Given]:
    """``diuretics loop, thiazide, age 40 years``: a bare name is another value of what stands before it."""
    out: list[Given] = []
    for part in subtrees(tree):
        if part.data != "given_more":
            out.append(_given(b, part))
            continue
        more = ident(b, token(part))
        if not out or out[-1].state is not None or not all(isinstance(v, Name) for v in out[-1].values):
            b.report(
                MISSING_PART,
                span_of(part),
                f"the case names `{more.name}` and gives it no value",
                f"write `{more.name} yes`, `{more.name} no`, or its value",
            )
            continue
        last = out[-1]
        out[-1] = Given(
            span=last.span.to(more.span),
            name=last.name,
            values=(*last.values, Name(span=more.span, name=more.name)),
        )
    return out


def _given(b: Builder, tree: Tree) -> Given:
    key, *rest = tokens(tree)
    target = ident(b, key)
    state: L["step", "time"] | None = None
    if tree.data in ("given_step", "given_time"):
        state = "step" if tree.data == "given_step" else "time"
    value: Quantity | Name | Text
    inner = subtrees(tree)
    if rest and rest[0].type == "NUMBER":
        value = Quantity(span=span_of(rest[0]), number=number(b, rest[0]))
    elif rest and rest[0].type == "DATE":
        value = plain(rest[0])
    elif rest:
        value = Name(span=span_of(rest[0]), name=rest[0].text)
    else:
        value = _word_or_value(b, inner[0])
    return Given(span=span_of(tree), name=target, state=state, values=(value,))


def _word_or_value(b: Builder, tree: Tree) -> Quantity | Name | Text:
    match tree.data:
        case "name":
            return name(b, tree)
        case "text":
            return text(tree)
        case "answer" | "unknown_word":
            return Name(span=span_of(tree), name=token(tree).text)
        case _:
            return quantity(b, tree)


def _expectation(b: Builder, tree: Tree) -> ExpectStatement | ExpectValue | ExpectOutcome:
    span = span_of(tree)
    match tree.data:
        case "expect" | "expect_no":
            wanted = statement(b, subtrees(tree)[0])
            return ExpectStatement(span=span, negated=tree.data == "expect_no", statement=wanted)
        case "expect_ask":
            return ExpectOutcome(span=span, kind="ask", target=ident(b, token(tree)))
        case "expect_blocked":
            return ExpectOutcome(span=span, kind="blocked", target=ident(b, token(tree)))
        case "expect_outside":
            return ExpectOutcome(span=span, kind="outside")
        case "expect_dose":
            start = span.start + len("expect ")
            target = Ident(span=Span(start, start + len("dose")), name="dose")
            return ExpectValue(span=span, name=target, value=_expected(b, subtrees(tree)[0]))
        case _:
            target = ident(b, token(tree, "NAME"))
            return ExpectValue(span=span, name=target, value=_expected(b, subtrees(tree)[0]))


def _expected(b: Builder, tree: Tree) -> Band | Name | Text:
    if tree.data in BANDS:
        return band(b, tree)
    value = _word_or_value(b, tree)
    return Band(span=value.span, low=value, high=value) if isinstance(value, Quantity) else value


_BUILDERS: dict[str, Callable[[Builder, Tree], Declaration]] = {
    "guideline": _header,
    "source": _source,
    "substance": parts.substance,
    "drug_class": parts.drug_class,
    "input": parts.input_,
    "impossible": parts.impossible,
    **dict.fromkeys(("define_expr", "define_any", "define_all", "define_at_least", "define_cases"), parts.define),
    "table": parts.table,
    "score": parts.score,
    "regimen": plans.regimen,
    "monitor": plans.monitor,
    "pitfall": plans.pitfall,
    "claim": _claim,
    "notice": _notice,
    "missing": _missing,
    "effect": _effect,
    "caution": _caution,
    "pathway": _pathway,
    "part": _part,
    "case": _case,
}
