"""Lays a tree of Python out as ruff's formatter does, with nothing but the standard library.

Enters: the `ast` nodes that this target builds. Leaves: text that ``ruff format`` leaves as it is.

    f(a, b)                          ->   f(a, b)                        where it fits in 88 columns
    f(a, "a long text …")            ->   f(\\n    a,\\n    "a long text …",\\n)   one argument a line, comma at the end

`ast.unparse` puts every call on one line, however long. Bracketed nodes are broken here instead, one item a line with a
comma after the last, which the formatter never joins again. Operators are never broken: the builder of the tree names
parts of a long formula first (`milligram_targets.python.expressions`).
"""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterator, Sequence

WIDTH = 88
_STEP = "    "
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_MARKS = re.compile(r'"""|\A"|"\Z')
_OPERATORS: dict[type[ast.operator], tuple[str, int]] = {
    ast.Add: ("+", 1),
    ast.Sub: ("-", 1),
    ast.Mult: ("*", 2),
    ast.Div: ("/", 2),
    ast.Pow: ("**", 4),
    ast.BitOr: ("|", 0),
}


def text_of(module: ast.Module) -> str:
    """The module's statements, two blank lines between definitions."""
    return "\n".join(_block(module.body, "", top=True)) + "\n"


def width(text: str) -> int:
    """Columns, as a terminal counts them."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


# --- literals ---------------------------------------------------------------------------------------------------------


def quoted(text: str) -> str:
    """A string literal: double quotes, unless it holds more of them than of single ones; what cannot be seen is
    escaped, as are the marks that turn the direction of text."""
    mark = "'" if text.count('"') > text.count("'") else '"'
    return mark + "".join(_char(char, mark) for char in text) + mark


def docstring_source(text: str) -> str:
    """The text as it stands between triple quotes: it reads as exactly this text, and the formatter changes none of it.

    A quote is escaped where it opens or ends the text, beside the marks, and where three stand in a row.
    """
    code = "".join(char if char == "\n" else _char(char, "") for char in text)
    return _MARKS.sub(lambda quotes: '\\"' * len(quotes[0]), code)


def _char(char: str, mark: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char == mark:
        return "\\" + char
    if char.isprintable():
        return char
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _constant(value: object) -> str:
    if value is Ellipsis:
        return "..."
    return quoted(value) if isinstance(value, str) else repr(value)


# --- expressions ------------------------------------------------------------------------------------------------------


def flat(node: ast.expr) -> str:
    """An expression on one line."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Constant(value=value):
            return _constant(value)
        case ast.Attribute(value=value, attr=attribute):
            return f"{_operand(value, 5)}.{attribute}"
        case ast.Subscript(value=value, slice=ast.Tuple(elts=[_, *_] as items)):
            return f"{flat(value)}[{', '.join(flat(item) for item in items)}]"
        case ast.Subscript(value=value, slice=inner):
            return f"{flat(value)}[{flat(inner)}]"
        case ast.BinOp(left=left, op=op, right=right):
            sign, level = _OPERATORS[type(op)]
            if isinstance(op, ast.Pow) and _is_simple(left) and _is_simple(right):
                return f"{flat(left)}**{flat(right)}"
            return f"{_operand(left, level + (level == 4))} {sign} {_operand(right, level + (level != 4))}"
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return f"-{_operand(operand, 3)}"
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
            return f"{flat(left)} == {flat(right)}"
        case ast.Lambda(args=arguments, body=body):
            names = ", ".join(argument.arg for argument in arguments.args)
            return f"lambda{' ' * bool(names)}{names}: {flat(body)}"
        case ast.Starred(value=value):
            return f"*{flat(value)}"
        case _:
            pass
    bracketed = _bracketed(node)
    assert bracketed is not None, ast.dump(node)
    start, inside, end = bracketed
    comma = "," if isinstance(node, ast.Tuple) and len(inside) == 1 else ""
    return start + ", ".join(key + flat(item) for key, item in inside) + comma + end


def _is_simple(node: ast.expr) -> bool:
    """Whether the formatter sets ``**`` close to an operand: a name, a number, an attribute of a name."""
    match node:
        case ast.Attribute(value=value):
            return _is_simple(value) and not isinstance(value, ast.Constant)
        case ast.UnaryOp(operand=operand):
            return _is_simple(operand)
        case _:
            return isinstance(node, ast.Name | ast.Constant)


def _operand(node: ast.expr, level: int) -> str:
    own = 9
    match node:
        case ast.BinOp(op=op):
            own = _OPERATORS[type(op)][1]
        case ast.UnaryOp():
            own = 3
        case ast.Lambda() | ast.Compare():
            own = -1
        case ast.Constant(value=int()) if level == 5:
            own = 4
        case _:
            pass
    return f"({flat(node)})" if own < level else flat(node)


def _bracketed(node: ast.expr) -> tuple[str, list[tuple[str, ast.expr]], str] | None:
    match node:
        case ast.Call(func=function, args=arguments, keywords=keywords):
            items = [("", argument) for argument in arguments]
            items += [(f"{each.arg}=" if each.arg else "**", each.value) for each in keywords]
            return f"{_operand(function, 5)}(", items, ")"
        case ast.Tuple(elts=elements):
            return "(", [("", element) for element in elements], ")"
        case ast.List(elts=elements):
            return "[", [("", element) for element in elements], "]"
        case ast.Subscript(value=value, slice=ast.Tuple(elts=elements)):
            return f"{flat(value)}[", [("", element) for element in elements], "]"
        case ast.Dict(keys=keys, values=values):
            pairs = zip(keys, values, strict=True)
            return "{", [(f"{flat(key)}: ", value) for key, value in pairs if key is not None], "}"
        case _:
            return None


