"""The patients of findings as cases, to be kept beside the guideline.

Enters: findings. Leaves: text of `case` blocks, one for each patient, whatever number of findings show the same one.

    error[MG101] … patient: age 40 years   ->   case "MG101, line 9: no branch covers age under 65 years"
                                                  age 40 years
                                                  expect unspecified "…"

What must come out for the patient is for the author to say: until the one line that each case expects is written anew,
the case fails.
"""

from __future__ import annotations

from collections.abc import Iterable

from milligram.diagnostics import Diagnostic

_TO_BE_SAID = "to be written: what must come out for this patient"
_MOST = 90
"""A name longer than this is cut at a word."""


def cases_of(findings: Iterable[Diagnostic]) -> str:
    """The blocks, a blank line between two; empty where no finding has a patient."""
    patients: dict[tuple[tuple[str, str], ...], list[Diagnostic]] = {}
    for finding in findings:
        if finding.witness is not None:
            patients.setdefault(tuple(finding.witness.items()), []).append(finding)
    names: set[str] = set()
    return "\n".join(_block(patient, shown, names) for patient, shown in patients.items())


def _block(patient: tuple[tuple[str, str], ...], shown: list[Diagnostic], names: set[str]) -> str:
    lines = [f'case "{_name(shown, names)}"']
    lines += [f"  {name} {value}" for name, value in patient]
    lines.append(f'  expect unspecified "{_TO_BE_SAID}"')
    return "".join(f"{line}\n" for line in lines)


def _name(shown: list[Diagnostic], names: set[str]) -> str:
    first = shown[0]
    codes = ", ".join(dict.fromkeys(finding.code.code for finding in shown))
    message = " ".join(first.message.replace("\\", " ").replace('"', "'").split())
    name = f"{codes}, line {first.source.line_of(first.span)}: {message}"
    if len(name) > _MOST:
        name = name[:_MOST].rsplit(" ", 1)[0] + " …"
    base, number = name, 2
    while name in names:
        name, number = f"{base} ({number})", number + 1
    names.add(name)
    return name
