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
from milligram.lsp.know.said import of_amount, of_code, of_name, of_unit
from milligram.lsp.know.uses import Index, index_of
from milligram.source import Span
from milligram.syntax import RESERVED

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
    return _of_quantity(known, index, offset) or _of_keyword(known, offset)


def _of_quantity(known: Known, index: Index, offset: int) -> Hover | None:
    found = quantity_at(known, offset)
    if found is not None:
        amount = amount_of(known, *found)
        text = None if amount is None else of_amount(known, amount, found[0])
        if text:
            end = found[0].also[0].span.start if found[0].also else found[0].span.end
            return Hover(span=Span(found[0].span.start, _words_end(known, found[0].span.start, end)), markdown=text)
    for start, end in index.units.items():
        if start <= offset <= end:
            behind = _OF.match(known.source.text, end)
            text = of_unit(known, known.source.text[start:end], behind.group(1) if behind else None)
            return Hover(span=Span(start, end), markdown=text) if text else None
    return None


def _words_end(known: Known, start: int, end: int) -> int:
    """Where a quantity ends without the `(also` behind it."""
    also = known.source.text.find("(also", start, end)
    return start + len(known.source.text[start : also if also >= 0 else end].rstrip())


def _of_keyword(known: Known, offset: int) -> Hover | None:
    text = known.source.text
    start = text.rfind("\n", 0, offset) + 1
    for found in _WORD.finditer(text, start):
        if found.start() > offset:
            return None
        if found.end() >= offset and (line := told(found.group())) is not None and found.group() in RESERVED:
            return Hover(span=Span(*found.span()), markdown=line)
    return None


def _is_on(found: Diagnostic, offset: int, own: Hover | None) -> bool:
    """Whether a finding is about the very words that are pointed at, or there is nothing else to say there."""
    if own is not None:
        return own.span.start <= found.span.start <= found.span.end <= own.span.end
    return found.span.start <= offset <= found.span.end
