"""The author's words in Markdown, as words and nothing else.

Enters: any text. Leaves: Markdown that shows it as it is: no link, no picture, no HTML, no heading comes of it.

    plain("a_b <img>")   ->   "a\\_b &lt;img&gt;"          code("a`b")   ->   "``a`b``"
"""

from __future__ import annotations

import re

from milligram.diagnostics.display import visible

_SIGNS = re.compile(r"([\\`*_{}\[\]()#+\-.!|~:$@^=])")
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_TICKS = re.compile("`+")


def plain(text: str) -> str:
    """A text on one line, every sign of Markdown and HTML in it shown as it is."""
    return _SIGNS.sub(r"\\\1", visible(text)).translate(_HTML)


def code(text: str) -> str:
    """A text on one line, set as code."""
    shown = visible(text)
    longest = max((len(run) for run in _TICKS.findall(shown)), default=0)
    ticks = "`" * (longest + 1)
    room = " " if not shown or shown[0] in "` " or shown[-1] in "` " else ""
    return f"{ticks}{room}{shown}{room}{ticks}"


def fenced(text: str, language: str = "mg") -> str:
    """Several lines as a block of code; a character that is not shown is written by its number."""
    longest = max((len(run) for run in _TICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    lines = (_line(line) for line in text.split("\n"))
    return "\n".join((f"{fence}{language}", *lines, fence))


def _line(line: str) -> str:
    indent = len(line) - len(line.lstrip(" "))
    return " " * indent + visible(line)
