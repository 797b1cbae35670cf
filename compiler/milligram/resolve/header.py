"""The header of a guideline: its title, version, status and dates.

Enters: `ast.Header`. Leaves: a status and two dates; what is missing or wrong is reported.

    review by 2020-01-01, issued 2026-11-22   ->   MG022: the review by 2020-01-01 comes before the issue
"""

from __future__ import annotations

from datetime import date

from milligram.diagnostics import Edit
from milligram.diagnostics.registry import (
    BAD_DATE,
    MISSING_PART,
    UNKNOWN_CHOICE,
)
from milligram.resolve.context import Context
from milligram.resolve.declarations import iso_date
from milligram.resolve.scope import nearest
from milligram.syntax import nodes as ast

STATUSES = ("draft", "active", "retired")


def status_of(ctx: Context, header: ast.Header) -> str:
    """draft, active or retired; draft when nothing is said."""
    if header.status is None:
        return "draft"
    if header.status.name in STATUSES:
        return header.status.name
    close = nearest(header.status.name, STATUSES)
    ctx.report(
        UNKNOWN_CHOICE,
        f"`{header.status.name}` is no status of a guideline",
        header.status.span,
        help=f"did you mean `{close}`?" if close else f"it is one of {', '.join(f'`{word}`' for word in STATUSES)}",
        edits=[Edit(span=header.status.span, replacement=close, title=f"write `{close}`")] if close else [],
    )
    return "draft"


def dates_of(ctx: Context, header: ast.Header) -> tuple[date | None, date | None]:
    """The dates of issue and review; a review before the issue is reported."""
    issued = iso_date(ctx, header.issued.value, header.issued.span) if header.issued else None
    review = iso_date(ctx, header.review_by.value, header.review_by.span) if header.review_by else None
    if issued is not None and review is not None and review < issued:
        assert header.review_by is not None
        ctx.report(
            BAD_DATE,
            f"the review by {review} comes before the issue on {issued}",
            header.review_by.span,
            labels=[(header.issued.span, "issued here")] if header.issued else [],
            help="correct one of the two dates",
        )
    return issued, review


def require_title(ctx: Context, header: ast.Header) -> None:
    """MG015 for a guideline without a title or a version."""
    for what, found, example in (
        ("title", header.title, 'title "Magnesium for neck muscle spasm"'),
        ("version", header.version, "version 0.1.0"),
    ):
        if found is None and what not in ctx.unread.starts:
            ctx.report(
                MISSING_PART,
                f"the guideline `{header.name.name}` has no {what}",
                header.name.span,
                help=f"add a line such as `{example}` under it",
            )
