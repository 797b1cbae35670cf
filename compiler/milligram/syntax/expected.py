"""What could stand at a place, and the word that was probably meant there.

Enters: the states of the automaton. Leaves: words of the language, and a phrase for the reader.

    expectation(states)             ->   "expected a unit such as `mg/dL`"
    intended_word("undr", states)   ->   "under"
"""

from __future__ import annotations

from functools import cache, lru_cache

from milligram.diagnostics.spelling import closest
from milligram.syntax.machine import acceptable
from milligram.syntax.tables import reserved_words, tables

OTHER_LANGUAGES = {
    "if": "when",
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
    "through": "to",
    "on": "by",
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
    "returns": "gives",
    "yields": "gives",
    "outputs": "gives",
    "multiple": "any of",
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
_MOST = 5
_KINDS: tuple[tuple[frozenset[str], str], ...] = (
    (
        frozenset({"count", "number", "yes", "one"}),
        "say what it is: `in mmol/L`, `number`, `yes or no`, `one of a, b` or `any of a, b`",
    ),
    (
        frozenset({"give", "when", "decide"}),
        "a statement starts with a word such as `give`, `advise`, `order`, `when` or `decide`",
    ),
    (
        frozenset({"daily", "every", "at"}),
        "a dose goes on with `of` and the drug, or with `daily`, `2 times daily`, `every 8 h` or `for 3 d`",
    ),
    (
        frozenset({"title", "version", "status"}),
        "a header line starts with `title`, `version`, `status`, `issued` or `review by`",
    ),
)
"""Where much can stand, in the words of an author."""
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


@lru_cache(maxsize=4096)
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
    return closest(word, words)


def expectation(states: tuple[int, ...]) -> str:
    """What could stand here, as a clinician would say it, the likeliest first; at most five things."""
    expected = acceptable(states)
    if "GUIDELINE" in expected:
        return "a line at the margin starts a declaration, such as `input`, `define`, `table`, `regimen` or `pathway`"
    words = {keyword(name) for name in expected}
    for typical, phrase in _KINDS:
        if words >= typical:
            return phrase
    out: list[str] = []
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
    out += [phrase for name, phrase in _PHRASES.items() if name in rest and name != "_NL"]
    out += sorted(f"`{word}`" for name in rest if (word := keyword(name)) is not None)
    if "_NL" in rest:
        out.append(_PHRASES["_NL"])
    if not out and expected & NOTE:
        out.append("`because`, or sources such as `[r1]`")
    if not out:
        out = [phrase for name, phrase in _PHRASES.items() if name in expected]
        out += sorted(f"`{word}`" for name in expected if (word := keyword(name)) is not None)
    if not out:
        return "the line ends before this"
    out = out[:_MOST]
    return "expected " + (out[0] if len(out) == 1 else ", ".join(out[:-1]) + " or " + out[-1])
