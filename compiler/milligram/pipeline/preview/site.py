"""The pages of a preview, and the files that were built, each under its address.

Enters: rows of a session. Leaves: `Resource` by path: ``/``, ``/neck_spasm/``, ``/neck_spasm/NAME.card-1.svg``.

A page's bytes change when anything on it does, for its pictures are named with their hash: by this the server knows
what to reload. All of the author's words are escaped, and every page forbids all but its own files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape, unescape
from pathlib import Path

from milligram.diagnostics import Severity, render_text
from milligram.diagnostics.display import visible
from milligram.pipeline.preview.assets import ICON, SCRIPT, STYLE
from milligram.pipeline.watching import Outcome, Row

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".pdf": "application/pdf",
}
_TEXT = "text/plain; charset=utf-8"

_OF_PAGES = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_OF_FILES = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
_META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Resource:
    """What an address answers with. ``policy`` is its Content-Security-Policy."""

    content: bytes
    kind: str
    policy: str = _OF_PAGES

    @property
    def mark(self) -> str:
        """Tells this content from any other."""
        return _mark(self.content)


def site(rows: Sequence[Row]) -> dict[str, Resource]:
    """Everything there is to see, by its path."""
    names = _addresses(rows)
    found = {
        "/": _page("Milligram preview", "/", _index(rows, names)),
        "/-/watch.js": Resource(SCRIPT.encode(), "text/javascript; charset=utf-8"),
        "/-/style.css": Resource(STYLE.encode(), "text/css; charset=utf-8"),
        "/-/icon.svg": Resource(ICON.encode(), _TYPES[".svg"], _OF_FILES),
    }
    for row in rows:
        home = f"/{names[row.path]}/"
        found[home] = _page(_title(row), home, _guideline(row))
        for file, content in _files(row).items():
            found[home + file] = _file(file, content)
    return found


def not_found(path: str) -> Resource:
    """The page of an address that there is not, or not yet; it reloads once there is."""
    return _page("Not here", path, ['<p><a href="/">All guidelines</a></p>', "<h1>Nothing is built here</h1>"])


def _addresses(rows: Sequence[Row]) -> dict[Path, str]:
    """A word for each file, from its name; a number tells those of one name apart."""
    taken: set[str] = set()
    names = {}
    for row in rows:
        stem = re.sub(r"[^A-Za-z0-9_]+", "_", row.path.stem).strip("_")[:60] or "guideline"
        name, number = stem, 1
        while name in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name)
        names[row.path] = name
    return names


def _mark(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]


def _files(row: Row) -> Mapping[str, bytes]:
    return row.built.files if row.built is not None else {}


def _file(name: str, content: bytes) -> Resource:
    """A built file. A page that was built keeps the policy that it states itself, which lets its own scripts run."""
    kind = _TYPES.get(Path(name).suffix, _TEXT)
    policy = _OF_FILES
    if name.endswith(".html") and (stated := _META.search(content.decode("utf-8", "replace"))):
        policy = f"{unescape(stated[1]).rstrip('; ')}; frame-ancestors 'self'"
    return Resource(content, kind, policy)


def _page(title: str, path: str, body: Iterable[str]) -> Resource:
    """A page whole: its mark is the hash of all but the mark itself."""
    lines = "\n".join(body)
    mark = _mark(f"{title}\n{lines}".encode())
    text = f"""\
