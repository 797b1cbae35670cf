"""What to say about a word that does not fit, in the words of the ward.

Enters: a `Mismatch`: the token, and the states that say what would have fitted. Leaves: one `Diagnostic`.

    serum_potassium undr 3.5   ->   MG001 `undr` cannot stand here; help: did you mean `under`?
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from milligram.diagnostics.model import Code, Diagnostic, Edit
from milligram.diagnostics.registry import SYNTAX, UNKNOWN_KEYWORD
from milligram.source import SourceFile, Span
from milligram.syntax.build_common import UNITS_THAT_ARE_WORDS
from milligram.syntax.expected import COMPARISON, MINOR, NOTE, OTHER_LANGUAGES, expectation, intended_word, keyword
from milligram.syntax.layout import LogicalLine
from milligram.syntax.machine import Mismatch, Token, acceptable, pattern_of
from milligram.syntax.places import SIMPLE_STATEMENTS, owner_in_words, owners
from milligram.syntax.repair import Repair, find_repair, one_word, phrase_or_name
from milligram.syntax.slips import find_slip
from milligram.syntax.tables import reserved_words, tables

_NOTES = re.compile(r"[^\[\n\":]*?(?= *(?:\[|\((?:strong|conditional|high|moderate|low|very)\b|because\b|:|\n|$))")
"""The words up to the notes of a line."""
_SIGNS = re.compile(r"[^\sA-Za-z0-9_\"]+")


def explain_mismatch(
    source: SourceFile, text: str, line: LogicalLine, fault: Mismatch, line_states: tuple[int, ...], opens: bool
) -> Diagnostic:
    """One finding; ``line_states`` are those at the start of the token's line, ``opens`` says that a block follows."""
    token = fault.token
    first = _first_word(text, line)
    if (slip := find_slip(text, line, fault, line_states)) is not None:
        return _as_finding(source, slip)
    if token.type != "_NL" and token.start == line.start:
        made = phrase_or_name(text, line, fault)
        if made is None and not token.text[:1].isalnum() and token.text[:1] not in ('"', "_"):
            made = find_repair(text, line, fault)
        return _as_finding(source, made) if made is not None else _unknown_start(source, text, token, fault.states)
    if first is not None and token.type not in ("_NL", "") and first.text not in _words_at(line_states):
        # Misspelt first words can pass as names for a while: `ad points` is a value, then a stray name.
        meant = intended_word(first.text, line_states)
        if meant is not None and meant != first.text and intended_word(token.text, fault.states) is None:
            return _finding(
                source,
                UNKNOWN_KEYWORD,
                first,
                f"`{first.text}` starts no line here",
                f"did you mean `{meant}`?",
                meant,
            )
    if token.type in ("_NL", "_DEDENT", "$END"):
        return _too_short(source, text, line, fault, opens)
    return _stray(source, text, line, fault)


def _first_word(text: str, line: LogicalLine) -> Token | None:
    found = re.compile(r"[A-Za-z_][A-Za-z0-9_]*").match(text, line.start, line.end)
    return None if found is None else Token("NAME", found.group(), found.start(), found.end())


def _words_at(states: tuple[int, ...]) -> set[str]:
    return {word for name in acceptable(states) if (word := keyword(name)) is not None}


def _finding(
    source: SourceFile, code: Code, token: Token, message: str, help: str | None, replacement: str | None = None
) -> Diagnostic:
    span = Span(token.start, max(token.end, token.start))
    edits = () if replacement is None else (Edit(span=span, replacement=replacement, title=f"write `{replacement}`"),)
    return Diagnostic(code=code, message=message, source=source, span=span, help=help, edits=edits)


