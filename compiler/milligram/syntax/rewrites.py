"""What is copied from charts, papers and spreadsheets, and how the same line is written here.

Enters: the text of a faulty line. Leaves: a `Repair`, or None. A way of writing counts only when the line so written
reads whole: the grammar is asked, so that no repair leads to another fault of form.

    30 mL/min or less:                   ->   `at most 30 mL/min`
    give aspirin 300 mg stat             ->   `give 300 mg of aspirin once`
    age >= 18 and < 65 years             ->   `age 18 to under 65 years`
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from milligram.diagnostics.registry import find
from milligram.source import Span
from milligram.syntax.layout import LogicalLine
from milligram.syntax.machine import Mismatch, line_reads
from milligram.syntax.repair import Repair

_Made: TypeAlias = str | Callable[[re.Match[str]], str]

_N = r"\d+(?:\.\d+)?"
_UNIT = r"(?: ?(?!(?:and|or|but|to|if|when|in|is|of|by)\b)[A-Za-zµμ%°/][^\s,:;\[\](){}|<>=≤≥]*(?: m2| m²)?)?"
_AMOUNT = rf"{_N}{_UNIT}"
_LOW = r"(?:>=|=>|≥|at least|from|>|over|above|more than|greater than)"
_HIGH = r"(?:<=|=<|≤|at most|up to|<|under|below|less than)"
_DOSE = rf"{_N}(?: to {_N})? ?[A-Za-zµμ][^\s,:\[\]()]*"
_GIVES = r"(?:give|start|take|prescribe|administer|use|offer|commence)"
_ABBREVIATED: tuple[tuple[str, str], ...] = (
    (r"\bb\.?(?:i\.?)?d\.?(?![a-z])", "2 times daily"),
    (r"\bt\.?(?:i\.?d|d\.?s)\.?(?![a-z])", "3 times daily"),
    (r"\bq\.?(?:i\.?d|d\.?s)\.?(?![a-z])", "4 times daily"),
    (r"\bo\.?d\.?(?![a-z])", "daily"),
    (r"\bprn\b", "as needed"),
    (r"\bstat\b", "once"),
    (r"\bnocte\b", "at night"),
    (r"\b(\d+)/7\b", r"\1 d"),
    (r"\b(\d+)/52\b", r"\1 weeks"),
    (r"\b(\d+)/12\b", r"\1 months"),
)
"""Of the chart; each is written out when that lets the line read."""


class _Rule(NamedTuple):
    pattern: str
    put: _Made
    message: str
    """With ``{said}`` for the author's words."""
    help: str = "write `{put}`"
    under: str = ""
    """What the declaration around the line starts with, as a pattern, where that matters."""


def _between(found: re.Match[str]) -> str:
    low, high = found["low"], found["high"]
    first = found["first"] if found["second"].strip(" 0123456789.") else re.sub(r"[^\d.]+$", "", found["first"])
    whole_low = low in (">=", "=>", "≥", "at least", "from")
    whole_high = high in ("<=", "=<", "≤", "at most", "up to")
    return f"{'' if whole_low else 'over '}{first.strip()} to {'' if whole_high else 'under '}{found['second'].strip()}"


def _around(found: re.Match[str]) -> str:
    low = "over " if found["low"] == "<" else ""
    high = "under " if found["high"] == "<" else ""
    return f"{found['name']} {low}{found['first'].strip()} to {high}{found['second'].strip()}"


def _inner_quotes(found: re.Match[str]) -> str:
    return f"\"{found[1]}'{found[2]}'{found[3]}\""


