"""MG802 review overdue."""

from __future__ import annotations

from collections.abc import Iterator

from milligram.checks.context import Context
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import BAD_DATE, REVIEW_OVERDUE
from milligram.syntax import nodes as ast


def check(context: Context) -> Iterator[Diagnostic]:
    """A guideline, not retired, whose review date lies before the day of the check."""
    guideline = context.guideline
    if context.as_of is None or guideline.review_by is None or guideline.status == "retired":
        return
    if guideline.review_by < context.as_of:
        header = next((node for node in context.file.declarations if isinstance(node, ast.Header)), None)
        span = header.review_by.span if header and header.review_by else context.head(guideline.header_span)
        if context.found_within(span, BAD_DATE.code):
            return  # a date that comes before the issue is no day for a review
        yield context.finding(
            REVIEW_OVERDUE,
            span,
            f"the review was due on {guideline.review_by}, and this check is of {context.as_of}",
            help="review the guideline and set a new date, or set `status retired`",
        )
