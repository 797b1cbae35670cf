"""The guideline that ``milligram new`` writes: small, complete, and clean under ``--strict``.

Enters: answers to a few questions, each as it was typed. Leaves: the text of a guideline with a case for each band and
each boundary, or what is wrong with an answer, in a sentence.

    settle(Answers(name="k"), "unit", "mmoll/L")   ->  SkeletonError: unknown unit "mmoll" …; did you mean mmol/L?
    skeleton(Answers(name="k"), today=…)           ->  "guideline k\\n  title \\"K\\"…"

No answer is trusted to be harmless: each is tried in a guideline of its own, and one that the checker objects to is
refused with the words of the finding.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from keyword import iskeyword

from milligram.diagnostics import Diagnostic
from milligram.diagnostics.display import visible

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,6})?")
_DOSE = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,6})?) (\S+) (once|daily|at night|[2-9] times daily)")
_OFTEN = re.compile(r" (once|twice|three times|four times|[2-9] times) (?:daily|a day|each day|per day)")
_TIMES = {"twice": "2 times", "three times": "3 times", "four times": "4 times"}
_SOURCE = 'source s1 "Author, title, journal, year"'
_ADVICE = 'advise "write here what is advised'
_NOTE = "# What the guideline says now: change each case to what it should say, then make the guideline say it."
LONGEST = 80
"""Characters of a text."""
MOST_THRESHOLDS = 8
OLDEST = 110
"""Years: the highest minimum age."""


class SkeletonError(ValueError):
    """An answer that cannot be taken; the message says why, and what can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the author said, each answer settled. ``age`` 0 is no minimum; ``unit`` "" is a number without one.

    ``thresholds`` ascend, and lie between the two bounds ``plausible``. ``dose`` is as written, ``band`` the place of
    the band, from 1, in which the drug is given: with a drug it must be said, for no band is the usual one.
    """

    name: str = "guideline_1"
    title: str = ""
    audience: str = "adults"
    age: int = 18
    measure: str = "Systolic blood pressure"
    unit: str = "mmHg"
    thresholds: tuple[str, ...] = ("140",)
    plausible: tuple[str, str] | None = None
    drug: str = ""
    dose: str = "1 mg once"
    band: int | None = None

    @property
    def bounds(self) -> tuple[str, str]:
        """The plausible bounds: those said, else some around the thresholds."""
        return self.plausible or _around(self.thresholds, self.unit)

    @property
    def bands(self) -> tuple[str, ...]:
        """The bands that the thresholds make, in words."""
        unit = f" {self.unit}" if self.unit else ""
        pairs = pairwise(self.thresholds)
        between = [f"{low} to under {high}{unit}" for low, high in pairs]
        return (f"under {self.thresholds[0]}{unit}", *between, f"at least {self.thresholds[-1]}{unit}")


def settle(answers: Answers, field: str, text: str) -> Answers:
    """The answers with one more, as it was typed.

    Raises:
        SkeletonError: it cannot be taken.
    """
    text = " ".join(text.split(" ")).strip(" ")
    match field:
        case "name":
            return replace(answers, name=_name(text))
        case "title":
            return _tried(replace(answers, title=_words(text)))
        case "audience":
            return _tried(replace(answers, audience=_words(text)))
        case "measure":
            return _tried(replace(answers, measure=_words(text)))
        case "age":
            if not (text.isascii() and text.isdecimal() and len(text) <= 3 and int(text) <= OLDEST):
                raise SkeletonError(f"{_said(text)} is not a number of whole years from 0 (any age) to {OLDEST}")
            return replace(answers, age=int(text))
        case "unit":
            return _tried_whole(replace(answers, unit=_unit(text)))
        case "thresholds":
            return _tried(replace(answers, thresholds=_thresholds(text)))
        case "plausible":
            return _tried(replace(answers, plausible=_plausible(text, answers)))
        case "drug":
            return _with_drug(answers, text)
        case "dose":
            return _with_dose(answers, text)
        case "band":
            if not (text.isascii() and text.isdecimal() and 1 <= int(text[:4]) <= len(answers.bands)):
                raise SkeletonError(f"{_said(text)} is not a band from 1 to {len(answers.bands)}")
            return replace(answers, band=int(text))
    raise ValueError(field)


def skeleton(answers: Answers, *, today: date) -> str:
    """The text of a new guideline in canonical form, issued today and due for review in two years.

    Raises:
        SkeletonError: the answers do not go together.
    """
    from milligram.compare.cases.generate import generate_cases
    from milligram.pipeline.stages import check_text
    from milligram.source import SourceFile
    from milligram.syntax.format import format_source

    if answers.drug and answers.band is None:
        raise SkeletonError(f"the band is missing in which {answers.drug} is given: {numbered(answers)}")
    text = "".join(f"{line}\n" for line in _lines(answers, today))
    report = check_text(text)
    if report.diagnostics or report.guideline is None or _two_ages(answers):
        raise SkeletonError(_objection(answers, today) or "the answers do not go together")
    cases = generate_cases(report.guideline).text
    formatted = format_source(SourceFile(f"{answers.name}.mg", f"{text}\n{_NOTE}\n\n{cases}")).text or ""
    for found in check_text(formatted).diagnostics:
        raise SkeletonError(_told(found))
    return formatted


def numbered(answers: Answers) -> str:
    """The bands, each after its number: ``1 (under 3.5 mmol/L), 2 (at least 3.5 mmol/L)``."""
    return ", ".join(f"{number} ({band})" for number, band in enumerate(answers.bands, 1))


def placeholders(text: str) -> tuple[int, ...]:
    """The lines, from 1, of a skeleton's text above its cases in which the author has yet to write something."""
    lines = text.partition(_NOTE)[0].splitlines()
    return tuple(number for number, line in enumerate(lines, 1) if _SOURCE in line or _ADVICE in line)


