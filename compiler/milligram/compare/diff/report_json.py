"""A comparison for programs.

Enters: the groups in words, what else changed, what could not be decided. Leaves: one JSON object in ASCII.

    {"old": "renal.mg@v1", "new": "renal.mg", "affected": true, "groups": [{"regions": ["creatinine …"], …}], …}

``affected`` is null where it could not be decided. Values of patients are texts, as a case says them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from milligram.compare.diff.also import Also
from milligram.compare.diff.told import Line
from milligram.compare.diff.words import Shown


def as_json(
    names: tuple[str, str],
    shown: Sequence[Shown],
    also: Sequence[Also],
    *,
    more: bool = False,
    undecided: Sequence[str] = (),
) -> str:
    """The object, indented, ending with a line end."""
    found = {
        "old": names[0],
        "new": names[1],
        "affected": True if shown else None if undecided else False,
        "groups": [
            {
                "regions": list(group.regions),
                "more_regions": group.more,
                "of": group.of or None,
                "exact": group.exact,
                "patients": [
                    {
                        "patient": dict(example.patient),
                        "before": [_line(line) for line in example.before],
                        "after": [_line(line) for line in example.after],
                        "alike": example.alike,
                    }
                    for example in group.examples
                ],
                "others_told": {
                    "before": [_line(line) for line in group.before],
                    "after": [_line(line) for line in group.after],
                },
                "other_changes": group.others,
            }
            for group in shown
        ],
        "more_groups": more,
        "undecided": list(undecided),
        "also": [{"what": each.what, "how": each.how} for each in also],
    }
    return json.dumps(found, indent=2) + "\n"


def _line(line: Line) -> dict[str, object]:
    return {"mark": line.mark, "text": line.text, "line": line.line, "only": line.only or None}
