"""The one small change that makes the rest of a faulty line read.

Enters: a line and the `Mismatch` on it. Leaves: a `Repair`, or None.

    input crcl in mL/min plausible 0 to 250   ->   Repair(at the end of `mL/min`, ",")

Each candidate (a phrase of another language, a sign put in, changed or left out) is tried on the automaton's states,
and the first after which the whole line reads is taken; this is the repair of one token of M. G. Burke and G. A. Fisher
(A practical method for LR and LL syntactic error diagnosis and recovery, 1987).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from milligram.source import Span
from milligram.syntax.expected import keyword
from milligram.syntax.layout import LogicalLine
from milligram.syntax.machine import Mismatch, Token, acceptable, line_reads, states_after
from milligram.syntax.places import NAMED
from milligram.syntax.tables import reserved_words


class Repair(NamedTuple):
    """Replace the text at ``edit`` by ``put``; ``at`` is what to point at, in the author's words ``said``."""

    at: Span
    message: str
    help: str
    edit: Span
    put: str | None
    """None where the repair is the author's to choose."""
    title: str | None = None
    """What the edit does, where ``help`` says more than that."""


_Way: TypeAlias = Callable[[str, LogicalLine, Mismatch], Repair | None]

_PHRASES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"(?:less|lower|fewer|smaller) than or equal(?: to)?|(?:not|no) more than|=<|≦", ("at most",)),
    (r"(?:more|greater|higher|larger) than or equal(?: to)?|(?:not|no) less than|=>|≧", ("at least", ":")),
    (r"(?:less|lower|fewer|smaller) than|below|less|lower", ("under",)),
    (r"(?:more|greater|higher|larger) than|above|exceeds|exceeding|more|greater|higher", ("over",)),
    (r"up ?to(?: and including)?|max(?:imum)?(?: of)?", ("at most",)),
    (r"===?", ("is", "=", ":")),
    (r"is equal to|equals?|are", ("is", "=")),
    (r"!==?|<>|≠|isn't", ("is not",)),
    (r"twice (?:a day|per day|daily)|twice|b\.?(?:i\.?)?d\.?|BD|BID", ("2 times daily",)),
    (r"(?:three times|thrice) (?:a day|per day|daily)|thrice|t\.?(?:i\.?d|d\.?s)\.?|TDS|TID", ("3 times daily",)),
    (r"four times (?:a day|per day|daily)|q\.?(?:i\.?d|d\.?s)\.?|QDS|QID", ("4 times daily",)),
    (r"once (?:a|per) day|[oq]\.?d\.?|OD|QD|(?:a|each|every|per) day", ("daily",)),
    (r"x|×", ("times", "*")),
    (r"nocte|nightly|qhs|at bedtime|in the evening", ("at night",)),
    (r"prn|PRN|if needed|when needed|as required", ("as needed",)),
    (r"hourly", ("every 1 h",)),
    (r"weekly", ("every 1 week",)),
    (r"monthly", ("every 1 month",)),
    (r"then|do", (":",)),
    (r"[–—-]", ("to",)),
    (r"//|--|/\*", ("#",)),
)
"""What other wards, and other languages, say, and what stands for it here."""

_ANYWHERE: tuple[tuple[str, str], ...] = (
    (r"\bbetween ([\d.]+)(?: (?!and\b)\S+)? and (?=[\d.])", r"\1 to "),
    (r"\b(?:over|above) or equal(?: to)?\b", "at least"),
    (r"\b(?:under|below) or equal(?: to)?\b", "at most"),
    (r"(?<=expect )not\b", "no"),
    (r"\b(\d+) ?hourly\b", r"every \1 h"),
)
"""Phrases of which the first word may pass as a name, wherever on the line they start."""

_DIGITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNTED = {word: number for number, word in enumerate(_DIGITS, 1)}
_ROUTES = {
    **dict.fromkeys(("po", "PO", "orally", "oral", "p.o."), "oral"),
    **dict.fromkeys(("iv", "IV", "intravenous", "intravenously"), "intravenous"),
    **dict.fromkeys(("im", "IM", "intramuscular", "intramuscularly"), "intramuscular"),
    **dict.fromkeys(("sc", "SC", "subcutaneous", "subcutaneously"), "subcutaneous"),
}
_LONGEST_NAME = 6
"""Words that one name may have been meant to hold."""
_POINTS = re.compile(r"([^:\n\"]+): *\+?(-?\d+(?:\.\d+)?)(?= *(?:\[|$|\n))")
_EVERY = re.compile(r"[qQ]\.?(\d+) ?[hH]\b")
_RANGE = re.compile(r"(?<![\w.-])(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)(?![\w-]|\.\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]*"
_DATE = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:[./-] ?| )(?P<month>\d{{1,2}}|{_MONTH})(?:[./-] ?|,? )(?P<year>\d{{4}})"
    rf"|(?P<month2>{_MONTH}) (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year2>\d{{4}})",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Za-z_]\w*")
