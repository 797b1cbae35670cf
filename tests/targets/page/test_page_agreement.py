"""The page's engine, run by a browser, against the interpreter: the same patients, the same answers, to the letter."""

from __future__ import annotations

from collections import Counter
from typing import Any

SHARE = 56
"""Patients of each guideline; nine guidelines make 504."""


def test_five_hundred_random_patients(
    window: Any, files: Any, guidelines: Any, patients: Any, interpreted: Any
) -> None:
    """Unknown values, values on a limit and a hair beside it, other units, regimens under way, refusals."""
    met: Counter[str] = Counter()
    for name, guideline in guidelines.items():
        data = patients(guideline, SHARE, 5)
        window.open(files[name])
        for each, found in zip(data, window.answers(data), strict=True):
            meant = interpreted(guideline, each)
            assert found == meant, (name, each)
            assert list(found) == list(meant)
            met["patients"] += 1
            met["refused"] += "refused" in found
            met["asked"] += bool(found.get("asks"))
            met["advised"] += bool(found.get("advice"))
            met["outside"] += found.get("applies") is False
            met["would apply"] += bool(found.get("would_apply"))
        assert window.is_quiet()
    assert met["patients"] >= 500
    assert min(met[kind] for kind in ("refused", "outside", "would apply")) >= 5, met
    assert min(met[kind] for kind in ("asked", "advised")) >= 150, met