def _unknown_start(source: SourceFile, text: str, token: Token, states: tuple[int, ...]) -> Diagnostic:
    """A line that starts with a word, or sign, that starts none here."""
    meant = intended_word(token.text, states)
    words = sorted(_words_at(states))
    if meant is not None and meant != token.text:
        return _finding(
            source,
            UNKNOWN_KEYWORD,
            token,
            f"`{token.text}` starts no line here",
            f"did you mean `{meant}`?",
            meant,
        )
    if token.text in ("and", "or"):
        carries = f"`{token.text}` carries on the line above, and stands no further in"
        found = _finding(source, SYNTAX, token, carries, "indent it by four more spaces")
        edit = Edit(span=Span(token.start, token.start), replacement="    ", title="indent by four more spaces")
        return replace(found, edits=(edit,))
    if owners(token.text) and "guideline" in words:
        cannot = f"`{token.text}` {AT_MARGIN}"
        return _finding(source, SYNTAX, token, cannot, f"indent it under {owner_in_words(token.text)}")
    if token.text in _words_at((tables().start,)):
        cannot = f"`{token.text}` starts a declaration, and cannot stand under this line"
        return _finding(source, SYNTAX, token, cannot, "start it at the margin")
    if owners(token.text):
        cannot = f"`{token.text}` cannot stand under this line"
        return _finding(source, SYNTAX, token, cannot, f"it stands under {owner_in_words(token.text)}")
    if _goes_on(source, token):
        said = f"`{token.text}` starts no line here"
        return _finding(source, SYNTAX, token, said, "write `#` before it, if it belongs to the comment above")
    if token.text == "}":
        return _finding(source, SYNTAX, token, "no `}` ends a block: its indentation does", "leave it out", "")
    if token.text in NO_OTHERWISE and "when" in words:
        return no_other_branch(source, Span(token.start, token.end))
    shown = token.text if token.text else text[token.start : token.start + 1]
    code = UNKNOWN_KEYWORD if shown[:1].isalpha() else SYNTAX
    return _finding(source, code, token, f"`{shown}` starts no line here", expectation(states))


def _goes_on(source: SourceFile, token: Token) -> bool:
    """Whether the line above is a comment."""
    start = source.text.rfind("\n", 0, token.start) + 1
    above = source.text[source.text.rfind("\n", 0, max(start - 1, 0)) + 1 : start]
    return above.lstrip().startswith("#")


AT_MARGIN = "cannot stand at the margin"
NO_OTHERWISE = ("else", "elif", "elseif", "otherwise", "default")
"""Words that would start another branch of a `when`."""


def no_other_branch(source: SourceFile, span: Span) -> Diagnostic:
    """``else:`` under a `when`; or the ``if`` above it, which is then no `when` either."""
    message = f"`{source.slice(span)}` starts no line here: {ONE_BRANCH}"
    help = "write `decide`, with a condition and its lines for each branch, and `otherwise:` last"
    return Diagnostic(code=UNKNOWN_KEYWORD, message=message, source=source, span=span, help=help)


ONE_BRANCH = "a `when` has no other branch"


def _too_short(source: SourceFile, text: str, line: LogicalLine, fault: Mismatch, opens: bool) -> Diagnostic:
    """The line ends where something must follow."""
    expected = acceptable(fault.states)
    last = _last_word(text, line)
    if (joined := _joined_minus(source, fault)) is not None:
        return joined
    if "COLON" in expected and (opens or expected <= {"COLON", *NOTE, *MINOR, *COMPARISON}):
        done = _finding(source, SYNTAX, last, "a `:` is missing at the end of this line", "end the line with `:`")
        edit = Edit(span=Span(line.end, line.end), replacement=":", title="end the line with `:`")
        return Diagnostic(
            code=done.code, message=done.message, source=source, span=done.span, help=done.help, edits=(edit,)
        )
    if "RPAR" in expected and "NAME" not in expected and text.count("(", line.start, line.end):
        return _finding(source, SYNTAX, last, "a bracket is opened on this line and not closed", "close it with `)`")
    return _finding(
        source,
        SYNTAX,
        last,
        f"the line ends after `{last.text}`, and something must follow",
        expectation(fault.states),
    )


def _last_word(text: str, line: LogicalLine) -> Token:
    found = re.search(r"\"[^\"\n]*\"$|[^\s]+$", text[line.start : line.end])
    assert found is not None  # a logical line is never blank
    return Token("", found.group(), line.start + found.start(), line.start + found.end())


