"""Faults put into a program, one at a time, to see whether the tests notice.

Enters: statements of a module as they stand in its text. Leaves: `Fault`s, each of which can be put in and taken out.

    if x < 0.7:   ->   if x <= 0.7:     if x < 0.7000000007:     if x >= 0.7:
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any

NEIGHBOURS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
METHODS = {
    "under": "at_most", "at_most": "under", "over": "at_least", "at_least": "over", "from_to_under": "within",
    "all_of": "any_of", "any_of": "all_of", "is_unknown": "is_known", "is_known": "is_unknown",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """One change of a syntax tree: where, what, and how it is made and unmade."""

    line: int
    what: str
    make: Callable[[], None]
    unmake: Callable[[], None]


def faults(root: ast.AST, *, texts: bool = False) -> Iterator[Fault]:
    """Every fault in a function or statement; with ``texts`` its words too."""
    quiet = {id(inner) for node in ast.walk(root) for inner in _said_nowhere(node)}
    for node in ast.walk(root):
        if id(node) in quiet:
            continue
        match node:
            case ast.Compare(ops=ops):
                for place, operator in enumerate(ops):
                    other = NEIGHBOURS[type(operator)]()
                    yield _changed(node, f"{_name(operator)} -> {_name(other)}", ops, place, other)
            case ast.BoolOp(op=operator):
                turned = ast.Or() if isinstance(operator, ast.And) else ast.And()
                yield _set(node, f"{_name(operator)} -> {_name(turned)}", "op", turned)
            case ast.AugAssign(value=ast.Constant(value=int(digit))):
                yield _set(node, f"digit {digit} dropped", "value", ast.Constant(value=0))
                yield _set(node, f"digit {digit} at the next place", "value", ast.Constant(value=2 * digit))
            case ast.Constant(value=bool(flag)):
                yield _set(node, f"{flag} -> {not flag}", "value", not flag)
            case ast.Constant(value=int(number)):
                yield _set(node, f"{number} -> {number + 1}", "value", number + 1)
            case ast.Constant(value=float(number)):
                yield _set(node, f"{number} -> a hair more", "value", number * (1 + 1e-9) + 1e-12)
            case ast.Constant(value=str(text)) if texts:
                yield _set(node, f"{text[:20]!r} altered", "value", text + "x")
            case ast.Attribute(attr=name) if name in METHODS:
                yield _set(node, f"{name} -> {METHODS[name]}", "attr", METHODS[name])
            case ast.Name(id=name) if name in METHODS:
                yield _set(node, f"{name} -> {METHODS[name]}", "id", METHODS[name])
            case _:
                pass


def _said_nowhere(node: ast.AST) -> Iterator[ast.AST]:
    """What is no part of the meaning: docstrings, annotations, -1, and the digit of an assignment told by itself."""
    match node:
        case ast.Expr(value=ast.Constant()):
            yield node.value
        case ast.FunctionDef(args=arguments, returns=returns):
            for part in (arguments, returns):
                yield from ast.walk(part) if part is not None else ()
        case ast.AnnAssign(annotation=annotation):
            yield from ast.walk(annotation)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=1)):
            yield node.operand
        case ast.AugAssign(value=ast.Constant()):
            yield node.value
        case _:
            pass


def _name(operator: object) -> str:
    return type(operator).__name__


def _line(node: ast.AST) -> int:
    return int(getattr(node, "lineno", 0))


def _set(node: ast.AST, what: str, name: str, value: Any) -> Fault:
    before = getattr(node, name)
    return Fault(_line(node), what, lambda: setattr(node, name, value), lambda: setattr(node, name, before))


def _changed(node: ast.AST, what: str, items: list[Any], place: int, value: Any) -> Fault:
    before = items[place]

    def put(item: Any) -> None:
        items[place] = item

    return Fault(_line(node), what, lambda: put(value), lambda: put(before))


# --- putting them in --------------------------------------------------------------------------------------------------


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _codes(inner)


@contextmanager
def put_into(
    module: ModuleType, statement: ast.stmt, fault: Fault, functions: dict[str, FunctionType]
) -> Iterator[None]:
    """Runs with a fault in one statement of a module: functions and methods get other code and stay the objects that
    they are, wherever they were imported; a constant gets another value. ``functions`` are those of the module, by
    qualified name."""
    fault.make()
    try:
        tree = ast.Module(body=[_FUTURE, statement], type_ignores=[])
        code = compile(ast.fix_missing_locations(tree), "<a fault>", "exec")
    finally:
        fault.unmake()
    if isinstance(statement, ast.Assign | ast.AnnAssign):
        target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
        assert isinstance(target, ast.Name)
        before = module.__dict__[target.id]
        exec(code, module.__dict__)
        try:
            yield
        finally:
            module.__dict__[target.id] = before
        return
    found = {each.co_qualname: each for each in _codes(code)}
    pairs = [
        (functions[name], each)
        for name, each in found.items()
        if name in functions and each.co_freevars == functions[name].__code__.co_freevars
    ]
    kept = [function.__code__ for function, _ in pairs]
    for function, new in pairs:
        function.__code__ = new
    try:
        yield
    finally:
        for (function, _), old in zip(pairs, kept, strict=True):
            function.__code__ = old


_FUTURE = ast.ImportFrom(module="__future__", names=[ast.alias(name="annotations")], level=0)


def functions_of(module: ModuleType) -> dict[str, FunctionType]:
    """The functions and methods that a module defines, by qualified name."""
    found: dict[str, FunctionType] = {}
    for value in list(module.__dict__.values()):
        members: Sequence[Any] = [value]
        if isinstance(value, type) and value.__module__ == module.__name__:
            members = list(vars(value).values())
        for member in members:
            inner = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
            for each in _with_what_it_wraps(inner):
                if each.__module__ == module.__name__:
                    found[each.__code__.co_qualname] = each
    return found


def _with_what_it_wraps(value: object) -> Iterator[FunctionType]:
    """A function, and the one that a decorator keeps in it."""
    if isinstance(value, FunctionType):
        yield value
        for cell in value.__closure__ or ():
            if isinstance(cell.cell_contents, FunctionType):
                yield cell.cell_contents


def lines_reached(function: FunctionType, call: Callable[[], object]) -> set[int]:
    """The lines of a function that run while something is called."""
    reached: set[int] = set()

    def within(frame: FrameType, event: str, argument: object) -> Any:
        reached.add(frame.f_lineno)
        return within

    def enter(frame: FrameType, event: str, argument: object) -> Any:
        return within if frame.f_code is function.__code__ else None

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        call()
    finally:
        sys.settrace(before)
    return reached