_REST_OF_NAME = re.compile(r"\"[^\"\n]+\"|[\w-]+(?: +[\w-]+)*")
_PUT_IN = (",", ":", ")", "of", "by", "in", "is", "to", "until")
_PUT_FOR = (":", ",", "in", "or", "is", "to", "")
_LINKS = ("or", "and", "is", "as", "means")
"""Words that stand where a sign does."""
_SIGN = re.compile(r"[^\sA-Za-z0-9_\"]+")
_QUOTED = re.compile(r"'([^'\"\n]*)'")


def phrase_or_name(text: str, line: LogicalLine, fault: Mismatch) -> Repair | None:
    """The repairs that are surer than a word of similar spelling."""
    ways = (_name, _range, _date, _version, _formula, _points, _anywhere, _counted, _phrase, _single_quotes, _route)
    return _first(ways, text, line, fault)


def find_repair(text: str, line: LogicalLine, fault: Mismatch) -> Repair | None:
    """A sign or a small word put in, changed or left out."""
    return _first((_joined, _sign, _missing), text, line, fault)


def _first(ways: tuple[_Way, ...], text: str, line: LogicalLine, fault: Mismatch) -> Repair | None:
    for made in ways:
        found = made(text, line, fault)
        if found is not None:
            return found
    return None


def _reads(states: tuple[int, ...], text: str, put: str, at: int, end: int) -> bool:
    after = states_after(states, put)
    return after is not None and line_reads(after, text, at, end)


# --- names ------------------------------------------------------------------------------------------------------------


def _name(text: str, line: LogicalLine, fault: Mismatch) -> Repair | None:
    """``define low magnesium:``, ``input low-magnesium``, ``guideline "Low magnesium"``: one word is a name."""
    first = _NAME.match(text, line.start, line.end)
    if first is None or first.group() not in NAMED | {"guideline"}:
        return None
    states = states_after(None, first.group())
    at = first.end() + 1
    found = _REST_OF_NAME.match(text, at, line.end)
    if states is None or found is None or fault.token.start > found.end() + 1:
        return None
    opening = 1 if found.group()[0] == '"' else 0
    words = [*re.finditer(r"[^\s\"]+", found.group())][:_LONGEST_NAME]
    if not words:
        return None
    if (digits := re.match(r"(\d+)_*(\w*[A-Za-z]\w*)", words[0].group())) is not None and fault.token.start == at:
        span = Span(at, at + words[0].end())
        put = one_word(f"{digits.group(2)}_{digits.group(1)}")
        return Repair(span, "a name starts with a letter", f"write a name such as `{put}`", span, None)
    for last in reversed(words):
        span = Span(at, found.end() if opening else at + last.end())
        name = one_word(text[span.start : span.end])
        spoken = any(word.group() in reserved_words() for word in words[1:] if word.start() <= last.start())
        if name == text[span.start : span.end] or span.end < fault.token.start or (spoken and not opening):
            continue
        if name[:1].isalpha() and name.isascii() and _reads(states, text, name, span.end, line.end):
            return Repair(span, "a name is one word", f"write `{name}`", span, name)
    return None


def one_word(words: str) -> str:
    """``Low-Magnesium level`` as a name: ``low_magnesium_level``."""
    return re.sub(r"[\W_]+", "_", words.lower()).strip("_")


def _joined(text: str, line: LogicalLine, fault: Mismatch) -> Repair | None:
    """``when low magnesium:`` where something is named ``low_magnesium``."""
    word, before = fault.token.text, fault.previous
    if before is None or not (before.text.isidentifier() and word.isidentifier()):
        return None
    name = one_word(f"{before.text} {word}")
    span = Span(before.start, fault.token.end)
    if re.search(rf"\b{name}\b", text) and _reads(fault.earlier, text, name, span.end, line.end):
        return Repair(span, "a name is one word", f"did you mean `{name}`?", span, name)
    return None


# --- phrases and signs ------------------------------------------------------------------------------------------------


def _range(text: str, line: LogicalLine, fault: Mismatch) -> Repair | None:
    """``20-30 mL/min``."""
    bare = re.sub(r"\"[^\"\n]*\"", lambda found: " " * len(found.group()), text[line.start : line.end])
    for found in _RANGE.finditer(bare):
        if line.start + found.start() <= fault.token.end:
            span = Span(line.start + found.start(), line.start + found.end())
            put = f"{found.group(1)} to {found.group(2)}"
            message = f"`{found.group()}` is no range: a hyphen subtracts"
            return Repair(span, message, f"write `{put}`", span, put)
    return None


