"""The bundled type of all printed matter: IBM Plex Sans.

Enters: nothing. Leaves: the directory of the fonts, so that no output depends on the machine's, and a reader of what
they can show and how wide it is (`coverage`).
"""

from __future__ import annotations

from pathlib import Path

FAMILY = "IBM Plex Sans"
"""The family name, as every target must ask for it."""

DIRECTORY = Path(__file__).resolve().parent
"""The directory that holds the font files and their licence."""

FILES: tuple[Path, ...] = tuple(DIRECTORY / f"IBMPlexSans-{style}.ttf" for style in ("Regular", "SemiBold", "Bold"))
"""The font files: weights 400, 600 and 700."""
