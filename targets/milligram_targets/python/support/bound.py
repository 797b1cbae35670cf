"""What a generated module binds for its guideline; here for one that says nothing."""

from __future__ import annotations

from collections.abc import Mapping

from milligram_targets.python.support.accepted import Input
from milligram_targets.python.support.identity import Guideline

GUIDELINE = Guideline(
    id="",
    title="",
    version="",
    status="draft",
    audience=None,
    issued=None,
    review_by=None,
    sha256="",
)
"""Which guideline it is."""

INPUTS: Mapping[str, Input] = {}
"""What a caller supplies, by name."""

TERMS: Mapping[str, tuple[str, str, str]] = {}
"""What people call each name, and its unit: of many, of one."""

LAST_STEPS: Mapping[str, int] = {}
"""The number of steps of each regimen."""

SOURCES: Mapping[str, str] = {}
"""The sources that advice cites, by name."""