_HINTS: tuple[tuple[str, str, str], ...] = (
    (r"^give up to\b", "`up to` gives no dose", "write the dose itself, or a range such as `500 to 1500 mg`"),
    (r"\bup to\b", "`up to` is no limit here", "write `at most`, or a range such as `500 to 1500 mg`"),
    (
        r"\(?\bmax(?:imum)?\b[^)\[]*\)?",
        "`{said}` is no part of a dose",
        "write a limit as `at most 3 g`, without brackets",
    ),
    (
        r"\[\d[\d, -]*\]?",
        "a source is cited by its name, not by a number",
        "write the name of a `source`, as in `[r1]`",
    ),
    (
        r"\(\w+(?: \w+)*,? (?:19|20)\d\d\)",
        "sources stand in square brackets, by their names",
        "write the name of a `source`, as in `[r1]`",
    ),
    (
        rf"\b(?:when|and|or|not) ([A-Za-z_]\w*) ({_AMOUNT}) *[\[:]?",
        "a comparison is missing behind `{0}`",
        "write `{0} at least {1}`, `{0} under {1}` or `{0} is {1}`",
    ),
    (
        r"\b(or|and) *(?:\[|$)",
        "`{0}` ends this line, and each line is a condition of its own",
        "leave it out, and say `any of` or `all of` above",
    ),
    (
        r"\b(\d{1,3}) (\d{3}) ?[A-Za-zµμ][^\s\[]*",
        "`{said}` is read in two ways",
        "write `{0}{1}` for one number, or the whole dose where {0} are given",
    ),
    (
        r"\b(?:normal|reference) range\b[^,\[\n]*",
        "a normal range is no bound: who is ill lies outside it",
        "write behind `plausible` the least and the most that a patient can have",
    ),
    (r"\b1 ?: ?\d+", "`{said}` is a strength as a ratio, which is misread", "write the dose alone, as in `0.5 mg`"),
    (r"\b\d+/\d+(?: ?mm ?Hg)?", "two values stand in one: `{said}`", "write each behind the name of its own input"),
    (r"\ballow MG\d+$", "an `allow` says why", 'write the reason behind it: `because "…"`'),
    (r"\buncited$", "`uncited` says why", 'write the reason behind it: `because "…"`'),
    (r"^stop$", "`stop` says which drug is stopped", "name the drug, or write `end` where the pathway ends"),
    (r"^(?:when|if) no (\w+)", "`no` is no word of a condition", "write `not {0}`, or `{0} is unknown`"),
    (r"\|\s+(?:[-–—?]\s*)?\|", "a cell is empty", "write its value, `any` where all are looked for, or `unspecified`"),
)
"""What is meant by these is not sure."""
_LIMITS = 8
"""So many of the rules, from the first, are of limits."""
_A_DAY = re.compile(r"(?:/ ?|\bper )(?:day|d|24 ?h)\b")
_LONGEST = 500
"""Nobody copied a longer row from a chart; the time to look through it grows with its square."""


def _by_code(found: re.Match[str]) -> str:
    code = find(found[1])
    return f"allow {code.code}" if code is not None else found.group()


def _whole_date(found: re.Match[str]) -> str:
    return f"{found[1]} {found[2]}-{found[3]:0>2}-{found[4]:0>2}"


