"""The text of the one grammar, wherever Milligram is installed.

Leaves: the text of ``milligram.lark``. A wheel carries it inside the package, as ``_grammar/milligram.lark``;
an editable install reads it from the repository, where it stands beside the compiler in ``grammar/``.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_INSTALLED = _PACKAGE / "_grammar" / "milligram.lark"
_REPOSITORY = _PACKAGE.parent.parent / "grammar" / "milligram.lark"


def grammar_path() -> Path:
    """The grammar's file: the one inside an installed package, else the repository's."""
    return _INSTALLED if _INSTALLED.is_file() else _REPOSITORY


def grammar_text() -> str:
    """The grammar as Lark reads it; ``FileNotFoundError`` only when the installation is broken."""
    return grammar_path().read_text(encoding="utf-8")
