"""Our own JavaScript without what only people read: comments, margins, the spaces around signs.

Enters: a program of ours. Leaves: the same program, shorter; its lines stay lines, and its texts, patterns and
templates as they are.

    return total + 2n; // up     ->   return total + 2n;
    const a = [1, 2];            ->   const a=[1,2];

Spaces beside ``+`` and ``-`` stay: ``a - -b`` is no ``a--b``.
"""

from __future__ import annotations

import re

_OPAQUE = re.compile(
    r"""
    (?P<comment> //[^\n]* )
  | (?P<string> "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' )
  | (?P<pattern>
      (?: (?<=[(,=:?&|!>]) | (?<=return) ) \s*
      /(?![/*]) (?: [^/\\\[\n] | \\. | \[(?:[^\]\\\n]|\\.)*\] )+ /[a-z]*
    )
  | (?P<template> ` )
    """,
    re.VERBOSE,
)
_SIGNS = re.compile(r" *([=<>!*/%&|?:,;(){}\[\]]) *")
_MARGINS = re.compile(r" *\n *")
_EMPTY = re.compile(r"\n{2,}")


def compact(text: str) -> str:
    """The program, shorter.

    Raises:
        ValueError: a template is not closed (a bug of the compiler).
    """
    found: list[str] = []
    at = 0
    while (opaque := _OPAQUE.search(text, at)) is not None:
        found.append(_bare(text[at : opaque.start()]))
        at = opaque.end()
        match opaque.lastgroup:
            case "template":
                end = _end_of_template(text, at)
                found.append(text[opaque.start() : end])
                at = end
            case "comment":
                pass
            case _:
                found.append(opaque[0].strip())
    found.append(_bare(text[at:]))
    return _EMPTY.sub("\n", "".join(found)).strip()


def _bare(code: str) -> str:
    return _MARGINS.sub("\n", _SIGNS.sub(r"\1", code))


def _end_of_template(text: str, at: int) -> int:
    """Where a template ends whose first character stands at ``at``; code inside it may hold templates again."""
    depth = 0
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif depth == 0 and text[at] == "`":
            return at + 1
        elif depth == 0 and text.startswith("${", at):
            depth, at = 1, at + 1
        elif depth and text[at] == "`":
            at = _end_of_template(text, at + 1) - 1
        elif depth and text[at] in "{}":
            depth += 1 if text[at] == "{" else -1
        at += 1
    raise ValueError("a template is not closed")
