"""What a code means, for ``milligram explain`` and for the rules of a SARIF log.

Enters: a `Code`. Leaves: its page in Markdown; for a code that this version does not look for, what it
will find.

    explain(CODES["MG103"])            ->  "# MG103 shared boundary\\n…"
    examples(CODES["MG103"])[0].whole  ->  "guideline renal_function\\n…"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap

from milligram.diagnostics.model import Code
from milligram.diagnostics.registry import CHECKED

PAGES = Path(__file__).resolve().parent / "pages"

_FENCE = re.compile(r"^```mg (bad|good)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_DECLARATION = re.compile(r"^\S.*\n(?:\s+\S.*\n)*", re.MULTILINE)
_STANDS_FOR = {
    "<U+202E>": "\u202e",
    "<B5>": "\udcb5",
    "<213 pathways more>": "and so on, " * 200_000,
}
"""What no page can print, by what it prints instead; a byte that is not UTF-8 as `read_source` leaves it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A faulty guideline of a page, or the repaired one, whole; ``shown`` is what the page prints of it."""

    faulty: bool
    shown: str
    whole: str


def explain(code: Code, *, width: int | None = None) -> str:
    """The page of a code, in Markdown, ending with a line end; prose wrapped to ``width`` columns, examples as they
    are."""
    page = _page(code)
    return page if width is None else "\n".join(_wrapped(page.splitlines(), width)).rstrip("\n") + "\n"


def examples(code: Code) -> tuple[Example, ...]:
    """The guidelines that the page of a code shows, in order.

    A repaired one that does not begin with `guideline` shows what changes: its declarations take the place of those
    with the same name in the faulty one above it.
    """
    found: list[Example] = []
    for kind, shown in _FENCE.findall(explain(code)):
        whole = shown if shown.startswith("guideline ") or not found else _repaired(found[-1].whole, shown)
        for printed, meant in _STANDS_FOR.items():
            whole = whole.replace(printed, meant)
        found.append(Example(faulty=kind == "bad", shown=shown, whole=whole))
    return tuple(found)


def _repaired(faulty: str, changed: str) -> str:
    new = {_named(each): each for each in _DECLARATION.findall(changed)}
    kept = [new.pop(_named(each), each) for each in _DECLARATION.findall(faulty)]
    return "".join((*kept, *new.values()))


def _named(declaration: str) -> tuple[str, ...]:
    """The word and the name that a declaration begins with, as far as it has them."""
    words = declaration.split(maxsplit=2)
    return (words[0],) if words[0] in ("pathway", "case", "pitfall") else tuple(words[:2])


def _page(code: Code) -> str:
    if code.code in CHECKED:
        return (PAGES / f"{code.code}.md").read_text(encoding="utf-8")
    return (
        f"# {code.code} {code.title}\n\n"
        f"Finds {code.finds}.\n\n"
        "This version does not check it yet: a guideline without this finding has not been searched for it.\n"
    )


def _wrapped(lines: list[str], width: int) -> Iterator[str]:
    paragraph: list[str] = []
    fenced = False
    for line in (*lines, ""):
        fence = line.startswith("```")
        apart = fenced or fence or not line or line.startswith(("#", "- ", "|"))
        if apart and paragraph:
            yield from wrap(" ".join(paragraph), width, break_long_words=False, break_on_hyphens=False)
            paragraph = []
        if fenced or fence or not line or line.startswith(("#", "|")):
            yield line
        else:
            paragraph.append(line.strip())
        fenced = fenced != fence
