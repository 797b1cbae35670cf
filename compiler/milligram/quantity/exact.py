"""Exact and computable real numbers: rationals where possible, enclosures that sharpen where not.

Enters: rationals, and the functions a formula uses. Leaves: a rational wherever the result is one, otherwise a
`Real`, whose value is enclosed between two rationals as tightly as a comparison or a rounding needs.

    sqrt(Fraction(4))                                  ->  Fraction(2)
    round_to(sqrt(Fraction(2)), Fraction(1, 100))      ->  Fraction(141, 100)

This file needs the standard library only, and its text is embedded unchanged in every generated module, so that
a compiled guideline decides by the same digits as the compiler.

Method: interval arithmetic on integers scaled by a power of two, rounded outwards; the precision doubles until the
question is decided (Boehm's and Ménissier-Morain's computable reals). ``ln`` by the series of artanh after halving the
argument into 1/2..2, ``exp`` by Taylor's series after taking out a multiple of ln 2 (Brent and Zimmermann, Modern
Computer Arithmetic, chapter 4).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from math import isqrt, lcm
from typing import Literal, TypeAlias, TypeVar

FIRST_BITS = 96
"""The precision a question starts with, in bits behind the point."""

LAST_BITS = 6700
"""Some 2000 decimal digits: a question still open there is `Undecided`."""

EXACT_BITS = 20_000
"""Exact powers are kept up to this size; beyond, they are enclosed."""

LARGEST_EXPONENT = 10_000
"""``exp`` beyond this (about 10^4343) is no clinical number."""

OUT_OF_REACH = "a number is too large or too small to be worked out"
"""What is said of a power or an exponent beyond these sizes."""


T = TypeVar("T")


class Undefined(ArithmeticError):
    """The expression has no value: division by zero, ``ln`` of zero or less, the root of a negative number."""


class Undecided(ArithmeticError):
    """2000 digits do not tell on which side of a limit the value lies, or the value is too large to enclose."""


class Real:
    """A real number known by enclosures. Two are compared with `compare`, never with ``==``."""

    __slots__: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        """Whether the two are written alike; equal numbers may be written differently."""
        return isinstance(other, Real) and type(self) is type(other) and self._fields() == other._fields()

    def __hash__(self) -> int:
        return hash((type(self), self._fields()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}{self._fields()}"

    def _fields(self) -> tuple[Number, ...]:
        return tuple(getattr(self, name) for name in self.__slots__)

    def scaled(self, bits: int) -> tuple[int, int]:
        """Integers ``low`` and ``high`` with low <= value * 2**bits <= high."""
        raise NotImplementedError

    def enclose(self, digits: int = 30) -> tuple[Fraction, Fraction]:
        """Rationals that hold the value between them, no further apart than 10**-digits.

        Raises `Undecided` when 2000 digits of working precision do not suffice.
        """
        wanted = Fraction(1, 10**digits)

        def narrow(low: Fraction, high: Fraction) -> tuple[Fraction, Fraction] | None:
            return (low, high) if high - low <= wanted else None

        return _sharpen(self, narrow, first=digits * 4 + 16)

    def __add__(self, other: Number | int) -> Number:
        return _sum(self, _number(other))

    def __radd__(self, other: Number | int) -> Number:
        return _sum(_number(other), self)

    def __sub__(self, other: Number | int) -> Number:
        return _sum(self, -_number(other))

    def __rsub__(self, other: Number | int) -> Number:
        return _sum(_number(other), -self)

    def __mul__(self, other: Number | int) -> Number:
        return _product(self, _number(other))

    def __rmul__(self, other: Number | int) -> Number:
        return _product(_number(other), self)

    def __truediv__(self, other: Number | int) -> Number:
        return divide(self, _number(other))

    def __rtruediv__(self, other: Number | int) -> Number:
        return divide(_number(other), self)

    def __neg__(self) -> Real:
        return _times(Fraction(-1), self)


Number: TypeAlias = Fraction | Real
"""What a formula computes with."""

Mode: TypeAlias = Literal["nearest", "up", "down"]
"""``nearest`` rounds halves away from zero; ``up`` and ``down`` go towards plus and minus infinity."""


class _Root(Real):
    """base ** exponent, with a positive base other than 1 and a result that is no rational (or too long a one)."""

    __slots__ = ("base", "exponent")

    def __init__(self, base: Fraction, exponent: Fraction) -> None:
        self.base = base
        self.exponent = exponent

    def scaled(self, bits: int) -> tuple[int, int]:
        if self.exponent == Fraction(1, 2):
            return _root_bounds(self.base, bits)
        return _exp_of(_times(self.exponent, _Ln(self.base)), bits)


class _Ln(Real):
    """The natural logarithm of a positive number."""

    __slots__ = ("of",)

    def __init__(self, of: Number) -> None:
        self.of = of

    def scaled(self, bits: int) -> tuple[int, int]:
        if isinstance(self.of, Fraction):
            return _ln_bounds(self.of, bits)
        low, high, scale = _apart_from_zero(self.of, bits + 8)
        return _ln_bounds(Fraction(low, 1 << scale), bits)[0], _ln_bounds(Fraction(high, 1 << scale), bits)[1]


class _Exp(Real):
    """e to the power of a number."""

    __slots__ = ("of",)

    def __init__(self, of: Number) -> None:
        self.of = of

    def scaled(self, bits: int) -> tuple[int, int]:
        return _exp_of(self.of, bits)


class _SquareRoot(Real):
    """The square root of a positive real."""

    __slots__ = ("of",)

    def __init__(self, of: Real) -> None:
        self.of = of

    def scaled(self, bits: int) -> tuple[int, int]:
        low, high, scale = _apart_from_zero(self.of, 2 * bits)
        return (
            _root_bounds(Fraction(low, 1 << scale), bits)[0],
            _root_bounds(Fraction(high, 1 << scale), bits)[1],
        )


class _Scaled(Real):
    """A rational multiple of a real that is not itself one."""

    __slots__ = ("factor", "of")

    def __init__(self, factor: Fraction, of: Real) -> None:
        self.factor = factor
        self.of = of

    def scaled(self, bits: int) -> tuple[int, int]:
        extra = max(0, _magnitude(self.factor)) + 2
        low, high = self.of.scaled(bits + extra)
        if self.factor < 0:
            low, high = high, low
        top, bottom = self.factor.numerator, self.factor.denominator << extra
        return top * low // bottom, -(-top * high // bottom)


class _Sum(Real):
    """A sum with at least one real."""

    __slots__ = ("left", "right")

    def __init__(self, left: Real, right: Number) -> None:
        self.left = left
        self.right = right

    def scaled(self, bits: int) -> tuple[int, int]:
        low, high = self.left.scaled(bits + 2)
        other_low, other_high = _bounds(self.right, bits + 2)
        return (low + other_low) >> 2, -(-(high + other_high) >> 2)


class _Product(Real):
    """A product of two reals."""

    __slots__ = ("left", "right")

    def __init__(self, left: Real, right: Real) -> None:
        self.left = left
        self.right = right

    def scaled(self, bits: int) -> tuple[int, int]:
        left, right = self.left.scaled(bits), self.right.scaled(bits)
        corners = [a * b for a in left for b in right]
        return min(corners) >> bits, -(-max(corners) >> bits)


class _Quotient(Real):
    """A quotient whose divisor was found to differ from zero."""

    __slots__ = ("bottom", "top")

    def __init__(self, top: Number, bottom: Real) -> None:
        self.top = top
        self.bottom = bottom

    def scaled(self, bits: int) -> tuple[int, int]:
        low, high, scale = _apart_from_zero(self.bottom, bits)
        corners = [Fraction(a, b) for a in _bounds(self.top, scale) for b in (low, high)]
        return (min(corners) * (1 << bits)).__floor__(), (max(corners) * (1 << bits)).__ceil__()


# --- asking ---------------------------------------------------------------------------------------------------------


def _sharpen(value: Real, decide: Callable[[Fraction, Fraction], T | None], first: int = FIRST_BITS) -> T:
    """What ``decide`` says of the first enclosure that it can decide on; `Undecided` past the last precision."""
    bits = min(first, LAST_BITS)
    while True:
        low, high = value.scaled(bits)
        answer = decide(Fraction(low, 1 << bits), Fraction(high, 1 << bits))
        if answer is not None:
            return answer
        if bits >= LAST_BITS:
            raise Undecided("2000 digits do not decide")
        bits = min(2 * bits, LAST_BITS)


def _sign_between(low: Fraction, high: Fraction) -> int | None:
    if low > 0:
        return 1
    return -1 if high < 0 else None


def sign(value: Number) -> int:
    """-1, 0 or 1. Raises `Undecided`."""
    if isinstance(value, Fraction):
        return (value > 0) - (value < 0)
    if isinstance(value, _Scaled):
        return sign(value.factor) * sign(value.of)
    if isinstance(value, _Product):
        return sign(value.left) * sign(value.right)
    if isinstance(value, _Quotient):
        return sign(value.top) * sign(value.bottom)
    if isinstance(value, (_Root, _Exp, _SquareRoot)):
        return 1
    if isinstance(value, _Ln):
        return compare(value.of, Fraction(1))
    return _sharpen(value, _sign_between)


def compare(left: Number, right: Number) -> int:
    """-1, 0 or 1 as ``left`` is less than, equal to or more than ``right``. Raises `Undecided`."""
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return (left > right) - (left < right)
    if left == right:
        return 0
    if _is_root(left) and _is_root(right):
        # a quotient of roots is recognised when it is rational, a difference of roots is not
        ratio = divide(left, right)
        if isinstance(ratio, Fraction):
            return sign(right) * sign(ratio - 1)
    return sign(_sum(left, -right))


def _is_root(value: Number) -> bool:
    return isinstance(value, _Root) or (isinstance(value, _Scaled) and isinstance(value.of, _Root))


def _settle(value: Number, whole: Callable[[Fraction], int]) -> int:
    """The integer that a step function gives, once both ends of an enclosure agree on it."""
    if isinstance(value, Fraction):
        return whole(value)

    def agreed(low: Fraction, high: Fraction) -> int | None:
        return whole(low) if whole(low) == whole(high) else None

    return _sharpen(value, agreed)


def half_away(value: Fraction) -> int:
    """The nearest integer, halves away from zero."""
    size = (abs(value) + Fraction(1, 2)).__floor__()
    return -size if value < 0 else size


def round_to(value: Number, step: Fraction, mode: Mode = "nearest") -> Fraction:
    """The multiple of ``step`` nearest to ``value``, or the next one up or down; halves go away from zero.

    Raises `Undefined` for a step of zero or less, `Undecided` where 2000 digits do not tell.
    """
    if step <= 0:
        raise Undefined("a step of rounding is more than zero")
    steps = divide(value, step)
    match mode:
        case "nearest":
            return step * _settle(steps, half_away)
        case "up":
            return step * _settle(steps, Fraction.__ceil__)
        case "down":
            return step * _settle(steps, Fraction.__floor__)


def round_digits(value: Number, digits: int) -> Fraction:
    """The value rounded to so many significant digits, halves away from zero."""
    if sign(value) == 0:
        return Fraction(0)

    def leading(low: Fraction, high: Fraction) -> int | None:
        small, large = sorted((abs(low), abs(high)))
        if small == 0 or low * high < 0:
            return None
        return leading_power(small) if leading_power(small) == leading_power(large) else None

    power = leading_power(abs(value)) if isinstance(value, Fraction) else _sharpen(value, leading)
    return round_to(value, Fraction(10) ** (power - digits + 1))


def leading_power(size: Fraction) -> int:
    """The power of ten of the first digit of a positive number: 2 for 480, -1 for 0.7."""
    power = _digits(size.numerator) - _digits(size.denominator)
    while Fraction(10) ** power > size:
        power -= 1
    while Fraction(10) ** (power + 1) <= size:
        power += 1
    return power


def _digits(number: int) -> int:
    """How many digits a positive integer has. Its text would tell, but Python writes no more than 4300 digits."""
    count = number.bit_length() * 30103 // 100_000
    while 10**count <= number:
        count += 1
    while count and 10 ** (count - 1) > number:
        count -= 1
    return count


def floor(value: Number) -> Fraction:
    """The largest whole number not above the value. Raises `Undecided`."""
    return Fraction(_settle(value, Fraction.__floor__))


def absolute(value: Number) -> Number:
    """The value without its sign."""
    return -value if sign(value) < 0 else value


def minimum(first: Number, *rest: Number) -> Number:
    """The least of the values."""
    least = first
    for value in rest:
        least = value if compare(value, least) < 0 else least
    return least


def maximum(first: Number, *rest: Number) -> Number:
    """The greatest of the values."""
    greatest = first
    for value in rest:
        greatest = value if compare(value, greatest) > 0 else greatest
    return greatest


# --- computing ------------------------------------------------------------------------------------------------------


def divide(top: Number, bottom: Number) -> Number:
    """The quotient. Raises `Undefined` for a divisor of zero."""
    if sign(bottom) == 0:
        raise Undefined("division by zero")
    if isinstance(bottom, Fraction):
        return top / bottom if isinstance(top, Fraction) else _times(1 / bottom, top)
    if top == bottom:
        return Fraction(1)
    if isinstance(bottom, _Scaled):
        return divide(_product(1 / bottom.factor, top), bottom.of)
    if isinstance(bottom, _Root):
        return _product(top, _Root(bottom.base, -bottom.exponent))
    if isinstance(top, _Scaled) and top.of == bottom:
        return top.factor
    return Fraction(0) if top == 0 else _Quotient(top, bottom)


def sqrt(value: Number) -> Number:
    """The square root. Raises `Undefined` below zero."""
    if sign(value) < 0:
        raise Undefined("the square root of a negative number")
    if isinstance(value, Fraction):
        return power(value, Fraction(1, 2))
    if isinstance(value, (_Root, _Exp)):
        return power(value, Fraction(1, 2))
    return _SquareRoot(value)


def ln(value: Number) -> Number:
    """The natural logarithm. Raises `Undefined` for zero and below."""
    if sign(value) <= 0:
        raise Undefined("the logarithm of a number that is not above zero")
    if value == 1:
        return Fraction(0)
    if isinstance(value, _Exp):
        return value.of
    if isinstance(value, _Root):
        return _product(value.exponent, _Ln(value.base))
    return _Ln(value)


def log10(value: Number) -> Number:
    """The decimal logarithm. Raises `Undefined` for zero and below."""
    if isinstance(value, Fraction) and value > 0:
        exact = _power_of_ten(value)
        if exact is not None:
            return Fraction(exact)
    if isinstance(value, _Root):
        return _product(value.exponent, log10(value.base))
    return divide(ln(value), _Ln(Fraction(10)))


def _power_of_ten(value: Fraction) -> int | None:
    digits = max(_digits(value.numerator), _digits(value.denominator)) - 1
    if value in (Fraction(10) ** digits, Fraction(1, 10**digits)):
        return digits if value >= 1 else -digits
    return None


def exp(value: Number) -> Number:
    """e to the power of the value. Raises `Undecided` beyond e**10000."""
    if value == 0:
        return Fraction(1)
    if isinstance(value, _Ln):
        return value.of
    if isinstance(value, _Scaled) and isinstance(value.of, _Ln):
        return power(value.of.of, value.factor)
    if compare(absolute(value), Fraction(LARGEST_EXPONENT)) > 0:
        raise Undecided(OUT_OF_REACH)
    return _Exp(value)


def power(base: Number, exponent: Number) -> Number:
    """base ** exponent; 0 ** 0 is 1.

    Raises `Undefined` for zero to a negative power and for a negative base with a power that is not whole.
    """
    if exponent == 0:
        return Fraction(1)
    if exponent == 1:
        return base
    positive = sign(base)
    if positive == 0:
        if sign(exponent) < 0:
            raise Undefined("zero to a negative power")
        return Fraction(0)
    if not isinstance(exponent, Fraction):
        if positive < 0:
            raise Undefined("a power that is not whole, of a negative number")
        return exp(_product(exponent, ln(base)))
    if isinstance(base, Fraction):
        return _rational_power(base, exponent)
    return _real_power(base, exponent, positive)


def _rational_power(base: Fraction, exponent: Fraction) -> Number:
    if base < 0:
        if exponent.denominator != 1:
            raise Undefined("a power that is not whole, of a negative number")
        size = _rational_power(-base, exponent)
        return -size if exponent.numerator % 2 else size
    if base == 1:
        return base
    root = _exact_root(base, exponent.denominator)
    if root is not None:
        if _bits(root) * abs(exponent.numerator) <= EXACT_BITS:
            return root**exponent.numerator
        base, exponent = root, Fraction(exponent.numerator)
    if _bits(base) * abs(exponent) > EXACT_BITS * 2:
        raise Undecided(OUT_OF_REACH)
    return _Root(base, exponent)


def _real_power(base: Real, exponent: Fraction, positive: int) -> Number:
    if isinstance(base, _Root):
        return _rational_power(base.base, base.exponent * exponent)
    if isinstance(base, _Exp):
        return exp(_product(base.of, exponent))
    if isinstance(base, _Scaled) and base.factor > 0 and positive > 0:
        return _product(_rational_power(base.factor, exponent), power(base.of, exponent))
    if positive < 0:
        if exponent.denominator != 1:
            raise Undefined("a power that is not whole, of a negative number")
        size = power(-base, exponent)
        return -size if exponent.numerator % 2 else size
    if exponent == Fraction(1, 2):
        return _SquareRoot(base)
    if exponent.denominator == 1 and 0 < exponent <= 8:
        return _product(base, power(base, exponent - 1))
    return _Exp(_product(exponent, _Ln(base)))


def _exact_root(value: Fraction, degree: int) -> Fraction | None:
    """The rational whose ``degree``-th power is the positive value, if there is one."""
    top, bottom = _integer_root(value.numerator, degree), _integer_root(value.denominator, degree)
    return Fraction(top, bottom) if top is not None and bottom is not None else None


def _integer_root(number: int, degree: int) -> int | None:
    if degree == 1 or number == 1:
        return number
    if number.bit_length() <= degree:
        return None
    # Newton's iteration from above falls to the root rounded down
    guess = 1 << -(-number.bit_length() // degree)
    while True:
        better = ((degree - 1) * guess + number // guess ** (degree - 1)) // degree
        if better >= guess:
            return guess if guess**degree == number else None
        guess = better


def _bits(value: Fraction) -> int:
    return max(value.numerator.bit_length(), value.denominator.bit_length())


def _magnitude(value: Fraction) -> int:
    """A power of two above the size of the value."""
    return value.numerator.bit_length() - value.denominator.bit_length() + 1


def _number(value: Number | int) -> Number:
    return Fraction(value) if isinstance(value, int) else value


def _times(factor: Fraction, value: Real) -> Real:
    """A rational multiple, other than by zero."""
    if factor == 1:
        return value
    if isinstance(value, _Scaled):
        merged = factor * value.factor
        return value.of if merged == 1 else _Scaled(merged, value.of)
    return _Scaled(factor, value)


def _sum(left: Number, right: Number) -> Number:
    if isinstance(left, Fraction):
        if isinstance(right, Fraction):
            return left + right
        left, right = right, left
    if isinstance(right, Fraction):
        if right == 0:
            return left
        if isinstance(left, _Sum) and isinstance(left.right, Fraction):
            return _sum(left.left, left.right + right)
        return _Sum(left, right)
    (a, x), (b, y) = _split(left), _split(right)
    if x == y:
        return _times(a + b, x) if a + b else Fraction(0)
    return _Sum(left, right)


def _split(value: Real) -> tuple[Fraction, Real]:
    return (value.factor, value.of) if isinstance(value, _Scaled) else (Fraction(1), value)


def _product(left: Number, right: Number) -> Number:
    if isinstance(left, Fraction):
        if isinstance(right, Fraction):
            return left * right
        return _times(left, right) if left else left
    if isinstance(right, Fraction):
        return _times(right, left) if right else right
    (a, x), (b, y) = _split(left), _split(right)
    if isinstance(x, _Root) and isinstance(y, _Root):
        merged = _merged_roots(x, y)
        if merged is not None:
            return _product(a * b, merged)
    if isinstance(x, _Exp) and isinstance(y, _Exp):
        return _product(a * b, exp(_sum(x.of, y.of)))
    return _times(a * b, _Product(x, y))


def _merged_roots(x: _Root, y: _Root) -> Number | None:
    """Two roots as one, so that sqrt(2) * sqrt(8) is seen to be 4; None where the numbers would grow too long."""
    if x.base == y.base:
        return _rational_power(x.base, x.exponent + y.exponent) if x.exponent != -y.exponent else Fraction(1)
    degree = lcm(x.exponent.denominator, y.exponent.denominator)
    first, second = (x.exponent * degree).numerator, (y.exponent * degree).numerator
    if _bits(x.base) * abs(first) + _bits(y.base) * abs(second) > EXACT_BITS // 4:
        return None
    return _rational_power(x.base**first * y.base**second, Fraction(1, degree))


# --- enclosing ------------------------------------------------------------------------------------------------------


def _bounds(value: Number, bits: int) -> tuple[int, int]:
    if isinstance(value, Fraction):
        top = value.numerator << bits
        return top // value.denominator, -(-top // value.denominator)
    return value.scaled(bits)


def _apart_from_zero(value: Real, bits: int) -> tuple[int, int, int]:
    """An enclosure without zero, of a value known to differ from zero, and its scale in bits.

    The scale grows until the enclosure is sharp against its size: to half of ``bits`` at least.
    """
    scale = bits
    while scale <= 8 * LAST_BITS:
        low, high = value.scaled(scale)
        if (low > 0 or high < 0) and min(abs(low), abs(high)).bit_length() >= bits // 2:
            return low, high, scale
        scale *= 2
    raise Undecided("2000 digits do not tell a number from zero")


def _root_bounds(value: Fraction, bits: int) -> tuple[int, int]:
    low, high = _bounds(value, 2 * bits)
    top = isqrt(high)
    return isqrt(low), top if top * top == high else top + 1


def _artanh_bounds(top: int, bottom: int, bits: int) -> tuple[int, int]:
    """artanh of top/bottom, which is between 0 and 1/3, scaled.

    Each of the terms of z + z**3/3 + z**5/5 + … is rounded down: the sum lacks less than four units of the last place
    a term, the terms left out less than eight together.
    """
    z = (top << bits) // bottom
    square = z * z >> bits
    total, term, odd = 0, z, 1
    while term:
        total += term // odd
        term = term * square >> bits
        odd += 2
    return total, total + 2 * odd + 8


@lru_cache(maxsize=64)
def _ln_two(bits: int) -> tuple[int, int]:
    low, high = _artanh_bounds(1, 3, bits)
    return 2 * low, 2 * high


def _ln_bounds(value: Fraction, bits: int) -> tuple[int, int]:
    """ln of a positive rational, scaled: value = m * 2**k with m near 1, ln m = 2 artanh((m - 1) / (m + 1))."""
    k = value.numerator.bit_length() - value.denominator.bit_length()
    m = value / Fraction(2) ** k
    if m > Fraction(4, 3):
        k, m = k + 1, m / 2
    elif m < Fraction(2, 3):
        k, m = k - 1, m * 2
    extra = 24 + k.bit_length()
    z = (m - 1) / (m + 1)
    low, high = _artanh_bounds(abs(z.numerator), z.denominator, bits + extra)
    if z < 0:
        low, high = -high, -low
    two = _ln_two(bits + extra)
    whole = (k * two[0], k * two[1]) if k >= 0 else (k * two[1], k * two[0])
    return (2 * low + whole[0]) >> extra, -(-(2 * high + whole[1]) >> extra)


def _exp_of(value: Number, bits: int) -> tuple[int, int]:
    """Bounds of e ** value, scaled."""
    rough = _bounds(value, 8)[1]
    if abs(rough) >> 8 > 2 * LARGEST_EXPONENT:
        raise Undecided(OUT_OF_REACH)
    # e ** x < 2 ** (1.45 x + 1): so many bits more in front of the point
    front = max(0, (rough * 3 >> 9) + 2)
    work = bits + front + 40
    low, high = _bounds(value, work)
    return _exp_bound(low, work, bits, up=False), _exp_bound(high, work, bits, up=True)


def _exp_bound(x: int, work: int, bits: int, *, up: bool) -> int:
    """A bound of e ** (x / 2**work), scaled by 2**bits, from above or from below."""
    two = _ln_two(work + 32)
    # one less than the whole multiples of ln 2 in x, so that r = x - k ln 2 is above zero whatever was rounded
    k = (x << 32) // two[1] - 1
    rest = (x << 32) - k * (two[0] if (k >= 0) == up else two[1])
    r = -(-rest >> 32) if up else rest >> 32
    halvings = isqrt(work) // 2 + 4
    guard = 2 * halvings
    scale = work + guard
    r = -(-(r << guard) >> halvings) if up else (r << guard) >> halvings
    total = _taylor(r, scale, up=up)
    for _ in range(halvings):
        total = -(-total * total >> scale) if up else total * total >> scale
    shift = k + bits - scale
    if shift >= 0:
        return total << shift
    return -(-total >> -shift) if up else total >> -shift


def _taylor(r: int, scale: int, *, up: bool) -> int:
    """e ** r for a scaled r between 0 and 1/8: 1 + r + r**2/2 + … with every term rounded to the safe side."""
    total = term = 1 << scale
    n = 1
    while term > 1:
        term = -(-term * r >> scale) if up else term * r >> scale
        term = -(-term // n) if up else term // n
        total += term
        n += 1
    # the terms left out are together less than the last one kept
    return total + 2 if up else total
