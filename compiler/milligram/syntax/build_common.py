"""What every node is built from: names, texts, units, quantities, and the notes behind a line.

Enters: `Tree` values of the automaton. Leaves: nodes with their spans. Findings go to the `Builder`; nothing here knows
what a name or a unit means.

    Tree("literal", [0.70, Tree("unit", [mmol/L])])   ->   Quantity(number="0.70", unit=UnitPhrase(unit="mmol/L"))
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal as L
from typing import cast

from milligram.diagnostics.model import Code, Diagnostic, Edit, Label
from milligram.diagnostics.registry import (
    LITERAL_TOO_LARGE,
    REPEATED_PART,
    RESERVED_NAME,
    SYNTAX,
)
from milligram.source import SourceFile, Span
from milligram.syntax.machine import Token, Tree, Value
from milligram.syntax.nodes import Allow, Differs, Grade, Ident, Notes, Quantity, Text, UnitPhrase
from milligram.syntax.tables import reserved_words

MAX_LITERAL = 40
"""Characters of a number."""

UNITS_THAT_ARE_WORDS = frozenset({"min", "years", "dose", "count"})
"""Words of the language that are units after a number."""
_ESCAPE = re.compile(r"\\(.)")


class Builder:
    """Where the tree came from, and the findings so far."""

    __slots__ = ("diagnostics", "source")

    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self.diagnostics: list[Diagnostic] = []

    def report(
        self,
        code: Code,
        span: Span,
        message: str,
        help: str | None = None,
        edits: tuple[Edit, ...] = (),
        also: Iterable[Span] = (),
    ) -> None:
        """Adds one finding; ``also`` are other places of the same cause."""
        labels = tuple(Label(span=place, text="and here") for place in also)
        self.diagnostics.append(
            Diagnostic(code=code, message=message, source=self.source, span=span, labels=labels, help=help, edits=edits)
        )


def span_of(value: Value) -> Span:
    """The place of a tree or token; an empty tree stands nowhere."""
    return Span(max(value.start, 0), max(value.end, 0))


def subtrees(tree: Tree) -> list[Tree]:
    """The children that are trees."""
    return [child for child in tree.children if isinstance(child, Tree)]


def tokens(tree: Tree, *types: str) -> list[Token]:
    """The children that are tokens, of these types when any are given."""
    return [child for child in tree.children if isinstance(child, Token) and (not types or child.type in types)]


def token(tree: Tree, *types: str) -> Token:
    """The first token of these types; the grammar guarantees one."""
    return tokens(tree, *types)[0]


def find(tree: Tree, *data: str) -> Tree | None:
    """The first child tree of one of these kinds."""
    return next((child for child in subtrees(tree) if child.data in data), None)


def find_all(tree: Tree, *data: str) -> list[Tree]:
    """Every child tree of one of these kinds."""
    return [child for child in subtrees(tree) if child.data in data]


def ident(b: Builder, word: Token) -> Ident:
    """A name; a word of the language is reported and kept."""
    if word.text in reserved_words():
        if (meant := _meant(b.source, word)) is not None:
            span, said, put = meant
            edit = Edit(span=span, replacement=put, title=f"write `{put}`")
            b.report(SYNTAX, span, said, f"write `{put}`", (edit,))
            return Ident(span=span_of(word), name="")
        b.report(
            RESERVED_NAME,
            span_of(word),
            f"`{word.text}` is a word of the language and cannot be a name",
            f"choose a longer name, such as `{word.text}_value`",
        )
    return Ident(span=span_of(word), name=word.text)


_UP_TO = re.compile(r"up to\b")
_NO_INPUT = re.compile(r"(no|not) ([a-z]\w*)")


def _meant(source: SourceFile, word: Token) -> tuple[Span, str, str] | None:
    """What stands for a word of the language that is used as elsewhere: ``up to 30``, ``is missing``, ``no cough``."""
    text = source.text
    if (found := _UP_TO.match(text, word.start)) is not None:
        return Span(*found.span()), "`up to` is no limit here", "at most"
    if word.text == "missing" and text[: word.start].endswith("is "):
        return span_of(word), "a value that is not there is `unknown`", "unknown"
    if (found := _NO_INPUT.match(text, word.start)) is not None and found[1] == word.text:
        return Span(*found.span()), "`no` stands behind its name", f"{found[2]} no"
    return None


def idents(b: Builder, tree: Tree) -> tuple[Ident, ...]:
    """All names directly in a tree."""
    return tuple(ident(b, word) for word in tokens(tree, "NAME"))


def optional_name(b: Builder, tree: Tree | None) -> Ident | None:
    """The name in a tree that may be absent."""
    return None if tree is None else ident(b, token(tree, "NAME"))


def text(tree: Tree) -> Text:
    """One or more quoted texts, joined by one space, escapes resolved."""
    parts = (_ESCAPE.sub(r"\1", word.text[1:-1]) for word in tokens(tree, "STRING"))
    return Text(span=span_of(tree), value=" ".join(parts))


def optional_text(tree: Tree | None) -> Text | None:
    """The text of a tree that is one, or that holds one."""
    if tree is None:
        return None
    inner = tree if tree.data == "text" else find(tree, "text")
    return None if inner is None else text(inner)


def label(tree: Tree) -> Text | None:
    """The text that stands directly in a declaration, after its name."""
    return optional_text(find(tree, "text"))


def plain(word: Token) -> Text:
    """A date or version: text that the source does not quote."""
    return Text(span=span_of(word), value=word.text)


def number(b: Builder, word: Token) -> str:
    """A number as written; one with too many digits is reported."""
    if len(word.text) > MAX_LITERAL:
        b.report(
            LITERAL_TOO_LARGE,
            span_of(word),
            f"this number has {len(word.text)} characters; {MAX_LITERAL} are the most",
            "write the digits that the source prints",
        )
        return word.text[:MAX_LITERAL]
    if word.text.lstrip("-").startswith("."):
        whole = word.text.replace(".", "0.")
        b.report(
            SYNTAX,
            span_of(word),
            f"`{word.text}` lacks the zero before the point, without which it is misread tenfold",
            f"write `{whole}`",
            (Edit(span=span_of(word), replacement=whole, title=f"write `{whole}`"),),
        )
        return whole
    return word.text


def unit(b: Builder, tree: Tree) -> UnitPhrase:
    """``UNIT [of NAME] [per UNIT …]``; read from the right, so that a long chain needs no recursion."""
    links = [tree]
    while (deeper := find(links[-1], "unit")) is not None:
        links.append(deeper)
    if len(links) > 8:
        b.report(SYNTAX, span_of(tree), "this unit has more than eight `per`", "write one unit, such as `mg/kg/d`")
        links = links[:8]
    phrase: UnitPhrase | None = None
    for link in reversed(links):
        word = token(link, "UNIT")
        _unit_word(b, word)
        phrase = UnitPhrase(
            span=span_of(link),
            unit=word.text,
            of=ident(b, names[0]) if (names := tokens(link, "NAME")) else None,
            per=phrase,
        )
    assert phrase is not None
    return phrase


def _unit_word(b: Builder, word: Token) -> None:
    if word.text in reserved_words() and word.text not in UNITS_THAT_ARE_WORDS:
        b.report(SYNTAX, span_of(word), f"`{word.text}` cannot stand here; it is no unit")


def quantity(b: Builder, tree: Tree) -> Quantity:
    """``amount`` and ``literal``: a number, its unit, and what it also is."""
    phrase = find(tree, "unit")
    also = find(tree, "also")
    return Quantity(
        span=span_of(tree),
        number=number(b, token(tree, "NUMBER")),
        unit=None if phrase is None else unit(b, phrase),
        also=() if also is None else quantities(b, also),
    )


def quantities(b: Builder, tree: Tree) -> tuple[Quantity, ...]:
    """The amounts directly in a tree."""
    return tuple(quantity(b, part) for part in find_all(tree, "amount", "literal"))


# --- notes ----------------------------------------------------------------------------------------------------------

_STRENGTHS = ("strong", "conditional")
_CERTAINTIES = ("high", "moderate", "low", "very low")
GRADE_WORDS = "write a strength (strong, conditional), then a certainty (high, moderate, low, very low)"
OTHER_SCHEME = re.compile(
    r"(?:.*[ ,])?(?:[1-4](?: ?[A-D]|[+-]{1,2})|[A-E][+-]?|(?:I{1,3}|IV|V)(?: ?-?[A-C])?)", re.IGNORECASE
)
"""A grade that ends as those of other schemes do: 1B, 2++, A, IIa, level C."""
_OTHER_WORDS = {"weak": "conditional", "medium": "moderate", "insufficient": "very low", "good": "high", "poor": "low"}


def notes_in(b: Builder, tree: Tree, *more: Tree) -> Notes:
    """Every note of a tree, of the lines of notes under it, and of ``more`` trees, as one."""
    parts = [part for holder in (tree, *more) for part in _note_parts(holder)]
    if not parts:
        return Notes()
    grades = [part for part in parts if part.data == "grade"]
    reasons = [part for part in parts if part.data == "because"]
    uncited = [part for part in parts if part.data == "uncited"]
    for again in (*grades[1:], *reasons[1:], *uncited[1:]):
        word = {"grade": "a grade", "because": "a reason", "uncited": "`uncited`"}[again.data]
        b.report(REPEATED_PART, span_of(again), f"{word} is given here a second time", "keep one of the two")
    return Notes(
        span=span_of(parts[0]).to(span_of(parts[-1])),
        grade=_grade(b, grades[0]) if grades else None,
        because=optional_text(reasons[0]) if reasons else None,
        sources=tuple(name for part in parts if part.data == "cited" for name in idents(b, part)),
        uncited=optional_text(uncited[0]) if uncited else None,
        differs=tuple(_differs(part) for part in parts if part.data == "differs"),
        allows=tuple(_allow(b, part) for part in parts if part.data == "allow"),
    )


def _note_parts(tree: Tree) -> Iterator[Tree]:
    if tree.data in ("notes", "plain_notes", "note_line"):
        yield from subtrees(tree)
        return
    for child in find_all(tree, "notes", "plain_notes", "note_line"):
        yield from subtrees(child)


def _differs(tree: Tree) -> Differs:
    source_says, because = find_all(tree, "text")
    return Differs(span=span_of(tree), source_says=text(source_says), because=text(because))


def _allow(b: Builder, tree: Tree) -> Allow:
    because = find(tree, "text")
    assert because is not None
    return Allow(span=span_of(tree), code=ident(b, token(tree, "NAME")), because=text(because))


_LONGEST_GRADE = 120
_CROSSED = re.compile(
    r"\b(?:strong|conditional|weak) (?:quality|evidence|certainty)\b"
    r"|\b(?:quality|evidence|certainty) (?:of )?(?:strong|conditional|weak)\b"
    r"|\b(?:high|moderate|low) (?:strength|recommendation)\b"
)
"""The strength of a recommendation is no quality of evidence, and the other way round."""
_FILLERS = re.compile(r" *\b(?:recommendation|quality|evidence|certainty|strength|of|grade)\b")


def _without_fillers(shown: str) -> str | None:
    """``strong recommendation, moderate quality evidence`` as ``strong, moderate``; not ``strong evidence``, which is a
    certainty and no strength."""
    if len(shown) > _LONGEST_GRADE or _CROSSED.search(shown.lower()) is not None:
        return None
    plain = re.sub(r"\bweak\b", "conditional", _FILLERS.sub("", shown.lower())).strip()
    words = plain.split(", ")
    graded = len(words) <= 2 and words[0] in (*_STRENGTHS, *_CERTAINTIES) and set(words[1:]) <= set(_CERTAINTIES)
    return plain if graded and plain != shown and _FILLERS.search(shown.lower()) else None


def _grade(b: Builder, tree: Tree) -> Grade:
    """GRADE: strength of the recommendation, then certainty of the evidence; either may stand alone."""
    strength: str | None = None
    certainty: str | None = None
    inside = Span(span_of(tree).start + 1, span_of(tree).end - 1)
    if OTHER_SCHEME.fullmatch(shown := b.source.slice(inside).strip()) is not None:
        b.report(SYNTAX, inside, f"`{shown}` is a grade of another scheme", GRADE_WORDS)
        return Grade(span=span_of(tree))
    if (plain := _without_fillers(shown)) is not None:
        edit = Edit(span=inside, replacement=plain, title=f"write `{plain}`")
        b.report(SYNTAX, inside, "a grade is its strength and its certainty alone", f"write `{plain}`", (edit,))
        return Grade(span=span_of(tree))
    for words in find_all(tree, "grade_words"):
        phrase = " ".join(word.text for word in tokens(words))
        if phrase in _STRENGTHS and strength is None and certainty is None:
            strength = phrase
        elif phrase in _CERTAINTIES and certainty is None:
            certainty = phrase
        else:
            from milligram.diagnostics.spelling import closest  # only a fault needs it

            known = (*_STRENGTHS, *_CERTAINTIES)
            close = _OTHER_WORDS.get(phrase) or closest(phrase, known)
            span = span_of(words)
            around = b.source.text[span.start - 1 : span.end + 1]
            declared = re.search(rf"^source +{re.escape(phrase)}\b", b.source.text, re.MULTILINE)
            if declared is not None and around == f"({phrase})":
                edit = Edit(span=Span(span.start - 1, span.end + 1), replacement=f"[{phrase}]", title="write `[…]`")
                b.report(SYNTAX, span, "sources stand in square brackets", f"write `[{phrase}]`", (edit,))
                continue
            first, _, second = phrase.partition(" ")
            if first in _STRENGTHS and second in _CERTAINTIES:
                edit = Edit(span=span, replacement=f"{first}, {second}", title=f"write `{first}, {second}`")
                b.report(SYNTAX, span, f"a `,` is missing before `{second}`", f"write `{first}, {second}`", (edit,))
                continue
            b.report(
                SYNTAX,
                span,
                f"`{phrase}` is no grade, or stands in the wrong place",
                f"did you mean `{close}`?" if close and close != phrase else GRADE_WORDS,
                (Edit(span=span, replacement=close, title=f"write `{close}`"),) if close and close != phrase else (),
            )
    return Grade(
        span=span_of(tree),
        strength=cast("L['strong', 'conditional'] | None", strength),
        certainty=cast("L['high', 'moderate', 'low', 'very low'] | None", certainty),
    )