def _date(text: str, line: LogicalLine, fault: Mismatch) -> Repair | None:
    """``22.11.2026``, ``22 November 2026``: a date whose parts can be told apart."""
    if "DATE" not in acceptable(fault.states):
        return None
    found = _DATE.match(text, fault.token.start, line.end)
    if found is None:
        return None
    span = Span(*found.span())
    message = f"`{found.group()}` is no date: a date is written year, month, day"
    day, month, year = (
        found["day"] or found["day2"],
        found["month"] or found["month2"],
        found["year"] or found["year2"],
    )
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    if "/" in found.group() and int(day) <= 12:
        return Repair(span, message, "write year, month and day, as in `2026-11-22`", span, None)
    put = f"{year}-{number:02d}-{int(day):02d}"
    return Repair(span, message, f"write `{put}`", span, put)


def _version(text: str, line: LogicalLine, fault: Mismatch) -> Repair | None:
    """``v1.0``."""
    found = re.compile(r"[vV]\.? ?(\d+(?:\.\d+)*)").match(text, fault.token.start, line.end)
    if found is None or "VERSION" not in acceptable(fault.states):
        return None
    span = Span(*found.span())
    return Repair(span, "a version is numbers and points alone", f"write `{found.group(1)}`", span, found.group(1))


def _formula(text: str, line: LogicalLine, fault: Mismatch) -> Repair | None:
    """``formula mg``: an element starts with a capital."""
    found = _NAME.match(text, fault.token.start, line.end)
    if found is None or "FORMULA" not in acceptable(fault.states):
        return None
    span, put = Span(*found.span()), found.group()[0].upper() + found.group()[1:]
    if put == found.group() or not _reads(fault.states, text, put, span.end, line.end):
        return None
    return Repair(
        span, f"`{found.group()}` is no formula: an element starts with a capital", f"write `{put}`", span, put
    )


def _points(text: str, line: LogicalLine, fault: Mismatch) -> Repair | None:
    """``diarrhoea: 1`` in a score."""
    expected = acceptable(fault.states)
    found = _POINTS.match(text, line.start, line.end)
    if found is None or "WHEN" not in expected or "COLON" in expected:
        return None
    span, put = Span(*found.span()), f"{found.group(2)} when {found.group(1)}"
    return Repair(span, "points stand before their condition", f"write `{put}`", span, put)


def _anywhere(text: str, line: LogicalLine, fault: Mismatch) -> Repair | None:
    for pattern, put in _ANYWHERE:
        for found in re.finditer(pattern, text[line.start : line.end]):
            if found.start() <= fault.token.start - line.start:
                span = Span(line.start + found.start(), line.start + found.end())
                words = found.expand(put)
                said = found.group().rstrip()
                return Repair(span, f"`{said}` cannot stand here", f"write `{words.rstrip()}`", span, words)
    return None


def _counted(text: str, line: LogicalLine, fault: Mismatch) -> Repair | None:
    """``step one``, ``after two weeks``."""
    number = _COUNTED.get(fault.token.text.lower())
    if number is None or "NUMBER" not in acceptable(fault.states):
        return None
    span = Span(fault.token.start, fault.token.end)
    return Repair(span, "numbers stand in digits", f"write `{number}`", span, str(number))


def _route(text: str, line: LogicalLine, fault: Mismatch) -> Repair | None:
    """``12 mmol po daily``."""
    if (route := _ROUTES.get(fault.token.text)) is None or "DAILY" not in acceptable(fault.states):
        return None
    span = Span(fault.token.start, fault.token.end)
    message = f"`{fault.token.text}` cannot stand in a dose"
    return Repair(span, message, f"leave it out, and write a line `route {route}` in the regimen", span, None)


def _phrase(text: str, line: LogicalLine, fault: Mismatch) -> Repair | None:
    if (every := _EVERY.match(text, fault.token.start, line.end)) is not None:
        return _instead(text, line, fault.states, Span(*every.span()), f"every {every.group(1)} h", fault)
    if fault.token.text == "/" and re.match(r"/ *or\b", text[fault.token.start : line.end]) and fault.previous:
        either = Span(fault.previous.start, text.index("or", fault.token.start) + 2)
        message = "`and/or` can be read in two ways"
        return Repair(either, message, "write `or`: it holds too when both do", either, "or")
    run = _sign_start(text, line, fault.token)
    places = [(fault.token.start, fault.states)]
    if run < fault.token.start:
        places.insert(0, (run, fault.earlier))
    for start, states in places:
        for pattern, puts in _PHRASES:
            found = re.compile(rf"(?:{pattern})(?![A-Za-z])").match(text, start, line.end)
            if found is None or found.end() <= fault.token.start:
                continue
            for put in puts:
                if put == "#":
                    span = Span(start, found.end())
                    help = "write `#` before a comment"
                    return Repair(span, f"`{found.group()}` starts no comment", help, span, put)
                if made := _instead(text, line, states, Span(start, found.end()), put, fault):
                    return made
    return None