<!doctype html>
<html lang="en" data-mark="{mark}" data-page="{_text(path)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{_text(title)}</title>
<link rel="icon" href="/-/icon.svg">
<link rel="stylesheet" href="/-/style.css">
<script src="/-/watch.js" defer></script>
</head>
<body>
<main>
{lines}
</main>
<footer>A clean check is no clinical approval. <span id="state" role="status"></span></footer>
</body>
</html>
"""
    return Resource(text.encode("utf-8", "replace"), _TYPES[".html"])


def _text(text: str) -> str:
    return escape(visible(text))


def _title(row: Row) -> str:
    told = row.outcome.title if row.outcome is not None else None
    return told or row.path.name


# --- the index --------------------------------------------------------------------------------------------------------


def _index(rows: Sequence[Row], names: Mapping[Path, str]) -> Iterator[str]:
    yield "<h1>Guidelines</h1>"
    if not rows:
        yield "<p>There is no guideline here yet. One that is saved appears by itself.</p>"
        return
    yield '<table><thead><tr><th scope="col">guideline</th><th scope="col">file</th><th scope="col">findings</th>'
    yield '<th scope="col">cases</th><th scope="col">covered</th></tr></thead><tbody>'
    for row in rows:
        link = f'<a href="/{names[row.path]}/">{_text(_title(row))}</a>'
        cells = (_text(str(row.path)), _found(row.outcome), _cases(row.outcome), _covered(row.outcome))
        yield f'<tr><th scope="row">{link}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
    yield "</tbody></table>"


def _found(known: Outcome | None) -> str:
    if known is None:
        return "not checked yet"
    if known.bug:
        return '<span class="error">a bug of Milligram</span>'
    errors = sum(found.level is Severity.ERROR for found in known.findings)
    warnings = len(known.findings) - errors
    told = [
        f'<span class="{kind}">{count} {kind}{"s" * (count != 1)}</span>'
        for count, kind in ((errors, "error"), (warnings, "warning"))
        if count
    ]
    return ", ".join(told) or '<span class="clean">no findings</span>'


def _cases(known: Outcome | None) -> str:
    if known is None or known.ran is None:
        return "–"
    if not known.ran.of:
        return "none"
    text = f"{known.ran.passed} of {known.ran.of} pass"
    return text if known.ran.passed == known.ran.of else f'<span class="error">{text}</span>'


def _covered(known: Outcome | None) -> str:
    return "–" if known is None or known.covered is None else f"{known.covered.percent} %"


# --- a guideline ------------------------------------------------------------------------------------------------------


def _guideline(row: Row) -> Iterator[str]:
    known = row.outcome
    yield '<p><a href="/">All guidelines</a></p>'
    yield f"<h1>{_text(_title(row))}</h1>"
    yield f"<p>{_text(str(row.path))}: {_found(known)}; cases: {_cases(known)}; covered: {_covered(known)}</p>"
    if row.trouble:
        yield f'<p class="error">{_text(row.trouble)}</p>'
    if known is not None:
        yield from _told(known)
    stale = row.built is not None and known is not None and known.digest != row.digest
    if stale:
        yield '<p class="stale">What is drawn below is of an earlier text: the one saved last has errors.</p>'
    yield from _drawn(row)
    yield from _shown(known)


def _told(known: Outcome) -> Iterator[str]:
    if known.bug:
        yield f"<h2>A bug of Milligram</h2><pre>{_text(known.bug)}</pre>"
    if known.findings:
        yield f"<h2>Findings</h2><pre>{escape(render_text(known.findings, width=90).rstrip())}</pre>"
    if known.ran is not None and known.ran.failures:
        yield f"<h2>Cases that fail</h2><pre>{escape(known.ran.failures)}</pre>"


def _shown(known: Outcome | None) -> Iterator[str]:
    if known is not None and known.covered is not None:
        yield "<h2>What the cases show</h2><ul>"
        for kind, shown, of in known.covered.kinds:
            yield f"<li>{kind}: {shown} of {of}</li>"
        yield "</ul>"


def _drawn(row: Row) -> Iterator[str]:
    files = _files(row)
    for name, content in files.items():
        if name.endswith(".page.html"):
            yield f'<h2>Interactive page</h2><p><a href="{_address(name, content)}">Open it alone</a></p>'
            yield f'<iframe src="{_address(name, content)}" title="Interactive page"></iframe>'
    for heading, part in (("Card", ".card"), ("Flowchart", ".flowchart")):
        pictures = [name for name in files if part in name and name.endswith(".svg")]
        if pictures:
            yield f'<h2>{heading}</h2><div class="{heading.lower()}">'
            for number, name in enumerate(pictures, 1):
                place = _address(name, files[name])
                said = f"{heading}, {number} of {len(pictures)}" if len(pictures) > 1 else heading
                yield f'<a href="{place}"><img src="{place}" alt="{said}"></a>'
            yield "</div>"
    if files:
        yield "<h2>Files</h2><ul>"
        for name, content in files.items():
            yield f'<li><a href="{_address(name, content)}">{_text(name)}</a></li>'
        yield "</ul>"


def _address(name: str, content: bytes) -> str:
    return f"{escape(name)}?{_mark(content)}"
