"""The file itself: template, styles, scripts and drawing in one, under a policy that lets nothing else run or load.

Enters: a guideline and its drawing. Leaves: HTML. Texts of the guideline reach it escaped (by the template) or as JSON
that no parser of HTML or JavaScript reads as anything else:

    "</script><b>"  ->  &lt;/script&gt;&lt;b&gt;  and  "\\u003c/script\\u003e\\u003cb\\u003e"
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from milligram.ir.nodes import Guideline
from milligram.version import VERSION

from milligram_targets.page.html import facts
from milligram_targets.page.html.drawing import Sheet

if TYPE_CHECKING:
    from jinja2 import Template

SCRIPTS = ("dom.js", "form.js", "telling.js", "answer.js", "chart.js", "page.js")
"""The parts of the page's own script, in the order in which they stand in the file."""

_COMMENT = re.compile(r"^ *//.*\n", re.MULTILINE)
_MARGIN = re.compile(r"^(?: +|\n+)", re.MULTILINE)
"""What a browser does not need; no text of the scripts goes over a line."""


def page(guideline: Guideline, sheets: Sequence[Sheet]) -> str:
    """The page of a guideline.

    Raises:
        ValueError: the engine's script holds what would end a script element: a bug of the engine.
    """
    from markupsafe import Markup

    from milligram_targets.page.engine import script as engine_script

    engine = in_script(engine_script(guideline))
    own = in_script(own_script())
    styles = _asset("page.css")
    return _template().render(
        policy=policy(scripts=(engine, own), styles=(styles,)),
        # our own files, the engine (checked above) and the drawing (built from listed elements) are no text of others
        styles=Markup(styles),
        engine=Markup(engine),
        script=Markup(own),
        sheets=[{"svg": Markup(each.svg), "width": each.width, "height": each.height} for each in sheets],
        words=Markup(json_in_html(facts.words(guideline))),
        header=facts.header(guideline),
        not_proved=guideline.not_proved,
        pitfalls=facts.pitfalls(guideline),
        effects=facts.effects(guideline),
        remarks=guideline.remarks,
        sources=facts.sources(guideline),
        compiler=VERSION,
        hash=sha256(guideline.source.text.encode("utf-8")).hexdigest(),
    )


def own_script() -> str:
    """The page's own script, the same for every guideline: one function around all parts, which leaves no names."""
    text = "\n".join(_asset(name) for name in SCRIPTS)
    return "(function () {\n'use strict';\n" + _MARGIN.sub("", _COMMENT.sub("", text)) + "})();\n"


def policy(*, scripts: Sequence[str], styles: Sequence[str]) -> str:
    """The Content Security Policy: only these texts run and style; nothing is loaded, sent, framed or made of text."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(digest, scripts))}",
            f"style-src {' '.join(map(digest, styles))}",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def digest(text: str) -> str:
    """The source expression of a text that stands between a start and an end tag (CSP level 3, section 2.3.1)."""
    return f"'sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode()}'"


def in_script(text: str) -> str:
    """The text, if it can stand in a script element as it is (HTML, section "Restrictions for contents of script").

    Line ends are written as HTML reads them, or the hash would be another.

    Raises:
        ValueError: it cannot.
    """
    lowered = text.lower()
    for sign in ("</script", "<script", "<!--"):
        if sign in lowered:
            raise ValueError(f"a script must not hold {sign!r}")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def json_in_html(value: object) -> str:
    """JSON without a sign that HTML or a script could read as its own."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _asset(name: str) -> str:
    return (files("milligram_targets.page") / "assets" / name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_asset("page.html.jinja"))