def _stray(source: SourceFile, text: str, line: LogicalLine, fault: Mismatch) -> Diagnostic:
    """A word, number or sign in the middle of a line that does not fit there."""
    token, expected = _whole_sign(text, line, fault.token), acceptable(fault.states)
    if (behind := _condition_behind(source, text, line, token)) is not None:
        return behind
    if (made := phrase_or_name(text, line, fault)) is not None:
        return _as_finding(source, made)
    meant = OTHER_LANGUAGES.get(token.text.lower()) if not token.text[:1].isalpha() else None
    meant = meant or (intended_word(token.text, fault.states) if token.type != "STRING" else None)
    cannot = f"`{_short(token.text)}` cannot stand here"
    if token.text in ("=", ":=", "==") and "COLON" in expected:
        return _finding(source, SYNTAX, token, f"`{token.text}` cannot stand here; a `:` does", "write `:`", ":")
    if token.type == "RPAR" and text.count("(", line.start, token.start) < text.count(")", line.start, token.end):
        return _finding(source, SYNTAX, token, "this bracket closes none that was opened", "leave it out", "")
    if token.type == "COLON" and "RPAR" in expected:
        found = _finding(source, SYNTAX, token, "a bracket is opened on this line and not closed", None)
        edit = Edit(span=Span(token.start, token.start), replacement=")", title="close it with `)`")
        return replace(found, help="close it with `)` before the `:`", edits=(edit,))
    if token.type == "COLON" and "_NL" in expected:
        place = "at the end of this line" if token.end == line.end else "here"
        return _finding(source, SYNTAX, token, f"no `:` stands {place}", "leave it out", "")
    if meant is not None and meant != token.text:
        return _finding(source, SYNTAX, token, cannot, f"did you mean `{meant}`?", meant)
    if (slip := _slip_before(source, fault)) is not None:
        return slip
    if token.type == "" and token.text[:1].isalpha():
        return _foreign_letter(source, text, line, token)
    if token.type == "" and token.text[:1] == '"':
        return _finding(source, SYNTAX, token, "this text has no closing quote on its line", 'close it with `"`')
    if {"number", "count"} <= {keyword(name) for name in expected} and (unit := _unit_at(text, line, token)):
        cannot = f"`{unit.text}` cannot stand here: a unit follows `in`"
        return _finding(source, SYNTAX, unit, cannot, f"did you mean `in {unit.text}`?", f"in {unit.text}")
    if _wants_quotes(text, line, token, expected):
        return _unquoted(source, text, line, token, expected)
    if (made := find_repair(text, line, fault)) is not None:
        return _as_finding(source, made)
    if token.text == "=":
        return _finding(source, SYNTAX, token, "no `=` stands here", "leave it out", "")
    if (joined := _joined_minus(source, fault)) is not None:
        return joined
    if token.type == "STRING" and "NAME" in expected and "STRING" not in expected:
        name = one_word(token.text.strip('"'))
        plain = name if name.isascii() and name[:1].isalpha() else None
        help = f"write `{plain}`" if plain else expectation(fault.states)
        return _finding(source, SYNTAX, token, "a name stands here, without quotes", help, plain)
    before = _before(text, line, token)
    after = f" after `{_short(before)}`" if before else ""
    return _finding(source, SYNTAX, token, cannot + after, expectation(fault.states))


def _condition_behind(source: SourceFile, text: str, line: LogicalLine, token: Token) -> Diagnostic | None:
    """``advise against aspirin when ulcer``: what holds for some patients stands under its condition."""
    first = _first_word(text, line)
    if token.text not in ("when", "if", "unless") or first is None or first.text not in SIMPLE_STATEMENTS:
        return None
    after = _NOTES.match(text, token.end, line.end)
    condition = " ".join(after.group().split()) if after else ""
    if token.text == "unless":
        condition = f"not ({condition})" if " " in condition else f"not {condition}"
    help = f"put the line under `when {condition or 'CONDITION'}:`"
    return _finding(source, SYNTAX, token, "a condition stands on a line of its own", help)


def _as_finding(source: SourceFile, made: Repair) -> Diagnostic:
    edits: tuple[Edit, ...] = ()
    if made.put is not None:
        meant = f"write {made.help.removeprefix('did you mean ').rstrip('?')}" if "mean" in made.help else made.help
        title = made.title or meant
        edits = (Edit(span=made.edit, replacement=made.put, title=title),)
    return Diagnostic(code=SYNTAX, message=made.message, source=source, span=made.at, help=made.help, edits=edits)


def _whole_sign(text: str, line: LogicalLine, token: Token) -> Token:
    """``||`` whole, where the language knows only ``|``."""
    found = _SIGNS.match(text, token.start, line.end)
    if found is None or found.group() not in OTHER_LANGUAGES:
        return token
    return Token("", found.group(), *found.span())


def _unit_at(text: str, line: LogicalLine, token: Token) -> Token | None:
    found = pattern_of("UNIT").match(text, token.start, line.end)
    return None if found is None else Token("UNIT", found.group(), *found.span())


