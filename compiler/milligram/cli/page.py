"""A page of ``milligram explain`` for reading: Markdown without its signs.

Enters: a page in Markdown, its prose wrapped. Leaves: lines; what colours say is said without them, too.

    ```mg bad                     Faulty
    guideline bands         ->      guideline bands
    ```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_STRONG, _CODE, _RED, _GREEN, _PLAIN = "\x1b[1m", "\x1b[36m", "\x1b[31m", "\x1b[32m", "\x1b[0m"
_BLOCKS = {"bad": ("Faulty", _RED), "good": ("Mended", _GREEN)}
_CODED = re.compile(r"`([^`]+)`")


def page_text(page: str, *, colour: bool) -> str:
    """The page without ``#`` and fences, ending with a line end; with ``colour``, code in prose loses its quotes."""
    return "\n".join(_lines(page.splitlines(), colour)) + "\n"


def _lines(lines: list[str], colour: bool) -> Iterator[str]:
    def painted(text: str, style: str) -> str:
        return f"{style}{text}{_PLAIN}" if colour and text else text

    prose: list[str] = []
    block: str | None = None
    for line in lines:
        fence = line.startswith("```")
        if fence or block is not None:
            if prose:
                yield from _prose(prose, colour)
                prose = []
            if not fence:
                yield f"    {line}".rstrip()
            elif block is None:
                block = line.removeprefix("```")
                title, style = _BLOCKS.get(block.rpartition(" ")[2], ("", ""))
                if title:
                    yield painted(title, style)
            else:
                block = None
        elif line.startswith("#"):
            yield painted(line.lstrip("# "), _STRONG)
        else:
            prose.append(line)
    yield from _prose(prose, colour)


def _prose(lines: list[str], colour: bool) -> Iterator[str]:
    """Paragraphs; what stands between backticks may go on in the next line, and each line is coloured by itself."""
    text = "\n".join(lines)
    if colour:
        text = _CODED.sub(lambda found: "\n".join(f"{_CODE}{part}{_PLAIN}" for part in found[1].split("\n")), text)
    yield from text.split("\n")