_BEFORE = "a limit stands before its number"
_ORDER = "the dose stands before its drug"
_RULES: tuple[_Rule, ...] = (
    # limits
    _Rule(rf"\b({_AMOUNT}) or (?:less|under|below|fewer|younger|lower)\b", r"at most \1", _BEFORE),
    _Rule(rf"\b({_AMOUNT}) (?:or|and) (?:more|over|above|older|greater|higher)\b", r"at least \1", _BEFORE),
    _Rule(rf"\b({_N})\+(?=[\s:\[]|$)", r"at least \1", _BEFORE),
    _Rule(
        rf"(?P<low>{_LOW}) ?(?P<first>{_AMOUNT}),? ?(?:and|but|to|-)? ?(?P<high>{_HIGH}) ?(?P<second>{_AMOUNT})",
        _between,
        "two limits make one band, from the lower to the upper",
    ),
    _Rule(
        rf"(?P<first>{_AMOUNT}) ?(?P<low><=|≤|<) ?(?P<name>[A-Za-z_]\w*) ?(?P<high><=|≤|<) ?(?P<second>{_AMOUNT})",
        _around,
        "two limits make one band, behind what is measured",
    ),
    _Rule(rf"\bup to (?={_N})", "at most ", "`{said}` is no limit here"),
    _Rule(rf"\bfrom (?={_AMOUNT} ?(?:to|-|–)\b)", "", "`{said}` is no word of a band", "leave it out"),
    _Rule(rf"\bfrom (?={_N})", "at least ", "`{said}` is no word of a band"),  # alone, it would be exactly that number
    # numbers and units
    _Rule(r"\b(\d{1,3}) (000)\b(?! ?\d)", r"\1\2", "a number has no space inside"),
    _Rule(r"\bmm Hg\b", "mmHg", "`{said}` is one word"),
    _Rule(r"[x×] ?10(?:\^|\*)?[9⁹] ?/ ?[lL]", "10^9/L", "`{said}` is no unit"),
    _Rule(r"10⁹ ?/ ?[lL]", "10^9/L", "`{said}` is no unit"),
    _Rule(r"(?<=\d)(?<!\d\.) ?º ?(?=[CF]\b)", " °", "`º` is the sign of an ordinal, not of degrees", "write `°`"),
    _Rule(r"(?<=mL|ml)( per|/) ?min(?:ute)? per (?=1\.73)", "/min/", "`{said}` is no unit", "write `/min/`"),
    # doses
    _Rule(rf"^{_GIVES} (\w+) ({_DOSE})", r"give \2 of \1", _ORDER),
    _Rule(r"\b(\d+)[ -]?hourly\b", r"every \1 h", "`{said}` is no schedule"),
    _Rule(r"\bstat\b", "once", "`{said}` is no schedule"),
    _Rule(r"\b(?:every other day|(?:on )?alternate days?)\b", "every 2 d", "`{said}` is no schedule"),
    _Rule(r"\b(after|every|for) an? (hour|day|week|month|year)\b", r"\1 1 \2", "a time has its number"),
    _Rule(r"\b(after|every|for) (\d+)/7\b", r"\1 \2 d", "`{said}` is read in two ways"),
    _Rule(r"\b(after|every|for) (\d+)/52\b", r"\1 \2 weeks", "`{said}` is read in two ways"),
    _Rule(r"\b(after|every|for) (\d+)/12\b", r"\1 \2 months", "`{said}` is read in two ways"),
    _Rule(
        r"^max(?:imum|\.)?(?: dose)?:? *(?=\d)(.*?)(?:/(?:day|d)| per day)((?: of \w+)?)(?=$| \[)",
        r"at most \1\2 per day",
        "`{said}` is no line of a regimen",
    ),
    # statements
    _Rule(
        r"^(?:do not|don't|must not) (?:give|use|prescribe|start)\b", "advise against", "`{said}` starts no line here"
    ),
    _Rule(r"^(?:do not|don't|must not) (?:give|use|prescribe|start)\b", "never give", "`{said}` starts no line here"),
    _Rule(r"^(?:consider|recommend)\b", "suggest", "`{said}` starts no line here"),
    _Rule(r"^offer\b", "advise", "`{said}` starts no line here"),
    _Rule(
        r"^(?:go to|goto|proceed to|see|continue with|continue to) \"?(\w+)\"?",
        r"follow \1",
        "`{said}` starts no line here",
    ),
    _Rule(r"^\(?(?:\d+|[a-z])[.)] +", "", "a line has no number before it", "leave it out"),
    _Rule(r"\b(when|if) unknown (\w+)", r"when \2 is unknown", "`unknown` stands behind its name"),
    _Rule(
        r"\b(\w+) (?:is )?not (known|measured|done|available|tested|recorded)\b",
        r"\1 is unknown",
        "a value that is not there is `unknown`",
    ),
    _Rule(
        r"\b(\w+) (?:is )?(?:missing|n/a|null|blank|unavailable)\b",
        r"\1 is unknown",
        "a value that is not there is `unknown`",
    ),
    _Rule(r" then:?$", ":", "no `then` stands behind a condition", "write `:` alone"),
    _Rule(r"^decide (\w+):?$", r"decide by \1", "`by` is missing before what is decided by"),
    _Rule(r"\ballow ([a-z]+(?:[- ][a-z]+)+)(?= because)", _by_code, "an `allow` names the code of what it allows"),
    _Rule(r"\bsince (?=\")", "because ", "`{said}` gives no reason", "write `because`"),
    _Rule(r"(\[[\w ,]*?), *pp?\.? *\d[\d-]*\]", r"\1]", "a source is cited by its name alone", "leave the page out"),
    _Rule(
        r"\"([^\"]*)\"([^\"\s][^\"]*)\"([^\"]*)\"",
        _inner_quotes,
        'a text ends at the next `"`',
        "write `'` for a quote inside a text",
    ),
    _Rule(r" *; *", ", ", "`{said}` cannot stand here", "write `,`"),
    # papers
    _Rule(r"^(issued|review by) +\"(\d{4}-\d\d-\d\d)\"", r"\1 \2", "a date stands without quotes"),
    _Rule(r"^(issued|review by) +(\d{4})[/.](\d\d)[/.](\d\d)\b", r"\1 \2-\3-\4", "a date is written with hyphens"),
    _Rule(
        r"^(issued|review by) +(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b",
        _whole_date,
        "a date has four, two and two digits",
    ),
    _Rule(r"^version +\"(\d[\d.]*)\"", r"version \1", "a version stands without quotes"),
    _Rule(r"^applies (?:to|if|for)\b", "applies when", "`{said}` starts no line here"),
    _Rule(
        r"^(doi|url|pmid|isbn|link|author|authors|journal|title|publisher|edition) +([^\s\"][^\"]*)$",
        r'\1 "\2"',
        "text stands in double quotes",
        under="source",
    ),
    # inputs
    _Rule(r"^(input \w+(?: +\"[^\"]*\")?) \(([^()\"]*)\)", r"\1 in \2", "a unit stands behind `in`, without brackets"),
    _Rule(
        rf"\b(?<!normal )(?<!reference )range ({_N}) ?(?:-|–|to) ?({_N})",
        r"plausible \1 to \2",
        "the bounds stand behind `plausible`",
    ),
    _Rule(r"\b(one|any) of [(\[{]([^()\[\]{}]*)[)\]}]", r"\1 of \2", "choices stand without brackets"),
    _Rule(
        r"(?<= of )(\"\w+\"(?:, *\"\w+\")*)",
        lambda found: found[1].replace('"', ""),
        "a choice is a name, without quotes",
    ),
    _Rule(r"\b(?:multiple|several|many|multi) of\b", "any of", "`{said}` is no kind of value"),
    _Rule(r"\b(?:choice|either|enum) of\b", "one of", "`{said}` is no kind of value"),
    _Rule(
        r"^(?:number|quantity|float|int|integer|bool|boolean|string|variable|var|field|parameter) (?=\w+ )",
        "input ",
        "`{said}` starts no line here",
    ),
    # equivalents
    _Rule(r"(?<!\()\balso (\d[^\[(\n]*?)(?= *(?:\[|$|because\b|\())", r"(also \1)", "an equivalent stands in brackets"),
    _Rule(r"\((?=\d)", "(also ", "an equivalent starts with `also`"),
    # tables, scores, definitions, ladders
    _Rule(
        r"^\| *(.*?)(?: *\|)?(?= *\[| *$)",
        r"\1",
        "a row has a `|` between its cells alone",
        "leave out those at its ends",
    ),
    _Rule(r"^`{3}\w*$", "", "no fence stands around a guideline", "leave it out"),
    _Rule(r"^[-|: +=]+$", "", "a table has no ruled line", "leave it out"),
    _Rule(r"^table \w+ by\b", "table by", "a table has no name of its own: its outputs have"),
    _Rule(r"^([+-]?\d+) (?:points?|pts?) (?:when|if)\b", r"\1 when", "points are a number alone"),
    _Rule(r"^([^|\n\"]+?) *\| *\+?(-?\d+)(?= *(?:\[|$))", r"\2 when \1", "points stand before their condition"),
    _Rule(
        r"\b(?:any |at least )?(\d+) (?:or more )?of:", r"at least \1 of:", "`{said}` does not say how many at least"
    ),
    *(
        _Rule(
            rf" {{1,9}}{word}(?= *(?:\[[^\]]*\])?$)",
            "",
            "each line under this is a condition of its own",
            "leave out `{said}`",
            under=under,
        )
        for word, under in (("or", r"define .*\b(?:any|at least \d+) of\b"), ("and", r"define .*\ball of\b"))
    ),
    _Rule(r"^then (\d+)\b", r"step \1", "a numbered step starts with `step`"),
    _Rule(r"^(step \d+|then) (when .*?) (after [^:]*?):", r"\1 \3 \2:", "the time stands before the condition"),
    _Rule(r"^at (?=\d)", "after ", "`{said}` is no time of a monitor", "write `after`"),
    _Rule(r"(?<=\w) and (?=\w+ *(?:\[|$))", ", ", "names in a list are parted by `,`", "write `,`"),
    # cases
    _Rule(r"^(\d+)[- ]years?[- ]old\b", r"age \1 years", "a value stands behind the name of its input"),
    _Rule(r"^(expect \w+) is\b", r"\1", "an expected value stands right behind its name", "leave out `is`"),
    _Rule(
        r"^(expect (?:no )?(?:suggest|advise|order|note|refer to)) ([^\"\n]+)$",
        r'\1 "\2"',
        "text stands in double quotes",
    ),
    _Rule(
        r"^(?:given|patient|with|input|inputs):? +", "", "`{said}` starts no line here", "leave it out", under="case"
    ),
)


