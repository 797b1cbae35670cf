"""The rules as TextMate's grammars, which VS Code, Sublime Text, GitHub and Shiki read.

Enters: `rules`. Leaves: plain data, to be written as JSON: the grammar of the language, and one that finds it in the
blocks of a Markdown text that are marked ``mg`` or ``milligram``.
"""

from __future__ import annotations

from milligram.highlight.rules import Category, Rule, rules

SCOPE = "source.milligram"
MADE = "Made from the grammar of the language by editors/generate.py; edits here are lost."

SCOPES: dict[Category, str] = {
    "comment": "comment.line.number-sign",
    "string": "string.quoted.double",
    "unclosed": "string.quoted.double.unclosed",
    "declaration": "keyword.declaration",
    "statement": "keyword.control.statement",
    "keyword": "keyword.other",
    "answer": "constant.language.answer",
    "function": "support.function",
    "number": "constant.numeric",
    "unit": "keyword.other.unit",
    "date": "constant.other.date",
    "version": "constant.numeric.version",
    "formula": "constant.other.formula",
    "grade": "support.constant.grade",
    "citation": "entity.name.tag.citation",
    "input": "variable.parameter.input",
    "declared": "entity.name.type.declared",
    "name": "variable.other",
    "operator": "keyword.operator",
    "sign": "punctuation.separator",
    "space": "",
    "foreign": "invalid.illegal.foreign",
}
"""The scope of each category, without the language's name at its end; a space has none."""

_ESCAPES = [
    {"match": r'\\["\\]', "name": "constant.character.escape.milligram"},
    {"match": r"\\.", "name": "invalid.illegal.escape.milligram"},
]


def scope(category: Category) -> str:
    """``constant.numeric.milligram``; empty for a space."""
    return SCOPES[category] and f"{SCOPES[category]}.milligram"


def grammar() -> dict[str, object]:
    """The grammar of the language."""
    return {
        "information_for_contributors": [MADE],
        "name": "Milligram",
        "scopeName": SCOPE,
        "fileTypes": ["mg"],
        "patterns": [_pattern(rule) for rule in rules() if rule.marks != ("space",)],
    }


def in_markdown() -> dict[str, object]:
    """Blocks of the language within Markdown."""
    return {
        "information_for_contributors": [MADE],
        "scopeName": "markdown.milligram.codeblock",
        "injectionSelector": "L:text.html.markdown",
        "patterns": [
            {
                "begin": r"(^|\G)(\s*)(`{3,}|~{3,})\s*(?i:(milligram|mg)((\s+|:|,|\{|\?)[^`]*)?$)",
                "beginCaptures": {
                    "3": {"name": "punctuation.definition.markdown"},
                    "4": {"name": "fenced_code.block.language.markdown"},
                },
                "end": r"(^|\G)(\2|\s{0,3})(\3)\s*$",
                "endCaptures": {"3": {"name": "punctuation.definition.markdown"}},
                "name": "markup.fenced_code.block.markdown",
                "patterns": [
                    {
                        "begin": r"(^|\G)(\s*)(.*)",
                        "while": r"(^|\G)(?!\s*([`~]{3,})\s*$)",
                        "contentName": "meta.embedded.block.milligram",
                        "patterns": [{"include": SCOPE}],
                    }
                ],
            }
        ],
    }


def _pattern(rule: Rule) -> dict[str, object]:
    if len(rule.marks) == 1:
        (mark,) = rule.marks
        if mark in ("string", "unclosed"):
            return {"match": rule.pattern, "captures": {"0": {"name": scope(mark), "patterns": _ESCAPES}}}
        return {"match": rule.pattern, "name": scope(mark)}
    captures = {str(number): {"name": scope(mark)} for number, mark in enumerate(rule.marks, 1) if scope(mark)}
    return {"match": rule.pattern, "captures": captures}
