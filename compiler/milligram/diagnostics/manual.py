"""What a code means, for ``milligram explain`` and for the rules of a SARIF log.

Enters: a `Code`. Leaves: its page in Markdown; for a code that this version does not look for, what it
will find.

    explain(CODES["MG103"])  ->  "# MG103 shared boundary\\n…"
"""

from __future__ import annotations

from pathlib import Path

from milligram.diagnostics.model import Code
from milligram.diagnostics.registry import CHECKED

PAGES = Path(__file__).resolve().parent / "pages"


def explain(code: Code) -> str:
    """The page of a code, in Markdown, ending with a line end."""
    if code.code in CHECKED:
        return (PAGES / f"{code.code}.md").read_text(encoding="utf-8")
    return (
        f"# {code.code} {code.title}\n\n"
        f"Finds {code.finds}.\n\n"
        "This version does not check it yet: a guideline without this finding has not been searched for it.\n"
    )