def rewritten(text: str, line: LogicalLine, fault: Mismatch, line_states: tuple[int, ...]) -> Repair | None:
    """The first way of writing this line otherwise under which it reads whole."""
    row = _row_of(text, line, fault)
    if row.end - row.start > _LONGEST:
        return None
    words, before, after = text[row.start : row.end], text[line.start : row.start], text[row.end : line.end]
    stop = fault.token.end - row.start
    for rule in _RULES:
        if rule.under and not _is_under(text, line, rule.under):
            continue
        found = re.search(rule.pattern, words, re.IGNORECASE)
        if found is None or found.start() > stop or not found.group().strip():
            continue
        for mended in _written(rule, words):
            if mended != words and _reads(line_states, before + mended + after):
                return _repair(rule, row, words, found, mended)
    return _hint(row, words, fault)


def _row_of(text: str, line: LogicalLine, fault: Mismatch) -> LogicalLine:
    """The row of a line at which reading stops: that of the line itself, or one that carries it on."""
    place = min(fault.token.start, line.end - 1)
    start = max(text.rfind("\n", 0, place) + 1, line.start)
    start += len(text[start:]) - len(text[start:].lstrip(" "))
    end = text.find("\n", start)
    return LogicalLine(start, line.end if end < 0 else min(end, line.end), line.depth)


