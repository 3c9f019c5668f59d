"""Safe arithmetic for authors: numbers, comparisons, a closed list of functions, and no names but the given ones."""

import ast
import operator
from collections.abc import Callable, Mapping
from functools import lru_cache
from math import ceil, floor, isfinite, sqrt

Value = bool | int | float | str
Function = Callable[..., Value]

LONGEST = 300
LARGEST = 1e15
LARGEST_POWER = 12
# Figures are compared and kept to so many significant digits, so that every machine gives the same.
DIGITS = 12

# What the columns of a case's table can be asked; the table gives the functions themselves.
TABLE_FUNCTIONS = ("total", "mean", "count", "value", "least", "most")


class NotAnExpression(ValueError):
    """The words are no expression that may be used here; the message says why."""


class NoResult(ValueError):
    """An expression has no finite result for these values; the message says why."""


def clean(value: float) -> float:
    """A figure to twelve significant digits; whole numbers stay whole."""
    return value if isinstance(value, int) else float(f"{value:.{DIGITS}g}")


def number(value: Value) -> float:
    """The value as a number. Raises NoResult for words and for true or false."""
    if isinstance(value, bool | str):
        raise NoResult(f"{value!r} is not a number")
    return value


def truth(value: Value) -> bool:
    """The value as true or false. Raises NoResult for anything else."""
    if not isinstance(value, bool):
        raise NoResult(f"{value!r} is neither true nor false; compare it with something")
    return value


def rounded(value: float, places: int = 0) -> float:
    """Rounded half away from zero, as people round: 2.5 is 3. `places` from 0 to 6."""
    if not 0 <= places <= 6:
        raise NoResult("round() takes 0 to 6 places")
    factor = 10**places
    whole = floor(clean(abs(value) * factor) + 0.5) / factor
    signed = -whole if value < 0 else whole
    return signed if places else int(signed)


