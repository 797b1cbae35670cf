"""What the bundled fonts can show, and what any text looks like when only that may be printed.

Enters: text of any kind. Leaves: the characters that have no glyph, and a text that is safe to print:
controls that would reorder or hide text, and characters without a glyph, stand as their code point.

    printable("abc\\u202edef")      ->  "abc[U+202E]def"
    missing("12 mmol \\U0001f600")  ->  ("\\U0001f600",)
"""

from __future__ import annotations

import struct
from functools import cache

from milligram_targets.fonts import FILES

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SHY = "\u00ad"


@cache
def coverage() -> frozenset[int]:
    """The code points for which every bundled font has a glyph."""
    sets = [frozenset(_cmap(path.read_bytes())) for path in FILES]
    return frozenset.intersection(*sets)


def text_width(text: str, points: float, *, semibold: bool = False) -> float:
    """How many points wide a text is when set in the bundled font, without kerning; an unknown sign counts as one
    em."""
    widths = _advances(1 if semibold else 0)
    return sum(widths.get(ord(c), 1.0) for c in text) * points


@cache
def _advances(file: int) -> dict[int, float]:
    """The width of each character in ems (OpenType specification, tables ``head``, ``hhea`` and ``hmtx``)."""
    data = FILES[file].read_bytes()
    tables = _tables(data)
    em = struct.unpack_from(">H", data, tables[b"head"] + 18)[0]
    count = struct.unpack_from(">H", data, tables[b"hhea"] + 34)[0]
    widths = struct.unpack_from(">" + "Hh" * count, data, tables[b"hmtx"])[::2]
    return {code: widths[min(glyph, count - 1)] / em for code, glyph in _cmap(data).items()}


def missing(text: str) -> tuple[str, ...]:
    """The characters of a text that the bundled fonts cannot show, each once, in order of appearance."""
    known = coverage()
    return tuple(dict.fromkeys(c for c in text if ord(c) not in known and not c.isspace() and c not in _BIDI))


def visible(text: str) -> str:
    """The text with every control that could reorder, hide or break it written out as ``[U+202E]``.

    Line ends and tabs become spaces. Characters that merely lack a glyph stay.
    """
    return "".join(_shown(c) if _is_control(c) else (" " if c in "\t\n\r" else c) for c in text)


def printable(text: str) -> str:
    """As :func:`visible`, and characters without a glyph are written out too, so that none prints as an
    empty box."""
    known = coverage()
    return "".join(c if ord(c) in known or c in " \u00a0" else _shown(c) for c in visible(text))


def _is_control(c: str) -> bool:
    code = ord(c)
    if c in "\t\n\r":
        return False
    return (
        code < 0x20
        or 0x7F <= code < 0xA0
        or c in _BIDI
        or 0xD800 <= code <= 0xDFFF
        or c in "\u2028\u2029\u200b\u2060\ufeff\ufffe\uffff"
        or c == _SHY
        or 0xE0000 <= code <= 0xE007F
    )


def _shown(c: str) -> str:
    return f"[U+{ord(c):04X}]"


def _tables(data: bytes) -> dict[bytes, int]:
    """Where each table of a TrueType file starts."""
    return {
        data[at : at + 4]: struct.unpack_from(">I", data, at + 8)[0]
        for at in range(12, 12 + 16 * struct.unpack_from(">H", data, 4)[0], 16)
    }


def _cmap(data: bytes) -> dict[int, int]:
    """The glyph of each code point in a TrueType file (OpenType specification, table ``cmap``, formats 4 and 12)."""
    base = _tables(data)[b"cmap"]
    found: dict[int, int] = {}
    for i in range(struct.unpack_from(">H", data, base + 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHI", data, base + 4 + 8 * i)
        at = base + offset
        kind = struct.unpack_from(">H", data, at)[0]
        if kind == 12:
            for g in range(struct.unpack_from(">I", data, at + 12)[0]):
                first, last, glyph = struct.unpack_from(">III", data, at + 16 + 12 * g)
                found.update((code, glyph + code - first) for code in range(first, last + 1))
        elif kind == 4 and (platform, encoding) in {(0, 3), (3, 1)}:
            found.update(_format_4(data, at))
    return found


def _format_4(data: bytes, at: int) -> dict[int, int]:
    """Code points and glyphs of one segment mapping; those that map to glyph 0 have no glyph."""
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", data, at + 16 + 4 * count)
    ranges = at + 16 + 6 * count
    found: dict[int, int] = {}
    for i, (first, last, delta) in enumerate(zip(starts, ends, deltas, strict=True)):
        shift = struct.unpack_from(">H", data, ranges + 2 * i)[0]
        for code in range(first, min(last, 0xFFFE) + 1):
            if shift == 0:
                glyph = (code + delta) % 0x10000
            else:
                glyph = struct.unpack_from(">H", data, ranges + 2 * i + shift + 2 * (code - first))[0]
            if glyph:
                found[code] = (glyph + delta) % 0x10000 if shift else glyph
    return found
