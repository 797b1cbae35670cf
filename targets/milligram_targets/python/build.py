"""Short ways to make `ast` nodes.

Enters: names and values. Leaves: nodes; every text becomes a constant, every name is checked to be an identifier.
"""

from __future__ import annotations

import ast
import keyword
from collections.abc import Iterable, Sequence
from fractions import Fraction


def name(identifier: str) -> ast.Name:
    """A name.

    Raises:
        ValueError: not an identifier, or a word of Python (a bug of the compiler).
    """
    if not identifier.isidentifier() or (keyword.iskeyword(identifier) and identifier != "None"):
        raise ValueError(f"{identifier!r} cannot be a name")
    return ast.Name(id=identifier)


def attribute(value: ast.expr, *names: str) -> ast.expr:
    """``value.a.b``."""
    for each in names:
        value = ast.Attribute(value=value, attr=name(each).id)
    return value


def constant(value: str | int | bool | None) -> ast.Constant:
    """A literal."""
    return ast.Constant(value=value)


def call(function: str | ast.expr, *arguments: ast.expr, **keywords: ast.expr | None) -> ast.Call:
    """A call; a keyword that is None is left out."""
    return ast.Call(
        func=name(function) if isinstance(function, str) else function,
        args=list(arguments),
        keywords=[ast.keyword(arg=key, value=value) for key, value in keywords.items() if value is not None],
    )


def number(value: Fraction | int) -> ast.expr:
    """``7``, ``Fraction(7, 10)``."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return _int(exact.numerator)
    return call("Fraction", _int(exact.numerator), constant(exact.denominator))


def _int(value: int) -> ast.expr:
    return ast.UnaryOp(op=ast.USub(), operand=constant(-value)) if value < 0 else constant(value)


def fraction(value: Fraction) -> ast.expr:
    """``Fraction(7)``, ``Fraction(7, 10)``."""
    exact = number(value)
    return exact if isinstance(exact, ast.Call) else call("Fraction", exact)


def texts(values: Iterable[str]) -> ast.Tuple:
    """A tuple of texts."""
    return tuple_of([constant(value) for value in values])


def some_texts(values: Iterable[str]) -> ast.Tuple | None:
    """A tuple of texts, or None where there are none."""
    found = texts(values)
    return found if found.elts else None


def text_or_none(value: str | None) -> ast.expr | None:
    """A text, or nothing."""
    return None if value is None else constant(value)


def tuple_of(items: Sequence[ast.expr]) -> ast.Tuple:
    """A tuple."""
    return ast.Tuple(elts=list(items))


def dict_of(pairs: Iterable[tuple[str, ast.expr]]) -> ast.Dict:
    """A dictionary with texts as keys."""
    found = list(pairs)
    return ast.Dict(keys=[constant(key) for key, _ in found], values=[value for _, value in found])


def assign(target: str, value: ast.expr, annotation: ast.expr | None = None) -> ast.stmt:
    """``target = value``, or ``target: annotation = value``."""
    if annotation is None:
        return ast.Assign(targets=[name(target)], value=value)
    return ast.AnnAssign(target=name(target), annotation=annotation, value=value, simple=1)


def field(target: str, annotation: ast.expr, value: ast.expr | None = None) -> ast.stmt:
    """A field of a class."""
    return ast.AnnAssign(target=name(target), annotation=annotation, value=value, simple=1)


def type_of(text: str) -> ast.expr:
    """A type from text of our own, such as ``tuple[Rule, ...]``."""
    return ast.parse(text, mode="eval").body


def function(
    identifier: str,
    arguments: Sequence[tuple[str, str]],
    returns: str,
    docstring: str,
    body: Sequence[ast.stmt],
    decorators: Sequence[str] = (),
    keyword_only: Sequence[tuple[str, str, ast.expr]] = (),
) -> ast.FunctionDef:
    """A function; arguments are (name, type)."""
    return ast.FunctionDef(
        name=name(identifier).id,
        args=ast.arguments(
            posonlyargs=[],
            args=[ast.arg(arg=each, annotation=type_of(kind) if kind else None) for each, kind in arguments],
            kwonlyargs=[ast.arg(arg=each, annotation=type_of(kind)) for each, kind, _ in keyword_only],
            kw_defaults=[default for _, _, default in keyword_only],
            defaults=[],
        ),
        body=[ast.Expr(value=constant(docstring)), *body],
        decorator_list=[name(decorator) for decorator in decorators],
        returns=type_of(returns),
    )


def lambda_p(body: ast.expr) -> ast.Lambda:
    """``lambda p: body``."""
    arguments = ast.arguments(posonlyargs=[], args=[ast.arg(arg="p")], kwonlyargs=[], kw_defaults=[], defaults=[])
    return ast.Lambda(args=arguments, body=body)


def thunk(body: ast.expr) -> ast.Lambda:
    """``lambda: body``."""
    arguments = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
    return ast.Lambda(args=arguments, body=body)
