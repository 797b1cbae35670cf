"""Files written whole or not at all: beside their place first, then renamed into it."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file so that no reader ever sees half of it; an interrupted write leaves what was there.

    A file that was there keeps its permissions, and a symbolic link keeps pointing at the file, which changes.

    Raises:
        OSError: the directory cannot be written, or ``path`` is one.
    """
    place = Path(os.path.realpath(path))
    mode = permissions(place)
    # Not `.{name}.` for all of the name: it may be as long as a file system allows already.
    handle, beside = tempfile.mkstemp(prefix=f".{place.name[:40]}.", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(beside).chmod(mode)
        Path(beside).replace(place)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def permissions(place: Path) -> int:
    """The permissions of the file that is there; else those that any new file gets."""
    try:
        return stat.S_IMODE(place.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
