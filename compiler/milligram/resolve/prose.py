"""Pitfalls, claims, remarks, effects and cautions.

Enters: their declarations. Leaves: their IR, with the rules of pitfalls and the statements of cautions settled.

    never give magnesium when volume_depleted   ->   NeverRule(target="magnesium", condition=Flag("volume_depleted"))
"""

from __future__ import annotations

from milligram.ir import nodes as ir
from milligram.resolve.conditions import condition
from milligram.resolve.context import Context
from milligram.resolve.names import drug_of, given_of
from milligram.resolve.notes import notes_of, sources_of
from milligram.resolve.statements import body_of
from milligram.syntax import nodes as ast


def pitfall_of(ctx: Context, pitfall: ast.Pitfall) -> ir.Pitfall:
    """A pitfall with the rules that have a meaning."""
    notes = notes_of(ctx, pitfall.notes)
    rules: list[ir.NeverRule] = []
    for rule in pitfall.rules:
        identity = ctx.next_id()
        target = given_of(ctx, rule.target)
        test = condition(ctx, rule.condition)
        its_notes = notes_of(ctx, rule.notes)
        if target is not None and test is not None:
            rules.append(ir.NeverRule(id=identity, span=rule.span, target=target, condition=test, notes=its_notes))
        else:
            ctx.leave_out(rule)
    return ir.Pitfall(
        span=pitfall.span,
        text=pitfall.text.value,
        rules=tuple(rules),
        unchecked=pitfall.unchecked.value if pitfall.unchecked else None,
        notes=notes,
    )


def claim_of(ctx: Context, claim: ast.Claim) -> ir.Claim:
    """A claim; sources that do not exist are reported and left out."""
    return ir.Claim(
        span=claim.span,
        text=claim.text.value,
        answers=claim.answers.value if claim.answers else None,
        standing=claim.standing,
        by=sources_of(ctx, claim.by),
        notes=notes_of(ctx, claim.notes),
    )


def remark_of(ctx: Context, remark: ast.Notice | ast.Missing) -> ir.Remark:
    """A disclaimer, or a place that the source leaves empty."""
    return ir.Remark(
        span=remark.span,
        kind="notice" if isinstance(remark, ast.Notice) else "missing",
        text=remark.text.value,
        notes=notes_of(ctx, remark.notes),
    )


def effect_of(ctx: Context, effect: ast.Effect) -> ir.Effect | None:
    """A side effect of a drug."""
    target = drug_of(ctx, effect.target)
    notes = notes_of(ctx, effect.notes)
    if target is None:
        return None
    return ir.Effect(span=effect.span, target=target, text=effect.text.value, frequency=effect.frequency, notes=notes)


def caution_of(ctx: Context, caution: ast.Caution) -> ir.Caution | None:
    """What is added right after a give of the target."""
    identity = ctx.next_id()
    target = given_of(ctx, caution.target)
    test = condition(ctx, caution.condition)
    notes = notes_of(ctx, caution.notes)
    body = body_of(ctx, caution.body)
    if target is None or test is None:
        ctx.leave_out(caution)
        return None
    when = ir.When(id=identity, span=caution.span, condition=test, body=body)
    return ir.Caution(span=caution.span, target=target, when=when, notes=notes)