# --- the text ---------------------------------------------------------------------------------------------------------


def _lines(answers: Answers, today: date) -> Iterator[str]:
    """The guideline without its cases."""
    review = today.replace(year=today.year + 2, day=min(today.day, 28))
    measure, drug = _identifiers(answers)
    low, high = answers.bounds
    kind = f"in {answers.unit}" if answers.unit else "number"
    yield f"guideline {answers.name}"
    yield f'  title "{answers.title or _title(answers.name)}"'
    yield "  version 0.1.0"
    yield "  status draft"
    yield f'  for "{answers.audience}"'
    if answers.age:
        yield f"  applies when age at least {answers.age} years"
    yield from (f"  issued {today.isoformat()}", f"  review by {review.isoformat()}", "")
    yield '# Where the advice comes from. Every recommendation cites a source, or says `uncited because "…"`.'
    yield from (_SOURCE, "")
    if drug:
        yield from (f'substance {drug} "{answers.drug}"{_in_units(answers)}', "")
    if answers.age:
        yield "input age in years whole, plausible 0 to 120"
    yield f'input {measure} "{answers.measure}" {kind}, plausible {low} to {high}'
    yield ""
    if drug:
        yield f'pitfall "Never give {answers.drug} before the measurement" [s1]'
        yield from (f"  never give {drug} when {measure} is unknown", "")
    yield from ("pathway", f'  decide "{answers.measure}" by {measure}', "    unknown:")
    yield from (f"      order {measure} [s1]", "      end")
    for number, band in enumerate(answers.bands, 1):
        yield f"    {band}:"
        if drug and number == (answers.band or 1):
            yield f"      give {_dose(answers, drug)} [s1]"
        else:
            yield f'      {_ADVICE}: {band}" [s1]'


def _title(name: str) -> str:
    return name.replace("_", " ").strip().capitalize()


def _identifiers(answers: Answers) -> tuple[str, str]:
    """The names of the measured value and of the drug ("" where there is none): different, and no word of ours."""
    ours = {"age", "s1"} if answers.age else {"s1"}
    drug = _identifier(answers.drug, "drug", ours) if answers.drug else ""
    return _identifier(answers.measure, "level", {*ours, drug}), drug


def _two_ages(answers: Answers) -> bool:
    """Whether the measure is the age, which a minimum age declares already: a patient has one age."""
    words = set(_identifier(answers.measure, "level", set()).split("_"))
    return bool(answers.age) and words - {"in", "year", "years", "patient", "patients", "s", "of", "the"} == {"age"}


def _identifier(text: str, more: str, taken: set[str]) -> str:
    from milligram.syntax import RESERVED

    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:50]
    if not name[:1].isalpha():
        name = f"{more}_{name}".rstrip("_")
    while name in taken or name in RESERVED or iskeyword(name):
        name = f"{name}_{more}"
    return name


def _dose(answers: Answers, drug: str) -> str:
    found = _DOSE.fullmatch(answers.dose)
    assert found is not None
    number, unit, often = found.groups()
    return f"{number} {unit} of {drug} {often}"


def _in_units(answers: Answers) -> str:
    """What has no mass is counted in units of its own."""
    from milligram.quantity import parse_unit

    found = _DOSE.fullmatch(answers.dose)
    unit = found[2] if found else "mg"
    return f", in {unit}" if parse_unit(unit).dimension == parse_unit("IU").dimension else ""


# --- answers ----------------------------------------------------------------------------------------------------------


def _name(text: str) -> str:
    from milligram.syntax import RESERVED

    if not _NAME.fullmatch(text):
        raise SkeletonError(
            f"{_said(text)} is not a name: lower-case letters, digits and _, starting with a letter, 60 at most"
        )
    if iskeyword(text):
        raise SkeletonError(f"{text!r} is a word of Python, which could not import the module; choose another name")
    if text in RESERVED:
        raise SkeletonError(f"{text!r} is a word of the language; choose another name")
    return text


