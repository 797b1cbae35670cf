"""Whole constructs to fill in: a declaration, a decision, a case.

Enters: the first word of a line. Leaves: the text of a snippet, whose places are ``${1:…}``; filled in as they stand,
each can be read.

    decide   ->   decide "question" by input, with `unknown:` and two bands
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Skeleton(NamedTuple):
    """``label`` is what the suggestion is called; its first word is the one that the line starts with."""

    label: str
    body: str


AT_MARGIN: tuple[Skeleton, ...] = (
    Skeleton(
        "guideline … with its header",
        'guideline ${1:name}\n  title      "${2:title}"\n  version    0.1.0\n  status     draft\n'
        '  for        "${3:for whom}"\n$0',
    ),
    Skeleton("source … title", 'source ${1:r1} "${2:title}"\n$0'),
    Skeleton("substance … formula", "substance ${1:name} formula ${2:Mg}\n$0"),
    Skeleton("class … of", "class ${1:name} of ${2:member}\n$0"),
    Skeleton("input … in a unit", "input ${1:name} in ${2:mmol/L}, plausible ${3:0} to ${4:10}\n$0"),
    Skeleton("input … yes or no", 'input ${1:name} yes or no, ask "${2:question}"\n$0'),
    Skeleton("input … one of", "input ${1:name} one of ${2:one_word}, ${3:another}\n$0"),
    Skeleton("input … any of", "input ${1:name} any of ${2:one_word}, ${3:another}\n$0"),
    Skeleton("define … condition", "define ${1:name}: ${2:condition}\n$0"),
    Skeleton("define … any of", "define ${1:name} any of:\n  ${2:condition}\n  ${3:condition}\n$0"),
    Skeleton(
        "define … by cases", "define ${1:name}:\n  ${2:value} when ${3:condition}\n  ${4:value} otherwise\n$0"
    ),
    Skeleton(
        "table by … gives",
        "table by ${1:level} gives ${2:name}\n  under ${3:1} | ${4:low}\n  at least ${3:1} | ${5:high}\n$0",
    ),
    Skeleton("score … points", "score ${1:name}\n  1 when ${2:condition}\n$0"),
    Skeleton(
        "regimen … ladder",
        "regimen ${1:name} of ${2:drug}\n  route ${3:oral}\n  step 1: ${4:5 mg} daily\n"
        "  step 2 after ${5:2 weeks} when ${6:condition}: ${7:10 mg} daily\n"
        '  then after ${5:2 weeks} when ${6:condition}: refer to "${8:whom}"\n$0',
    ),
    Skeleton("monitor … measurements", "monitor ${1:name}: ${2:level}\n  at baseline\n  every ${3:3 months}\n$0"),
    Skeleton(
        "pitfall … with a rule",
        'pitfall "${1:warning}"\n  never give ${2:drug} when ${3:condition}\n  because "${4:reason}"\n$0',
    ),
    Skeleton("pathway … with a decision", 'pathway\n  decide "${1:question}" by ${2:level}\n    unknown:\n'
             "      order ${2:level}\n      end\n    under ${3:1}:\n      ${4:continue}\n"
             "    at least ${3:1}:\n      ${5:continue}\n$0"),
    Skeleton("part … statements", 'part ${1:name}\n  ${2:advise "advice"}\n$0'),
    Skeleton(
        "case … patient", 'case "${1:who, and what is at stake}"\n  ${2:level} ${3:1}\n  expect ${4:give drug}\n$0'
    ),
)  # fmt: skip
"""What may stand at the margin."""

IN_A_BLOCK: tuple[Skeleton, ...] = (
    Skeleton(
        "decide … by bands",
        'decide "${1:question}" by ${2:level}\n  unknown:\n    order ${2:level}\n    end\n'
        "  under ${3:1}:\n    ${4:continue}\n  at least ${3:1}:\n    ${5:continue}",
    ),
    Skeleton(
        "decide … by conditions",
        'decide "${1:question}"\n  ${2:condition}:\n    ${3:continue}\n  not ${2:condition}:\n    ${4:continue}\n'
        '  unknown:\n    end because "${5:reason}"',
    ),
    Skeleton("when … block", "when ${1:condition}:\n  ${0:continue}"),
    Skeleton("step … dose", "step ${1:1}: ${2:5 mg} daily"),
    Skeleton("step … after", "step ${1:2} after ${2:2 weeks} when ${3:condition}: ${4:10 mg} daily"),
    Skeleton("then … beyond the last step", 'then after ${1:2 weeks} when ${2:condition}: refer to "${3:whom}"'),
    Skeleton("never give … when", "never give ${1:drug} when ${2:condition}"),
    Skeleton("finding … estimate", 'finding "${1:outcome}" ${2:RR} ${3:1} (95% CI ${4:0.8} to ${5:1.2})'),
)
"""What may stand in a block."""

BEHIND: Mapping[str, str] = {
    "because": 'because "${1:reason}"',
    "uncited": 'uncited because "${1:reason}"',
    "differs": 'differs from source "${1:what it says}" because "${2:reason}"',
    "allow": 'allow ${1:MG107} because "${2:reason}"',
}
"""Notes behind a statement, row or line."""