def _instead(
    text: str, line: LogicalLine, states: tuple[int, ...], span: Span, put: str, fault: Mismatch
) -> Repair | None:
    if text[span.start : span.end] == put or states_after(states, put) is None:
        return None
    reads = _reads(states, text, put, span.end, line.end)
    if not reads and (span.end <= fault.token.start or not put[0].isalnum() or put in ("is", "times")):
        return None
    if put == ":" and text[span.start - 1] == " ":
        said = text[span.start : span.end]
        whole = Span(span.start - 1, span.end)
        return Repair(span, f"`{said}` cannot stand here; `:` does", "write `:`", whole, put)
    said = text[span.start : span.end]
    gap = " " if put[0].isalpha() and text[span.start - 1].isalnum() else ""
    return Repair(span, f"`{said}` cannot stand here", f"did you mean `{put}`?", span, gap + put)


def _sign_start(text: str, line: LogicalLine, token: Token) -> int:
    """Where the run of signs that the token belongs to starts: ``==`` is met at its second sign."""
    start = token.start
    while start > max(line.start, token.start - 3) and _SIGN.fullmatch(text[start - 1 : token.end]):
        start -= 1
    return start


def _single_quotes(text: str, line: LogicalLine, fault: Mismatch) -> Repair | None:
    found = _QUOTED.match(text, fault.token.start, line.end)
    if found is None:
        return None
    span, put = Span(*found.span()), f'"{found.group(1)}"'
    return Repair(span, "text stands in double quotes", f"write `{put}`", span, put)


def _sign(text: str, line: LogicalLine, fault: Mismatch) -> Repair | None:
    """A sign that stands for another one, or for none."""
    token = fault.token
    found = _SIGN.match(text, token.start, line.end)
    if found is None and token.text not in _LINKS:
        return None
    for end in dict.fromkeys((found.end() if found else token.end, token.end)):
        span = Span(token.start, end)
        said = text[span.start : span.end]
        for put in _PUT_FOR if said not in ("(", ")", "[", "]", '"') else ():
            if not _reads(fault.states, text, put, end, line.end):
                continue
            if not put:
                return Repair(span, f"no `{said}` stands here", "leave it out", span, put)
            spaced = put if not put[0].isalpha() else f"{_gap(text, span.start - 1)}{put}{_gap(text, span.end)}"
            cannot = f"`{said}` cannot stand here; `{put}` does"
            if put == "," and text[span.start - 1] == " ":
                return Repair(span, cannot, f"write `{put}`", Span(span.start - 1, span.end), put)
            return Repair(span, cannot, f"write `{put}`", span, spaced)
    return None


def _gap(text: str, at: int) -> str:
    return "" if text[at : at + 1] in ("", " ", "\n") else " "


_CHOICES = re.compile(r"\b(?:one|any) of ([^\n]*)")


def _missing(text: str, line: LogicalLine, fault: Mismatch) -> Repair | None:
    """A sign or a small word that belongs before the token."""
    before, token = fault.previous, fault.token
    if before is None or token.type == "_NL":
        return None
    words = [word for name in acceptable(fault.states) if (word := keyword(name)) is not None]
    for put in (*_PUT_IN, *(words if len(words) <= 2 else ())):
        if put == ")" and text.count("(", line.start, token.start) <= text.count(")", line.start, token.start):
            continue
        if token.text in reserved_words() and put in ("in", "of", "by"):
            continue  # no unit and no name
        if token.text == "[" and put == "of":
            continue
        if _reads(fault.states, text, put, token.start, line.end):
            word = token.text if token.type == "STRING" else text[token.start : line.end].split()[0].rstrip(",:])")
            message = (
                f"a `{put}` is missing before `{word}`" if not put.isalpha() else f"`{put}` is missing before `{word}`"
            )
            if put == "," and (choices := _CHOICES.search(text, line.start, line.end)) and "," in choices.group(1):
                whole = f"{before.text}_{word}"
                help = f"write `{whole}` if it is one choice, `{before.text}, {word}` if they are two"
                return Repair(Span(before.start, token.end), "a choice is one word", help, Span(0, 0), None)
            if put.isalpha():
                edit, shown = Span(token.start, token.start), f"{put} "
            else:
                edit, shown = Span(before.end, before.end), put
            shown_before = " ".join(text[line.start : before.end].split()[-2:])
            joint = f"{shown_before}{put} {word}" if not put.isalpha() else f"{shown_before} {put} {word}"
            return Repair(Span(token.start, token.start + len(word)), message, f"write `{joint}`", edit, shown)
    return None
