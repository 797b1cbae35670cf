"""What could stand at a place, and the word that was probably meant there.

Enters: the states of the automaton. Leaves: words of the language, and a phrase for the reader.

    expectation(states)             ->   "expected a unit such as `mg/dL`"
    intended_word("undr", states)   ->   "under"
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

from milligram.syntax.machine import acceptable
from milligram.syntax.tables import reserved_words, tables

OTHER_LANGUAGES = {
    "if": "when",
    "elif": "decide",
    "elseif": "decide",
    "else": "otherwise",
    "default": "otherwise",
    "case": "decide",
    "switch": "decide",
    "&&": "and",
    "&": "and",
    "||": "or",
    "!": "not",
    "==": "is",
    "!=": "is not",
    "<>": "is not",
    "≠": "is not",
    "below": "under",
    "less": "under",
    "above": "over",
    "greater": "over",
    "more": "over",
    "exceeds": "over",
    "upto": "at most",
    "through": "to",
    "equals": "is",
    "are": "is",
    "twice": "2 times daily",
    "thrice": "3 times daily",
    "nightly": "at night",
    "prn": "as needed",
    "hourly": "every 1 h",
    "weekly": "every 1 week",
    "monthly": "every 1 month",
    "bid": "2 times daily",
    "tid": "3 times daily",
    "qid": "4 times daily",
    "enum": "one of",
    "bool": "yes or no",
    "boolean": "yes or no",
    "string": "one of",
    "integer": "count",
    "int": "count",
    "float": "number",
    "decimal": "number",
    "prescribe": "give",
    "administer": "give",
    "recommend": "advise",
    "avoid": "advise against",
    "contraindicated": "never give",
    "test": "order",
    "medication": "substance",
    "drug": "substance",
    "rule": "pathway",
    "reference": "source",
    "×": "*",
    "·": "*",
    "÷": "/",
    "**": "^",
    ";": ",",
    "=>": ":",
    "->": ":",
    "→": ":",
}
"""What other languages, and other wards, say for it."""

COMPARISON = frozenset({"_UNDER", "_OVER", "AT", "IS"})
_OPERAND = frozenset({"NAME", "NUMBER", "LPAR"})
NOTE = frozenset({"BECAUSE", "LSQB", "UNCITED", "DIFFERS", "ALLOW"})
MINOR = frozenset(
    [
        "PLUS",
        "MINUS",
        "STAR",
        "SLASH",
        "CIRCUMFLEX",
        "STEP",
        "TIME",
        "HAS",
        "LT",
        "GT",
        "LE",
        "GE",
        "EQUAL",
        "AND",
        "OR",
        "ALSO_OPEN",
        "IN",
        "AS",
        "ROUNDED",
        "OF",
        "PER",
        "LPAR",
        "INTERVAL_OPEN",
        "MIN",
        "MAX",
        "ABS",
        "SQRT",
        "LN",
        "LOG10",
        "EXP",
        "FLOOR",
        "YEARS",
        "NOT",
        "RPAR",
        "RSQB",
    ]
)
_PHRASES = {
    "NAME": "a name",
    "NUMBER": "a number",
    "STRING": "text in double quotes",
    "UNIT": "a unit such as `mg/dL`",
    "DATE": "a date such as `2026-11-22`",
    "VERSION": "a version such as `0.1.0`",
    "FORMULA": "a formula such as `MgO`",
    "_NL": "the end of the line",
    "COLON": "`:`",
    "COMMA": "`,`",
    "VBAR": "`|`",
    "RPAR": "`)`",
    "RSQB": "`]`",
    "LPAR": "`(`",
    "LSQB": "`[`",
    "EQUAL": "`=`",
}


@cache
def keyword(terminal: str) -> str | None:
    """The word of the language behind a terminal, None for a pattern or a sign."""
    for entry in tables().terminals:
        if entry.name == terminal:
            return entry.pattern if entry.is_text and entry.pattern.isalnum() else None
    return None


def intended_word(word: str, states: tuple[int, ...]) -> str | None:
    """The word of the language that was probably meant here."""
    expected = acceptable(states)
    words = [text for name in expected if (text := keyword(name)) is not None]
    other = None if word in reserved_words() else OTHER_LANGUAGES.get(word.lower())
    if other is not None and (other.split()[0] in words or not other[0].isalpha()):
        return other
    if word.lower() in words:
        return word.lower()
    if word in reserved_words():
        return None  # spelt well, and in the wrong place
    swapped = [text for text in words if sorted(text) == sorted(word.lower())]
    if swapped:
        return swapped[0]
    close = get_close_matches(word.lower(), words, 1, 0.67 if len(word) > 3 else 0.74)
    return close[0] if close else None


def expectation(states: tuple[int, ...]) -> str:
    """What could stand here, as a clinician would say it; at most six things."""
    expected = acceptable(states)
    out: list[str] = []
    if "GUIDELINE" in expected:
        return "a line at the margin starts a declaration, such as `input`, `define`, `table`, `regimen` or `pathway`"
    if expected >= {"_UNDER", "NUMBER", "NAME"}:
        out.append("a band such as `20 to under 30 mL/min`, or a condition or name")
        expected -= COMPARISON | _OPERAND | {"STRING", "YES", "NO", "ANY"}
    elif expected >= _OPERAND:
        out.append("a value: a name, or a number with its unit")
        expected -= _OPERAND | {"STRING"}
    if expected >= COMPARISON:
        out.append("a comparison such as `under 20 mL/min` or `is low`")
        expected -= COMPARISON | {"NUMBER"}
    rest = expected - MINOR - NOTE
    patterns = [phrase for name, phrase in _PHRASES.items() if name in rest]
    words = sorted(f"`{word}`" for name in rest if (word := keyword(name)) is not None)
    out += patterns + words
    if not out and expected & NOTE:
        out.append("`because`, or sources such as `[r1]`")
    if not out:
        out = [phrase for name, phrase in _PHRASES.items() if name in expected] or ["nothing more"]
    if len(out) > 7:
        out = [*out[:6], "…"]
    return "expected " + (out[0] if len(out) == 1 else ", ".join(out[:-1]) + " or " + out[-1])
