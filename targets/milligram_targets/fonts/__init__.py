"""The bundled type of all printed matter: IBM Plex Sans, and the means to use nothing else.

Enters: nothing. Leaves: the directory of the fonts, a fontconfig file that knows only this directory (so
that a layout never depends on the machine's fonts), and a reader of what the fonts can show (``coverage``).

    with layout_fonts():          # FONTCONFIG_FILE points at our own file while text is measured
        graph.layout("dot")
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir
from xml.sax.saxutils import escape

FAMILY = "IBM Plex Sans"
"""The family name, as every target must ask for it."""

DIRECTORY = Path(__file__).resolve().parent
"""The directory that holds the font files and their licence."""

FILES: tuple[Path, ...] = tuple(DIRECTORY / f"IBMPlexSans-{style}.ttf" for style in ("Regular", "SemiBold", "Bold"))
"""The font files: weights 400, 600 and 700."""


def cache_directory() -> Path:
    """A directory of our own for derived files, made when missing; the temporary directory if no cache can
    be written.

    Only the user who runs us may write in it, so that nobody else can put a font file under a text.
    """
    base = os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()
    for place in (Path(base) / "milligram" / "fonts", Path(gettempdir()) / f"milligram-fonts-{_owner()}"):
        try:
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            if os.access(place, os.W_OK) and _is_ours(place):
                return place
        except OSError:
            continue
    raise OSError("no writable directory for the font configuration: set XDG_CACHE_HOME to one")


def fontconfig_file() -> Path:
    """Write (once) a fontconfig file that lists only the bundled fonts, and return its path.

    The name holds a hash of the content, so that two installations never overwrite each other's.
    """
    cache = cache_directory()
    text = (
        '<?xml version="1.0"?>\n'
        '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n'
        "<fontconfig>\n"
        f"  <dir>{escape(str(DIRECTORY))}</dir>\n"
        f"  <cachedir>{escape(str(cache / 'cache'))}</cachedir>\n"
        "  <config></config>\n"
        "</fontconfig>\n"
    )
    path = cache / f"fonts-{sha256(text.encode()).hexdigest()[:16]}.conf"
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        draft = path.with_suffix(f".{os.getpid()}.part")
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    return path


@contextmanager
def layout_fonts() -> Iterator[None]:
    """While open, fontconfig knows the bundled fonts and no other.

    Fontconfig reads the variable once in a process, on its first use: whoever lays out text must do it
    inside this.
    """
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(fontconfig_file())
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


def _owner() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")


def _is_ours(place: Path) -> bool:
    return not hasattr(os, "getuid") or place.stat().st_uid == os.getuid()