FUNCTIONS: Mapping[str, Function] = {
    "min": lambda *values: min(map(number, values)),
    "max": lambda *values: max(map(number, values)),
    "abs": lambda value: abs(number(value)),
    "round": lambda value, places=0: rounded(number(value), int(number(places))),
    "floor": lambda value: floor(clean(number(value))),
    "ceil": lambda value: ceil(clean(number(value))),
    "sqrt": lambda value: sqrt(number(value)),
}
ARITHMETIC: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}
ORDER: Mapping[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
ALLOWED = (
    ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Call, ast.keyword, ast.Name, ast.Load, ast.Constant,
    ast.And, ast.Or, ast.Not, ast.USub, ast.UAdd, ast.Eq, ast.NotEq, *ARITHMETIC, *ORDER,
)  # fmt: skip


@lru_cache(maxsize=4096)
def parse(source: str) -> ast.expr:
    """The expression as a tree of allowed parts only. Raises NotAnExpression."""
    if len(source) > LONGEST:
        raise NotAnExpression(f"the expression is longer than {LONGEST} characters; compute it in steps")
    try:
        tree = ast.parse(source.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise NotAnExpression(f"`{source}` is not an expression such as `(spend - benchmark) * people`") from error
    for node in ast.walk(tree):
        refuse_other_than_allowed(node)
    return tree


def refuse_other_than_allowed(node: ast.AST) -> None:
    """Raises NotAnExpression for a part that an expression may not have."""
    if not isinstance(node, ALLOWED):
        raise NotAnExpression(f"`{type(node).__name__.lower()}` may not be used in an expression")
    if isinstance(node, ast.Constant) and not isinstance(node.value, bool | int | float | str):
        raise NotAnExpression("an expression holds numbers and words only")
    if isinstance(node, ast.Call):
        known = (*FUNCTIONS, *TABLE_FUNCTIONS)
        if not isinstance(node.func, ast.Name) or node.func.id not in known:
            raise NotAnExpression(f"only these functions may be used: {', '.join(known)}")
        if any(one.arg is None for one in node.keywords) or (node.keywords and node.func.id in FUNCTIONS):
            raise NotAnExpression(f"`{node.func.id}` takes no named arguments")


@lru_cache(maxsize=4096)
def names_in(source: str) -> frozenset[str]:
    """The names that the expression needs values for. Raises NotAnExpression."""
    tree = parse(source)
    called = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node not in called)


def evaluate(source: str, values: Mapping[str, Value], functions: Mapping[str, Function] | None = None) -> Value:
    """The result, figures to twelve significant digits. `functions` are those of a table.

    Raises NotAnExpression, and NoResult for a missing name, a division by zero or a figure beyond 10^15.
    """
    tree = parse(source)
    try:
        return kept(result(tree, values, {**FUNCTIONS, **(functions or {})}))
    except NoResult:
        raise
    except ZeroDivisionError:
        raise NoResult(f"`{source}` divides by zero") from None
    except (OverflowError, TypeError, ValueError) as error:
        raise NoResult(f"`{source}` has no result: {error}") from None


def kept(value: Value) -> Value:
    """The value with a figure cleaned. Raises NoResult for one that is not finite or too large."""
    if isinstance(value, bool | str):
        return value
    if isinstance(value, complex) or not isfinite(value) or abs(value) > LARGEST:
        raise NoResult("the result is not a figure between -10^15 and 10^15")
    return clean(value)


def result(node: ast.expr, values: Mapping[str, Value], functions: Mapping[str, Function]) -> Value:
    """The value of one part of the tree."""
    match node:
        case ast.Constant(value=bool() | int() | float() | str() as constant):
            return constant
        case ast.Name(id=name):
            if name not in values:
                raise NoResult(f"there is no value `{name}` here")
            return values[name]
        case ast.BinOp(left=left, op=op, right=right):
            first, second = (number(result(side, values, functions)) for side in (left, right))
            if isinstance(op, ast.Pow) and abs(second) > LARGEST_POWER:
                raise NoResult(f"powers go up to {LARGEST_POWER}")
            return kept(ARITHMETIC[type(op)](first, second))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not truth(result(operand, values, functions))
        case ast.UnaryOp(op=sign, operand=operand):
            unsigned = number(result(operand, values, functions))
            return -unsigned if isinstance(sign, ast.USub) else unsigned
        case ast.BoolOp(op=op, values=parts):
            truths = (truth(result(part, values, functions)) for part in parts)
            return all(truths) if isinstance(op, ast.And) else any(truths)
        case ast.IfExp(test=test, body=body, orelse=other):
            return result(body if truth(result(test, values, functions)) else other, values, functions)
        case ast.Compare():
            return compared(node, values, functions)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=keywords):
            return called(name, args, keywords, values, functions)
    raise NoResult("the expression has a part without a value")


def compared(node: ast.Compare, values: Mapping[str, Value], functions: Mapping[str, Function]) -> bool:
    """A chain of comparisons, figures to twelve digits."""
    sides = [kept(result(side, values, functions)) for side in (node.left, *node.comparators)]
    for op, first, second in zip(node.ops, sides, sides[1:], strict=False):
        if isinstance(op, ast.Eq | ast.NotEq):
            holds = (first == second) == isinstance(op, ast.Eq)
        else:
            holds = ORDER[type(op)](number(first), number(second))
        if not holds:
            return False
    return True


def called(
    name: str,
    args: list[ast.expr],
    keywords: list[ast.keyword],
    values: Mapping[str, Value],
    functions: Mapping[str, Function],
) -> Value:
    """What a function gives. Raises NoResult for a table's function where there is no table."""
    if name not in functions:
        raise NoResult(f"`{name}` asks a table; only `computed` of a case with `data` has one")
    given = [result(one, values, functions) for one in args]
    named = {one.arg: result(one.value, values, functions) for one in keywords if one.arg is not None}
    return functions[name](*given, **named)