def _expression(node: ast.expr, indent: str, before: str, after: str) -> Iterator[str]:
    """The lines of an expression; the first begins with ``before``, the last ends with ``after``."""
    line = f"{indent}{before}{flat(node)}{after}"
    bracketed = _bracketed(node)
    if width(line) <= WIDTH or bracketed is None or not bracketed[1]:
        yield line
        return
    start, items, end = bracketed
    yield f"{indent}{before}{start}"
    for key, item in items:
        yield from _expression(item, indent + _STEP, key, ",")
    yield f"{indent}{end}{after}"


# --- statements -------------------------------------------------------------------------------------------------------


def _block(body: Sequence[ast.stmt], indent: str, *, top: bool = False) -> Iterator[str]:
    previous: ast.stmt | None = None
    for statement in body:
        if previous is not None:
            yield from [""] * _blank_lines(previous, statement, top)
        yield from _statement(statement, indent)
        previous = statement


def _blank_lines(previous: ast.stmt, statement: ast.stmt, top: bool) -> int:
    definition = ast.FunctionDef | ast.ClassDef
    if top:
        docstring = _is_docstring(statement)
        if isinstance(previous, definition) or isinstance(statement, definition):
            return 2
        if isinstance(previous, ast.Import | ast.ImportFrom) and isinstance(statement, ast.Import | ast.ImportFrom):
            return 0
        return 0 if docstring else 1
    if isinstance(previous, definition) or isinstance(statement, definition):
        return 1
    return 1 if _is_docstring(previous) and isinstance(statement, ast.AnnAssign) else 0


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _statement(node: ast.stmt, indent: str) -> Iterator[str]:
    match node:
        case ast.Expr(value=ast.Constant(value=str(text))):
            yield from _docstring(text, indent)
        case ast.Expr(value=value):
            yield from _expression(value, indent, "", "")
        case ast.Assign(targets=[target], value=value):
            yield from _expression(value, indent, f"{flat(target)} = ", "")
        case ast.AnnAssign(target=target, annotation=annotation, value=None):
            yield f"{indent}{flat(target)}: {flat(annotation)}"
        case ast.AnnAssign(target=target, annotation=annotation, value=ast.expr() as value):
            yield from _expression(value, indent, f"{flat(target)}: {flat(annotation)} = ", "")
        case ast.Return(value=ast.expr() as value):
            yield from _expression(value, indent, "return ", "")
        case ast.Pass():
            yield f"{indent}pass"
        case ast.If():
            yield from _if(node, indent, "if")
        case ast.FunctionDef():
            yield from _function(node, indent)
        case ast.ClassDef():
            yield from _class(node, indent)
        case ast.Import(names=names):
            yield f"{indent}import {', '.join(alias.name for alias in names)}"
        case ast.ImportFrom(module=module, names=names):
            yield from _import(module or "", [alias.name for alias in names])
        case _:
            raise AssertionError(ast.dump(node))


def _import(module: str, names: list[str]) -> Iterator[str]:
    line = f"from {module} import {', '.join(names)}"
    if width(line) <= WIDTH:
        yield line
        return
    yield f"from {module} import ("
    yield from (f"{_STEP}{name}," for name in names)
    yield ")"


def _if(node: ast.If, indent: str, word: str) -> Iterator[str]:
    yield from _expression(node.test, indent, f"{word} ", ":")
    yield from _block(node.body, indent + _STEP)
    if len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
        yield from _if(node.orelse[0], indent, "elif")
    elif node.orelse:
        yield f"{indent}else:"
        yield from _block(node.orelse, indent + _STEP)


def _function(node: ast.FunctionDef, indent: str) -> Iterator[str]:
    yield from (f"{indent}@{flat(decorator)}" for decorator in node.decorator_list)
    arguments = [_argument(argument, None) for argument in node.args.args]
    if node.args.kwonlyargs:
        arguments.append("*")
        pairs = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
        arguments += [_argument(argument, default) for argument, default in pairs]
    returns = f" -> {flat(node.returns)}" if node.returns is not None else ""
    line = f"{indent}def {node.name}({', '.join(arguments)}){returns}:"
    if width(line) <= WIDTH:
        yield line
    else:
        yield f"{indent}def {node.name}("
        yield from (f"{indent}{_STEP}{argument}," for argument in arguments)
        yield f"{indent}){returns}:"
    yield from _block(node.body, indent + _STEP)


def _argument(argument: ast.arg, default: ast.expr | None) -> str:
    text = argument.arg if argument.annotation is None else f"{argument.arg}: {flat(argument.annotation)}"
    if default is None:
        return text
    return f"{text} = {flat(default)}" if argument.annotation is not None else f"{text}={flat(default)}"


def _class(node: ast.ClassDef, indent: str) -> Iterator[str]:
    yield from (f"{indent}@{flat(decorator)}" for decorator in node.decorator_list)
    bases = ", ".join(flat(base) for base in node.bases)
    yield f"{indent}class {node.name}{f'({bases})' if bases else ''}:"
    yield from _block(node.body, indent + _STEP)


def _docstring(text: str, indent: str) -> Iterator[str]:
    """A docstring; its lines were broken by `milligram_targets.python.prose`."""
    lines = docstring_source(text).split("\n")
    if len(lines) == 1:
        yield f'{indent}"""{lines[0]}"""'
        return
    yield f'{indent}"""{lines[0]}'
    yield from (f"{indent}{line}" if line else "" for line in lines[1:])
    yield f'{indent}"""'
