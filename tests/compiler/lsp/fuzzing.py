"""Edits as editors send them, at random.

A `Typist` keeps its own copy of one text, and changes it and the server's alike.

A place of the copy is never inside of ``\r\n``, where no editor has a cursor.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from lsprotocol import types

from tests.compiler.lsp.editor import Editor
from tests.compiler.lsp.places import LINE_END, Places

PIECES = (
    *"0123456789 \t\n\"#:|,.()[]<>=-µ₂°💊é\x00\x1f\u200b\ufeff\u2028\u202e\x0c",
    "\r",
    "\r\n",
    "\n  ",
    "\n\n\n",
    "\t\t",
    "\ud83d",
    "\udc8a",
    "👩🏽\u200d⚕\ufe0f",
    "אבג",
    "“", "”", "–", "≥",
    " under ",
    "at least",
    " mmol/L",
    " µg",
    "1.0 mg",
    "when ",
    "decide ",
    "case \"x\"\n",
    "\n# a comment\n",
    "allow MG101 because \"it is so\"",
    "\n    otherwise:\n      end\n",
    "guideline g\n",
    "(((((((",
    "x" * 3000,
)  # fmt: skip
"""What is typed: signs, words, and characters that a text can hold and nobody expects."""


class Typist:
    """Changes one open text in every way that an editor can."""

    def __init__(self, editor: Editor, uri: str, text: str, seed: object, pool: tuple[str, ...]) -> None:
        self.editor, self.uri = editor, uri
        self.rng = random.Random(repr(seed))
        self.pool = pool
        self.before: list[str] = []
        self.done: list[str] = []
        """What was done, for the message of a test that fails."""
        editor.open(uri, text)

    @property
    def text(self) -> str:
        """The text as it stands."""
        return self.editor.texts[self.uri]

    def edit(self) -> None:
        """One notification, with one change or several."""
        self.before.append(self.text)
        how = self.rng.choice((self._one, self._one, self._one, self._one, self._several, self._undo, self._whole))
        how()

    def restore(self, text: str) -> None:
        """The text is this one again."""
        self._send([self._all(text)], text)

    # --- notifications ----------------------------------------------------------------------------------------------

    def _one(self) -> None:
        start, end, new = self._change(self.text)
        self._send([self._partial(self.text, start, end, new)], self.text[:start] + new + self.text[end:])

    def _several(self) -> None:
        """Each counts in the text that the one before it left."""
        text = self.text
        changes: list[types.TextDocumentContentChangeEvent] = []
        for _ in range(self.rng.randint(2, 6)):
            start, end, new = self._change(text)
            changes.append(self._partial(text, start, end, new))
            text = text[:start] + new + text[end:]
        self._send(changes, text)

    def _undo(self) -> None:
        """An earlier text, by the one stretch that differs."""
        text, old = self.text, self.rng.choice(self.before)
        start = next((at for at, (a, b) in enumerate(zip(text, old, strict=False)) if a != b), min(len(text), len(old)))
        most = min(len(text), len(old)) - start
        tail = next((n for n in range(most) if text[-1 - n] != old[-1 - n]), most)
        start, end = _outside(text, start), _outside(text, len(text) - tail, up=True)
        stop = len(old) - (len(text) - end)
        if stop < start or text[:start] + old[start:stop] + text[end:] != old:
            self._send([self._all(old)], old)
        else:
            self._send([self._partial(text, start, end, old[start:stop])], old)

    def _whole(self) -> None:
        """Another text in its place, or the same with other line ends."""
        ends: Callable[[str], str] = self.rng.choice((
            lambda text: LINE_END.sub("\r\n", text),
            lambda text: LINE_END.sub("\n", text),
            lambda text: LINE_END.sub("\r", text),
            lambda text: self.rng.choice(self.pool),
            lambda text: text.replace("  ", "\t", 3),
            lambda text: text[: self.rng.randint(0, len(text))],
        ))  # fmt: skip
        new = ends(self.text)
        self._send([self._all(new)], new)

    def _send(self, changes: list[types.TextDocumentContentChangeEvent], text: str) -> None:
        self.done.append(", ".join(f"{getattr(each, 'range', 'all')} -> {each.text[:40]!r}" for each in changes))
        self.editor.change(self.uri, *changes)
        self.editor.texts[self.uri] = text

    # --- changes ----------------------------------------------------------------------------------------------------

    def _change(self, text: str) -> tuple[int, int, str]:
        """Where what is put in place of what."""
        rng = self.rng
        at = self.cursor(text)
        match rng.randrange(8):
            case 0 | 1:
                return at, at, rng.choice(PIECES)
            case 2:
                end = _outside(text, min(len(text), at + rng.choice((1, 1, 2, 5, 40, 400))), up=True)
                return at, end, ""
            case 3:  # a line copied or moved in
                return at, at, f"{rng.choice(LINE_END.split(rng.choice((text, *self.pool))))}\n"
            case 4:  # a block pasted
                lines = rng.choice(self.pool).split("\n")
                start = rng.randrange(len(lines))
                return at, at, "\n".join(lines[start : start + rng.randint(2, 20)]) + "\n"
            case 5:  # a number typed over
                found = list(re.finditer(r"\d+", text))
                if not found:
                    return at, at, "7"
                chosen = rng.choice(found)
                return chosen.start(), chosen.end(), str(rng.randint(0, 500))
            case 6:  # a letter of a name lost or doubled
                found = list(re.finditer(r"[a-z_]{4,}", text))
                if not found:
                    return at, at, "name"
                chosen = rng.choice(found)
                place = rng.randrange(chosen.start(), chosen.end())
                return place, place + 1, rng.choice(("", text[place] * 2, "x"))
            case _:  # a word typed over by another of the text
                words = list(re.finditer(r"[^\s]+", text))
                if not words:
                    return at, at, "word"
                chosen, other = rng.choice(words), rng.choice(words)
                start, end = _outside(text, chosen.start()), _outside(text, chosen.end(), up=True)
                return start, end, other.group()

    def cursor(self, text: str) -> int:
        """Any place of a text."""
        return _outside(text, self.rng.randint(0, len(text)))

    def _partial(self, text: str, start: int, end: int, new: str) -> types.TextDocumentContentChangePartial:
        places = Places(text, self.editor.encoding)
        where = types.Range(start=places.position(start), end=places.position(end))
        return types.TextDocumentContentChangePartial(range=where, text=new)

    def _all(self, text: str) -> types.TextDocumentContentChangeWholeDocument:
        return types.TextDocumentContentChangeWholeDocument(text=text)


def _outside(text: str, at: int, *, up: bool = False) -> int:
    """A place that is not inside of a line end."""
    inside = 0 < at < len(text) and text[at - 1] == "\r" and text[at] == "\n"
    return at + (1 if up else -1) if inside else at