def _hint(line: LogicalLine, words: str, fault: Mismatch) -> Repair | None:
    """What the author alone can put right; the fault stands within the words that a hint is for."""
    start, end = fault.token.start - line.start, fault.token.end - line.start
    if fault.token.type == "_NL":
        start = end = len(words) - 1
    for pattern, message, help in _HINTS:
        for found in re.finditer(pattern, words):
            if found.start() <= start and end <= max(found.end(), 1):
                at = Span(line.start + found.start(), line.start + found.end())
                return Repair(
                    at, message.format(*found.groups(), said=found.group()), help.format(*found.groups()), at, None
                )
    return None


def band(words: str) -> str | None:
    """A condition such as ``30 mL/min or less`` or ``from 2 to 3`` as a band; None where it is not meant as one."""
    for rule in _RULES[:_LIMITS]:
        found = re.match(rule.pattern, words, re.IGNORECASE)
        if found is not None and (found.end() == len(words) or found.group().endswith(" ")):
            return _said(rule, found) + words[found.end() :]
    return None


def _said(rule: _Rule, found: re.Match[str]) -> str:
    return found.expand(rule.put) if isinstance(rule.put, str) else rule.put(found)


def _is_under(text: str, line: LogicalLine, start: str) -> bool:
    above = re.findall(r"^[a-z]+\b.*", text[: line.start], re.MULTILINE)
    return bool(above) and re.match(rf"{start}\b", above[-1]) is not None


def _written(rule: _Rule, words: str) -> list[str]:
    """The line by a rule; and by it with the abbreviations of the chart written out, unless it is of a dose a day."""
    once = re.sub(rule.pattern, rule.put, words, flags=re.IGNORECASE)
    if _A_DAY.search(words) is not None:  # `1 g/day tds` may be 1 g in the day, or 3
        return [once]
    long = once
    for pattern, put in _ABBREVIATED:
        long = re.sub(pattern, put, long, flags=re.IGNORECASE)
    return [once, long]


def _reads(states: tuple[int, ...], words: str) -> bool:
    return not words or line_reads(states, words, 0, len(words))


def _repair(rule: _Rule, line: LogicalLine, words: str, found: re.Match[str], mended: str) -> Repair:
    """Of what differs, in whole words."""
    first = 0
    while first < min(len(words), len(mended)) and words[first] == mended[first]:
        first += 1
    last = 0
    while last < min(len(words), len(mended)) - first and words[-1 - last] == mended[-1 - last]:
        last += 1
    while first and words[first - 1] not in ' ("[':
        first -= 1
    while last and words[len(words) - last] not in ' :,)]"':
        last -= 1
    edit = Span(line.start + first, line.start + len(words) - last)
    put = mended[first : len(mended) - last]
    said = found.group().strip()
    at = Span(line.start + found.start(), line.start + found.end())
    at = Span(at.start + len(found.group()) - len(found.group().lstrip()), at.start + len(found.group().rstrip()))
    shown = _said(rule, found).strip()
    if mended != _written(rule, words)[0]:  # an abbreviation behind it is written out as well
        shown = put
    help = rule.help.format(said=said, put=shown)
    return Repair(at, rule.message.format(said=said), help, edit, put)