def _words(text: str) -> str:
    if not text:
        raise SkeletonError("nothing was said")
    if len(text) > LONGEST:
        raise SkeletonError(f"it has {len(text)} characters; {LONGEST} at most")
    if '"' in text or "\\" in text:
        raise SkeletonError(f"{_said(text)}: a straight quote or backslash cannot stand in it; “ ” and ‘ ’ can")
    if visible(text) != text:
        raise SkeletonError(f"{_said(text)}: one line of visible characters is wanted")
    if not any(char.isalnum() for char in text):
        raise SkeletonError(f"{_said(text)} has no letter")
    return text


def _unit(text: str) -> str:
    if visible(text) != text:
        raise SkeletonError(f"{_said(text)}: one line of visible characters is wanted")
    if text:
        _parsed(text)
    return text


def _parsed(text: str) -> None:
    from milligram.quantity import UnitError, parse_unit

    try:
        parse_unit(text)
    except UnitError as fault:
        near = f"; did you mean {' or '.join(fault.suggestions[:2])}?" if fault.suggestions else ""
        raise SkeletonError(f"{fault.message}{near}") from None


def _thresholds(text: str) -> tuple[str, ...]:
    if re.search(r"[0-9],[0-9]", text):
        raise SkeletonError(f"{_said(text)}: a decimal point is wanted, and a blank between two thresholds")
    numbers = [_number(word) for word in re.split(r"[ ,;]+", text.strip(" ,;"))]
    if len(numbers) > MOST_THRESHOLDS:
        raise SkeletonError(f"here are {len(numbers)} thresholds; {MOST_THRESHOLDS} at most to begin with")
    ordered = sorted(numbers, key=Decimal)
    for low, high in pairwise(ordered):
        if Decimal(low) == Decimal(high):
            raise SkeletonError(f"{low} and {high} are one threshold" if low != high else f"{low} stands there twice")
    return tuple(ordered)


def _number(word: str) -> str:
    word = word.replace("−", "-")
    if not _NUMBER.fullmatch(word):
        raise SkeletonError(f"{_said(word)} is not a number such as 140 or 3.5")
    return word


def _plausible(text: str, answers: Answers) -> tuple[str, str]:
    words = re.split(r" to | +", text)
    if len(words) != 2:
        raise SkeletonError(f"{_said(text)}: two numbers are wanted, such as {' to '.join(answers.bounds)}")
    low, high = map(_number, words)
    first, last = answers.thresholds[0], answers.thresholds[-1]
    if not Decimal(low) < Decimal(first):
        raise SkeletonError(f"{low} is not under the threshold {first}")
    if not Decimal(high) > Decimal(last):
        raise SkeletonError(f"{high} is not over the threshold {last}")
    return low, high


def _around(thresholds: tuple[str, ...], unit: str) -> tuple[str, str]:
    """Bounds that nobody is beyond: generous, for the author to narrow."""
    first, last = Decimal(thresholds[0]), Decimal(thresholds[-1])
    span = max(abs(first), abs(last), last - first, Decimal(1))
    low = Decimal(0) if first > 0 else first - 2 * span
    high = Decimal(100) if unit == "%" and 0 < last < 100 else last + 2 * span
    return f"{low:f}", f"{high:f}"


def _with_drug(answers: Answers, text: str) -> Answers:
    return _tried(replace(answers, drug=_words(text))) if text else replace(answers, drug="")


def _with_dose(answers: Answers, text: str) -> Answers:
    text = _OFTEN.sub(_often, text)
    found = _DOSE.fullmatch(text)
    if found is None:
        raise SkeletonError(
            f"{_said(text)}: an amount with its unit is wanted, and how often: "
            "500 mg once, daily, at night or 2 times daily"
        )
    _parsed(found[2])
    return _tried_whole(replace(answers, dose=text))


def _often(found: re.Match[str]) -> str:
    """How often, in the words of the language: ``twice a day`` is ``2 times daily``."""
    said = found[1]
    return " daily" if said == "once" else f" {_TIMES.get(said, said)} daily"


def _said(text: str) -> str:
    shown = visible(text)
    return f"“{shown[:LONGEST]}…”" if len(shown) > LONGEST else f"“{shown}”"


def _tried(answers: Answers) -> Answers:
    """The answers, if the checker has nothing against a guideline made of them."""
    if objection := _objection(answers, date(2000, 1, 1)):
        raise SkeletonError(objection)
    return answers


def _tried_whole(answers: Answers) -> Answers:
    """The same with the cases, in which quantities are written anew."""
    skeleton(replace(_tried(answers), band=answers.band or 1), today=date(2000, 1, 1))
    return answers


def _objection(answers: Answers, today: date) -> str | None:
    """What the checker says first of the guideline that the answers make."""
    from milligram.pipeline.stages import check_text

    if _two_ages(answers):
        return (
            f"{_said(answers.measure)} is asked for already, by the minimum age of {answers.age} years; "
            "with a minimum age of 0 (any), the guideline can be divided by age"
        )
    report = check_text("".join(f"{line}\n" for line in _lines(answers, today)))
    return _told(report.diagnostics[0]) if report.diagnostics else None


def _told(found: Diagnostic) -> str:
    return f"{found.message} ({found.code.code}){f'; {found.help}' if found.help else ''}"
