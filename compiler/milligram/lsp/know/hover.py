"""What is said of the word under the pointer.

Enters: a `Known` and an offset. Leaves: a `Hover`, in Markdown: of a name what it is and how it was written, of a
quantity the same in other units, of a word of the language what it does; and what a finding there means.

    0.70 mmol/L   ->   **0.7 mmol/L of magnesium** is 1.4 mEq/L, about … ; exactly
    [r3]          ->   **r3** Magnesium in clinical practice, 2019
"""

from __future__ import annotations

import re

from milligram.diagnostics import CODES, Diagnostic
from milligram.lsp.know import Hover, Known
from milligram.lsp.know.amounts import amount_of, quantity_at
from milligram.lsp.know.keywords import told
from milligram.lsp.know.lost import inside_words
from milligram.lsp.know.phrases import phrase_at
from milligram.lsp.know.said import of_amount, of_code, of_name, of_unit
from milligram.lsp.know.said_here import of_formula, of_grade, of_place
from milligram.lsp.know.uses import Index, index_of
from milligram.source import Span
from milligram.syntax import RESERVED
from milligram.syntax import nodes as ast

_TEXT = re.compile(r'"(?:[^"\\\n]|\\[^\n])*"|#[^\n]*')
_FORMULA = re.compile(r"\bformula +(\S+?)(?=,? |,?$)")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OF = re.compile(r" +of +([A-Za-z_][A-Za-z0-9_]*)")
MOST_FINDINGS = 3


def hover(known: Known, offset: int) -> Hover | None:
    """What is known of the word at an offset; None where there is nothing to say."""
    index = index_of(known)
    own = _of_word(known, index, offset)
    findings = [found for found in known.diagnostics if _is_on(found, offset, own)][:MOST_FINDINGS]
    if own is None and not findings:
        return None
    parts = [] if own is None else [own.markdown]
    parts += [of_code(found.code) for found in findings]
    return Hover(span=findings[0].span if own is None else own.span, markdown="\n\n---\n\n".join(dict.fromkeys(parts)))


def _of_word(known: Known, index: Index, offset: int) -> Hover | None:
    if inside_words(known.source.text, offset):
        return None
    use = index.at(offset)
    if use is not None and use.kind not in ("text", "code"):
        markdown = of_name(known, index, use)
        if markdown:
            return Hover(span=use.span, markdown=markdown)
    if use is not None and use.kind == "code" and use.name in CODES:
        return Hover(span=use.span, markdown=of_code(CODES[use.name]))
    return _of_quantity(known, index, offset) or _of_grade(known, index, offset) or _of_keyword(known, index, offset)


def _of_quantity(known: Known, index: Index, offset: int) -> Hover | None:
    found = quantity_at(known, offset)
    if found is not None:
        quantity, above = found
        amount = amount_of(known, quantity, above)
        parts = ["" if amount is None else of_amount(known, amount, quantity), of_place(known, quantity, above)]
        text = "\n\n".join(part for part in parts if part)
        if text:
            end = quantity.also[0].span.start if quantity.also else quantity.span.end
            return Hover(span=Span(quantity.span.start, _words_end(known, quantity.span.start, end)), markdown=text)
    for start, end in index.units.items():
        if start <= offset <= end:
            behind = _OF.match(known.source.text, end)
            text = of_unit(known, known.source.text[start:end], behind.group(1) if behind else None)
            return Hover(span=Span(start, end), markdown=text) if text else None
    return None


def _of_grade(known: Known, index: Index, offset: int) -> Hover | None:
    for span in index.grades:
        if span.start <= offset <= span.end:
            told = of_grade(known.source.slice(span))
            return Hover(span=span, markdown=told) if told else None
    return None


def _words_end(known: Known, start: int, end: int) -> int:
    """Where a quantity ends without the `(also` behind it."""
    also = known.source.text.find("(also", start, end)
    return start + len(known.source.text[start : also if also >= 0 else end].rstrip())


def _of_keyword(known: Known, index: Index, offset: int) -> Hover | None:
    text = known.source.text
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = _TEXT.sub(_blank, text[start : end if end >= 0 else len(text)])
    formula = _FORMULA.search(line)
    if formula is not None and formula.start(1) <= offset - start <= formula.end(1):
        told_there = of_formula(formula[1])
        return Hover(span=_moved(Span(*formula.span(1)), start), markdown=told_there) if told_there else None
    phrase = phrase_at(line, offset - start, of_a_source=_is_in_a_source(known, offset))
    if phrase is not None:
        return Hover(span=_moved(phrase[0], start), markdown=phrase[1])
    for found in _WORD.finditer(line):
        if found.start() > offset - start:
            return None
        if found.end() >= offset - start and (said := told(found.group())) is not None and found.group() in RESERVED:
            return Hover(span=_moved(Span(*found.span()), start), markdown=said)
    return None


def _blank(found: re.Match[str]) -> str:
    """A text or comment without its words."""
    return f'"{" " * (len(found.group()) - 2)}"' if len(found.group()) > 1 else " "


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _is_in_a_source(known: Known, offset: int) -> bool:
    declarations = known.file.declarations if known.file else ()
    return any(isinstance(each, ast.Source) and each.span.start <= offset <= each.span.end for each in declarations)


def _is_on(found: Diagnostic, offset: int, own: Hover | None) -> bool:
    """Whether a finding is about the very words that are pointed at, or there is nothing else to say there."""
    if own is not None:
        return own.span.start <= found.span.start <= found.span.end <= own.span.end
    return found.span.start <= offset <= found.span.end
