"""MG806 ``no effect`` where the interval excludes it, or an effect where the interval includes none.

Only words that state a result are read; a text that hedges (may, probably), that asks, or that says both is left alone,
and so is a limit that its digits leave on either side. "Little or no difference" and "no important difference" are said
of small effects that are certain, and fit either interval.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from milligram.checks.context import Context
from milligram.checks.estimates import Stated, stated
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import EFFECT_MISREAD
from milligram.source import Span
from milligram.syntax import nodes as ast

_SHOWN = r"(?:statistically )?(?:significant|clear|measurable|detectable) "
_VERBS = r"affect|differ|change|reduce|increase|improve|lower|raise|prevent|decrease|shorten|prolong|delay"

NONE = re.compile(
    r"\b(?:"
    rf"(?<!or )(?<!to )no (?:{_SHOWN}|overall )?(?:difference|effect|benefit|harm)s?"
    rf"|no {_SHOWN}(?:change|reduction|increase|improvement|decrease)s?"
    rf"|without (?:any |{_SHOWN})?(?:difference|effect|benefit)s?"
    r"|(?:no|not) (?:significantly |statistically )*different|no better than|no worse than|no more effective"
    r"|not (?:statistically )?significant(?:ly)?|non-?significant(?:ly)?"
    rf"|(?:does|do) not (?:significantly )?(?:{_VERBS})|did not (?:affect|differ|significantly (?:{_VERBS}))"
    r"|identical(?= (?:between|in|to|with|for|across)\b|$)"
    r")\b",
    re.IGNORECASE,
)
"""The result is that there is no effect. "No improvement" and "did not improve" are not here: they name an outcome."""

_COMPARED = (
    r"(?:with |in |the |on |those )*(?:placebo|sham|controls?|comparators?|no treatment|usual care|standard care)"
)
_MORE = r"fewer|less|more|better|worse|lower|higher|shorter|longer|greater|smaller"

EFFECT = re.compile(
    r"\b(?:"
    r"reduces|lowers|improves|prevents|shortens|prolongs|worsens"
    r"|(?:increases|decreases|raises|delays|halves|doubles)(?= (?:the|survival|mortality|risk|pain|death))"
    rf"|(?:superior|inferior) to {_COMPARED}"
    rf"|(?:{_MORE})(?: [\w%-]+){{0,4}} than {_COMPARED}"
    rf"|significantly (?:{_MORE}|reduced|improved|increased|lowered|decreased|different|prolonged|shortened)"
    r"|statistically significant (?:reduction|increase|decrease|improvement|difference|benefit|effect)"
    r")\b",
    re.IGNORECASE,
)
"""The result is that there is an effect. Bare participles and nouns are not here: "reduced kidney function" and "25% or
better fall in cramp rate" name an outcome."""

_OPEN = re.compile(
    r"\b(?:may|might|could|can|possibly|probably|likely|perhaps|uncertain|unclear|trend|whether|if|seems?|appears?)\b|\?",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:no|not|nor|neither|never|none|nothing|without|cannot|fail(?:s|ed)?|lack(?:s|ed)?)\b|n[’']t\b",
    re.IGNORECASE,
)
_SMALL = re.compile(
    r"\b(?:clinical(?:ly)?|meaningful(?:ly)?|important(?:ly)?|relevant|little|inferior\w*)\b", re.IGNORECASE
)
_TURNS = re.compile(rf"\b(?:but|although|though|whereas|while|except|{_MORE})\b", re.IGNORECASE)


def check(context: Context) -> Iterator[Diagnostic]:
    """Every finding whose words and whose interval cannot both be right."""
    for each in stated(context.file):
        if each.scale is None or each.low.value > each.high.value:
            continue
        text = each.finding.text.value
        if _OPEN.search(text):
            continue
        excludes = each.low.low > each.null or each.high.high < each.null
        includes = each.low.high < each.null < each.high.low
        none, effect = NONE.search(text), EFFECT.search(text)
        if excludes and none is not None and _says_none(text, none):
            yield context.finding(
                EFFECT_MISREAD,
                _place(context, each.finding.text, none.group()),
                f"`{none.group()}`, yet the interval of {_short(each)} excludes {each.null}: an effect was found",
                labels=[_label(each, "excludes")],
                help="say what the interval shows; where the effect is too small to matter, “no important difference”",
            )
        elif includes and effect is not None and not _DENIES.search(text):
            yield context.finding(
                EFFECT_MISREAD,
                _place(context, each.finding.text, effect.group()),
                f"`{effect.group()}`, yet the interval of {_short(each)} includes {each.null}: no effect was shown",
                labels=[_label(each, "includes")],
                help="say what the interval shows, such as “no difference could be shown”",
            )


def _says_none(text: str, none: re.Match[str]) -> bool:
    """Whether the text as a whole says that there is no effect, and not of one outcome or of its size only."""
    rest = f"{text[: none.start()]} {text[none.end() :]}"
    if _SMALL.search(text) or EFFECT.search(rest):
        return False
    return not _TURNS.search(text, none.end())


def _short(each: Stated) -> str:
    return f"{each.node.measure} {each.value.text}"


def _label(each: Stated, verb: str) -> tuple[Span, str]:
    return each.node.span, f"{each.interval} {verb} {each.null}"


def _place(context: Context, text: ast.Text, words: str) -> Span:
    """Where the words stand; the whole text where a line break or an escape lies between them."""
    at = context.source.slice(text.span).find(words)
    return text.span if at < 0 else Span(text.span.start + at, text.span.start + at + len(words))
