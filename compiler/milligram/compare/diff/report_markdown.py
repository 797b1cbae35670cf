"""A comparison for a pull request.

Enters: the groups in words, what else changed, what could not be decided. Leaves: Markdown; what an author wrote stands
in it as text, whatever signs it holds.

    ### 1. creatinine clearance 25 to under 30 mL/min

    | | before | after |
    | --- | --- | --- |
    | age 50 years, creatinine_clearance 28 mL/min | REFER nephrology | *none of this* |
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from milligram.compare.diff.also import Also
from milligram.compare.diff.report_text import NOTHING, OTHERS, heading, of_whom, others, patient, region
from milligram.compare.diff.told import Line
from milligram.compare.diff.words import Shown
from milligram.diagnostics.display import visible

_SPECIAL = re.compile(r"(?P<html>[<>&|])|(?P<markup>[\\`*_{}\[\]()+!~$])|(?P<linked>@|#(?=\d)|:(?=\S)|www(?=\.))")
"""Signs of HTML and of tables; of markup; and what a site makes a mention, an issue, a picture or a link of, even
behind an escape."""


def escaped(text: str) -> str:
    """Text that Markdown shows as it is: no markup, no link, no mention of anybody."""

    def plain(found: re.Match[str]) -> str:
        match found.lastgroup:
            case "html":
                return f"&#{ord(found[0])};"
            case "markup":
                return f"\\{found[0]}"
            case _:
                return f"{found[0]}<!-- -->"

    return _SPECIAL.sub(plain, visible(text))


def markdown(
    names: tuple[str, str],
    shown: Sequence[Shown],
    also: Sequence[Also],
    *,
    more: bool = False,
    undecided: Sequence[str] = (),
) -> str:
    """The whole of it."""
    lines = [f"## {escaped(names[1])}", "", f"Compared with {escaped(names[0])}: "]
    lines[-1] += f"**{escaped(heading(shown, more=more, undecided=undecided))}**."
    for number, group in enumerate(shown, 1):
        lines += [
            "",
            f"### {number}. {escaped(region(group))}",
            "",
            *([f"Of {escaped(of_whom(group))}.", ""] if of_whom(group) else []),
            "| patient | before | after |",
            "| --- | --- | --- |",
        ]
        for example in group.examples:
            cells = (escaped(patient(example)), _cell(example.before), _cell(example.after))
            lines.append(f"| {' | '.join(cells)} |")
        if group.before or group.after:
            lines.append(f"| *others {OTHERS}* | {_cell(group.before, '')} | {_cell(group.after, '')} |")
        if group.others:
            lines += ["", f"And {others(group.others)}."]
    if more:
        lines += ["", "There are other groups."]
    if undecided:
        lines += ["", "### Not decided", "", *(f"- {escaped(why)}" for why in undecided)]
    if also:
        lines += ["", "<details><summary>Also changed</summary>", ""]
        lines += [f"- {escaped(each.what)}" + (f": {escaped(each.how)}" if each.how else "") for each in also]
        lines += ["", "</details>"]
    return "\n".join(lines) + "\n"


def _cell(said: Sequence[Line], nothing: str = f"*{NOTHING}*") -> str:
    return "<br>".join(map(_line, said)) or nothing


def _line(line: Line) -> str:
    place = f" (line {line.line})" if line.line is not None else ""
    return f"**{line.mark}** {escaped(line.text)}{place}" + (f"; *{escaped(line.only)}*" if line.only else "")
