"""Which words start which lines: declarations at the margin, and what stands under each of them.

Enters: the first word of a line. Leaves: what it may stand under, in words, and whether it opens a block.

    owners("title")   ->   ("guideline",)          owners("when")   ->   ("pathway", "part")
"""

from __future__ import annotations

DECLARATIONS = frozenset(
    [
        "guideline",
        "source",
        "substance",
        "class",
        "input",
        "impossible",
        "define",
        "table",
        "score",
        "regimen",
        "monitor",
        "pitfall",
        "claim",
        "notice",
        "missing",
        "effect",
        "caution",
        "pathway",
        "part",
        "case",
    ]
)
"""Words that start a declaration; none of them starts a line within one."""

NAMED = frozenset(
    ["source", "substance", "class", "input", "define", "table", "score", "regimen", "monitor", "pathway", "part"]
)
"""Declarations that give a name to something."""

_STATEMENTS = [
    "give",
    "stop",
    "hold",
    "advise",
    "suggest",
    "order",
    "refer",
    "start",
    "note",
    "report",
    "unspecified",
    "follow",
    "continue",
    "end",
    "when",
    "decide",
]
SIMPLE_STATEMENTS = frozenset(_STATEMENTS) - {"when", "decide"}
"""Statements of one line, which hold for every patient who reaches them."""
_UNDER: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_STATEMENTS, ("pathway", "part")),
    **dict.fromkeys(("title", "version", "status", "for", "applies", "issued", "review"), ("guideline",)),
    **dict.fromkeys(("step", "then", "route", "back"), ("regimen",)),
    "expect": ("case",),
    "never": ("pitfall",),
    "unchecked": ("pitfall",),
    "every": ("monitor",),
    "finding": ("source",),
    "add": ("score",),
}
_OPENS = frozenset(
    ["guideline", "source", "table", "score", "regimen", "monitor", "pitfall", "pathway", "part", "case", "decide"]
)


def owners(word: str) -> tuple[str, ...]:
    """The declarations under which a line with this first word stands; none for a word that may stand anywhere."""
    return _UNDER.get(word, ())


def owner_in_words(word: str) -> str:
    """``a `pathway` or a `part```."""
    found = owners(word)
    return "the `guideline`" if found == ("guideline",) else " or ".join(f"a `{each}`" for each in found)


def opens_block(word: str, last: str) -> bool:
    """Whether a line with this first word and this last character may have lines under it."""
    return last == ":" or word in _OPENS