def _joined_minus(source: SourceFile, fault: Mismatch) -> Diagnostic | None:
    """``age -5``: a minus without its space made a negative number of what was to be subtracted."""
    word = fault.previous
    if word is None or word.type != "NUMBER" or word.text[0] != "-" or "TO" not in acceptable(fault.states):
        return None
    return _finding(
        source,
        SYNTAX,
        word,
        f"`{word.text}` is read as one number",
        f"to subtract, write `- {word.text[1:]}`",
        f"- {word.text[1:]}",
    )


def _slip_before(source: SourceFile, fault: Mismatch) -> Diagnostic | None:
    """The word before, when it passed as a name or a unit and was meant as a word of the language."""
    word = fault.previous
    if word is None or word.type not in ("NAME", "UNIT") or not word.text.isidentifier():
        return None
    meant = intended_word(word.text, fault.earlier)
    if word.text in reserved_words() and word.text not in UNITS_THAT_ARE_WORDS:
        return _finding(source, SYNTAX, word, f"`{word.text}` cannot stand here", expectation(fault.earlier))
    if meant is None or meant == word.text:
        return None
    return _finding(source, SYNTAX, word, f"`{word.text}` cannot stand here", f"did you mean `{meant}`?", meant)


def _foreign_letter(source: SourceFile, text: str, line: LogicalLine, token: Token) -> Diagnostic:
    """The whole word around a letter that no name may hold."""
    start, end = token.start, token.end
    while start > line.start and (text[start - 1].isalnum() or text[start - 1] == "_"):
        start -= 1
    while end < line.end and (text[end].isalnum() or text[end] == "_"):
        end += 1
    word = Token("", text[start:end], start, end)
    if (plain := _latin(word.text)) is not None:
        alphabet = unicodedata.name(token.text[0], "foreign letter").split()[0].capitalize()
        said = f"the {alphabet} letter `{token.text[:1]}`" if alphabet != "Latin" else f"`{token.text[:1]}`"
        message = f"`{_short(word.text)}` holds {said}, which no name or word can hold"
        label = ", and the word itself as a label in quotes" if alphabet == "Latin" else ""
        return _finding(source, SYNTAX, word, message, f"write `{plain}`{label}", plain)
    return _finding(
        source,
        SYNTAX,
        word,
        f"`{_short(word.text)}` holds a letter that no name can hold: `{token.text[:1]}`",
        "write names with a to z, digits and `_`, and the word itself as a label in quotes",
    )


_LOOKS = str.maketrans("аеорсхуіѕјкмтвнгАЕОРСХКМТВНІ", "aeopcxyisjkmtbhgAEOPCXKMTBHI")
"""Cyrillic letters that pass for Latin ones."""


def _latin(word: str) -> str | None:
    """A word with its accents and look-alikes in plain letters, where that is all that is foreign in it."""
    plain = unicodedata.normalize("NFKD", word.translate(_LOOKS))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return plain if plain.isascii() and plain.isidentifier() else None


def _wants_quotes(text: str, line: LogicalLine, token: Token, expected: frozenset[str]) -> bool:
    if not token.text[:1].isalpha():
        return False
    others = sum(keyword(name) is not None for name in expected - NOTE)
    if "STRING" in expected and others <= 1 and not expected & {"NAME", "_NL", "COLON"}:
        return True
    first = _first_word(text, line)
    if first is not None and first.text == "decide" and "STRING" in expected:
        return True
    between = text[first.end : token.start].strip() if first else ""
    return first is not None and first.text in ("suggest", "order") and between.isidentifier()


def _unquoted(source: SourceFile, text: str, line: LogicalLine, token: Token, expected: frozenset[str]) -> Diagnostic:
    start = token.start
    first = _first_word(text, line)
    if "STRING" not in expected and first is not None:
        start = first.end + len(text[first.end : token.start]) - len(text[first.end : token.start].lstrip())
    found = re.compile(r"[^\"\[#\n]*?(?=\[|\(|\bbecause\b|\bby\b|\bfirst that\b|$)", re.M).match(text, start, line.end)
    end = start + len(text[start : found.end()].rstrip(" ")) if found else start
    end = end if end > start else token.end
    words = text[start:end]
    return _finding(
        source,
        SYNTAX,
        Token("", words, start, end),
        "text stands in double quotes",
        f'write `"{_short(words)}"`',
        f'"{words}"',
    )


def _before(text: str, line: LogicalLine, token: Token) -> str:
    words = text[line.start : token.start].split()
    return words[-1] if words else ""


def _short(words: str) -> str:
    return words if len(words) <= 40 else words[:37] + "…"
