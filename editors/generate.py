"""Writes what the editors are told of the language from the language's own grammar: ``make editors``.

No keyword is listed by hand. A test fails where a file is not what is written here.
"""

from __future__ import annotations

import json
from pathlib import Path

from milligram.highlight.configuration import configuration
from milligram.highlight.textmate import grammar, in_markdown

VSCODE = Path(__file__).resolve().parent / "vscode"


def generated() -> dict[Path, str]:
    """Each file that is made, and its text."""
    made = {
        VSCODE / "syntaxes" / "milligram.tmLanguage.json": grammar(),
        VSCODE / "syntaxes" / "markdown.tmLanguage.json": in_markdown(),
        VSCODE / "language-configuration.json": configuration(),
    }
    return {path: json.dumps(data, ensure_ascii=False, indent=2) + "\n" for path, data in made.items()}


if __name__ == "__main__":
    for path, text in generated().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
