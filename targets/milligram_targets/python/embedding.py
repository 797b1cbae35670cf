"""The run-time support that a generated module carries: only what it uses, as text.

Enters: the names that the generated code uses, and whether its formulas leave the rationals. Leaves: the imports and
the text of the definitions reached, in the order of their files.

    embed({"not_"}, reals=False)   ->   text of `Truth`, `Nothing`, `not_`, …, and "from fractions import Fraction"

The files of `milligram_targets.python.support` are ordinary modules, formatted with the formatter's own defaults; their
imports of each other fall away. A guideline with roots, logarithms or powers that are not whole carries
`milligram.quantity.exact` as well, its text unchanged, so that it decides by the same digits as the compiler.
"""

from __future__ import annotations

import ast
import builtins
import keyword
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

FIRST = ("data", "identity", "defining")
"""What Python needs before it reads the guideline's own part; short, so that a reader meets that part soon."""
FILES = (
    *FIRST, "numbers", "reading", "conditions", "bands", "quantities", "given", "functions", "words", "cases", "named",
    "scores", "course", "result", "explaining", "record", "running", "ahead", "ladders", "days", "courses", "schedules",
    "accepted", "patients", "evaluating", "schemas", "outcome", "telling", "answered",
)  # fmt: skip
_OWN = ("milligram.", "milligram_targets.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A definition (or a constant with its docstring): its text, the names it binds, the names it uses."""

    text: str
    binds: frozenset[str]
    uses: frozenset[str]
    imports: Mapping[str, tuple[str, str | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """The imports needed, as statements, and the text of the support: what stands first, and the rest."""

    imports: tuple[ast.stmt, ...]
    first: str
    text: str


def _source(name: str) -> str:
    if name == "exact":
        return files("milligram.quantity").joinpath("exact.py").read_text("utf-8")
    return files("milligram_targets.python.support").joinpath(f"{name}.py").read_text("utf-8")


@cache
def chunks(name: str) -> tuple[Chunk, ...]:
    """The definitions of a file, in order."""
    text = _source(name)
    lines = text.split("\n")
    tree = ast.parse(text)
    imports = dict(_imported(tree))
    found: list[Chunk] = []
    start = 0
    for place, statement in enumerate(tree.body):
        end = statement.end_lineno or 0
        following = tree.body[place + 1] if place + 1 < len(tree.body) else None
        # an ``if`` at the top holds imports for types only
        apart = isinstance(statement, ast.Import | ast.ImportFrom | ast.If)
        if apart or (place == 0 and _is_text(statement)):
            start = end
            continue
        if following is not None and _is_text(following) and isinstance(statement, ast.Assign | ast.AnnAssign):
            continue  # a constant's docstring belongs to it
        own = "\n".join(lines[start:end]).strip("\n")
        nodes = ast.parse(own).body
        binds = frozenset(name for node in nodes for name in _bound(node))
        uses = frozenset(name for node in nodes for name in _used(node)) - binds
        found.append(Chunk(text=own, binds=binds, uses=uses, imports=imports))
        start = end
    return tuple(found)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _imported(tree: ast.Module) -> Iterator[tuple[str, tuple[str, str | None]]]:
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from ((alias.name, (alias.name, None)) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module != "__future__":
            module = node.module or ""
            yield from ((alias.name, (module, alias.name)) for alias in node.names if not module.startswith(_OWN))


def _bound(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            yield from (target.id for target in targets if isinstance(target, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case _:
            pass


def _used(node: ast.stmt) -> Iterator[str]:
    """Names read from outside; what a function binds itself is its own."""
    inside = list(ast.walk(node))
    own = {inner.arg for inner in inside if isinstance(inner, ast.arg)}
    own |= {inner.id for inner in inside if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store)}
    yield from (inner.id for inner in inside if isinstance(inner, ast.Name) and inner.id not in own)
    # an alias of types is quoted where it speaks of what stands further down
    if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        quoted = ast.parse(node.value.value, mode="eval")
        yield from (inner.id for inner in ast.walk(quoted) if isinstance(inner, ast.Name))


@cache
def support_names() -> frozenset[str]:
    """Every name that the support may bind or use, and all of Python's own: no author's name may take one."""
    bound = (chunk.binds | chunk.imports.keys() for name in (*FILES, "rationals", "exact") for chunk in chunks(name))
    return frozenset({*keyword.kwlist, *keyword.softkwlist, *dir(builtins)}.union(*bound))


def embed(used: Iterable[str], *, reals: bool) -> Embedded:
    """The support that the names used reach."""
    arithmetic = "exact" if reals else "rationals"
    every = [chunk for name in (arithmetic, *FILES) for chunk in chunks(name)]
    homes = {name: chunk for chunk in every for name in chunk.binds}
    needed = set(used)
    if reals:
        needed.update(name for chunk in chunks("exact") for name in (*chunk.binds, *chunk.uses))
    reached: set[str] = set()
    kept: set[int] = set()
    while needed:
        name = needed.pop()
        if name in reached:
            continue
        reached.add(name)
        if name in homes:
            kept.add(id(homes[name]))
            needed |= homes[name].uses
    first = {id(chunk) for name in FIRST for chunk in chunks(name)}
    known = {id(chunk) for chunk in chunks("exact")} if reals else set[int]()
    parts = [_exact()] if reals else []
    parts += [chunk.text for chunk in every if id(chunk) in kept - first - known]
    wanted = {
        name: chunk.imports[name] for chunk in every if id(chunk) in kept for name in chunk.uses & chunk.imports.keys()
    }
    ahead = [chunk.text for chunk in every if id(chunk) in kept & first]
    return Embedded(imports=import_statements(wanted), first="\n\n\n".join(ahead), text="\n\n\n".join(parts))


def _exact() -> str:
    """`milligram.quantity.exact`, unchanged behind its imports; the formatter leaves it alone."""
    tree = ast.parse(_source("exact"))
    end = max(node.end_lineno or 0 for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom))
    body = "\n".join(_source("exact").split("\n")[end:]).strip("\n")
    return f"# fmt: off\n# The compiler's own text, unchanged.\n\n{body}\n\n# fmt: on"


def import_statements(wanted: Mapping[str, tuple[str, str | None]]) -> tuple[ast.stmt, ...]:
    """Imports in alphabetical order: modules first, then names from modules."""
    plain = sorted({module for module, name in wanted.values() if name is None})
    by_module: dict[str, set[str]] = {}
    for module, name in wanted.values():
        if name is not None:
            by_module.setdefault(module, set()).add(name)
    found: list[ast.stmt] = [ast.Import(names=[ast.alias(name=module)]) for module in plain]
    for module in sorted(by_module):
        names = [ast.alias(name=name) for name in sorted(by_module[module], key=_import_rank)]
        found.append(ast.ImportFrom(module=module, names=names, level=0))
    return tuple(found)


def _import_rank(name: str) -> tuple[int, str]:
    return (0 if name.isupper() else 1 if name[0].isupper() else 2), name.lower()
