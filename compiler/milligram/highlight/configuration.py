"""What VS Code wants to know of the language beside its colours: comments, brackets, how far in the next line stands.

Enters: the grammar. Leaves: plain data, to be written as ``language-configuration.json``.

    `decide "Renal function"`, Enter   ->   two spaces further in          `end`, Enter   ->   one level back
"""

from __future__ import annotations

from milligram.highlight.rules import lone_statements
from milligram.syntax import RESERVED
from milligram.syntax.places import opens_block

_BARE = '(?:[^"#]|"(?:[^"\\\\]|\\\\.)*")*'
"""A part of a line that ends neither within a text nor in a comment."""
_PAIRS = [["(", ")"], ["[", "]"]]


def configuration() -> dict[str, object]:
    """Everything, in the terms of VS Code."""
    heads = "|".join(sorted(word for word in RESERVED if opens_block(word, "")))
    lone = "|".join(sorted(word for word in lone_statements() if not opens_block(word, "")))
    quotes = {"open": '"', "close": '"', "notIn": ["string", "comment"]}
    return {
        "comments": {"lineComment": "#"},
        "brackets": _PAIRS,
        "autoClosingPairs": [*({"open": left, "close": right} for left, right in _PAIRS), quotes],
        "surroundingPairs": [*_PAIRS, ['"', '"']],
        "wordPattern": r"[A-Za-z_][A-Za-z0-9_]*|-?[0-9]+(?:\.[0-9]+)*",
        "folding": {"offSide": True},
        "indentationRules": {
            "increaseIndentPattern": rf"^\s*(?:(?:{heads})\b.*|{_BARE}:\s*(?:#.*)?)$",
            "decreaseIndentPattern": r"^(?!)$",
        },
        "onEnterRules": [
            {"beforeText": rf"^\s+(?:{lone})\b.*$", "action": {"indent": "outdent"}},
            {"beforeText": r"^\s*#.*$", "afterText": r"^\s*\S.*$", "action": {"indent": "none", "appendText": "# "}},
        ],
    }
