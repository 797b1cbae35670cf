"""What a code means, for ``milligram explain`` and for the rules of a SARIF log.

Enters: a `Code`. Leaves: its page in Markdown; for a code that this version does not look for, what it
will find.

    explain(CODES["MG103"])  ->  "# MG103 shared boundary\\n…"
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap

from milligram.diagnostics.model import Code
from milligram.diagnostics.registry import CHECKED

PAGES = Path(__file__).resolve().parent / "pages"


def explain(code: Code, *, width: int | None = None) -> str:
    """The page of a code, in Markdown, ending with a line end; prose wrapped to ``width`` columns, examples as they
    are."""
    page = _page(code)
    return page if width is None else "\n".join(_wrapped(page.splitlines(), width)).rstrip("\n") + "\n"


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
