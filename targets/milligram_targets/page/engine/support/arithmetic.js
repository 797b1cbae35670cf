// Arithmetic on fractions and on reals: a fraction wherever the result is one.
//
// In: `Ratio` or `Real`. Out: the same, or `Undefined` or `Undecided` thrown.

function alike(left, right) {
  return left.constructor === right.constructor && left.key() === right.key();
}

function signOf(value) {
  if (value instanceof Ratio) return value.sign();
  if (value instanceof Multiple) return signOf(value.factor) * signOf(value.of);
  if (value instanceof Product || value instanceof Quotient) return signOf(value.left) * signOf(value.right);
  if (value instanceof Root || value instanceof Exponential || value instanceof SquareRoot) return 1;
  if (value instanceof Logarithm) return compare(value.of, ONE);
  return sharpen(value, (low, high) => (low.top > 0n ? 1 : high.top < 0n ? -1 : null));
}

// -1, 0 or 1 as the left is less than, equal to or more than the right.
function compare(left, right) {
  if (left instanceof Ratio && right instanceof Ratio) return left.compare(right);
  if (alike(left, right)) return 0;
  if (isRoot(left) && isRoot(right)) {
    // a quotient of roots is recognised when it is rational, a difference of roots is not
    const quotient = divide(left, right);
    if (quotient instanceof Ratio) return signOf(right) * signOf(quotient.minus(ONE));
  }
  return signOf(add(left, negated(right)));
}

function isRoot(value) {
  return value instanceof Root || (value instanceof Multiple && value.of instanceof Root);
}

// The integer that a step function gives, once both ends of an enclosure agree on it.
function settled(value, whole) {
  if (value instanceof Ratio) return whole(value);
  return sharpen(value, (low, high) => {
    const found = whole(low);
    return found === whole(high) ? found : null;
  });
}

const ROUNDING = { nearest: halfAway, up: (value) => value.ceil(), down: (value) => value.floor() };

function roundTo(value, step, mode) {
  if (step.top <= 0n) throw new Undefined("a step of rounding is more than zero");
  return step.times(new Ratio(settled(divide(value, step), ROUNDING[mode]), 1n));
}

function divide(top, bottom) {
  if (signOf(bottom) === 0) throw new Undefined("division by zero");
  if (bottom instanceof Ratio) {
    return top instanceof Ratio ? top.over(bottom) : multiple(ONE.over(bottom), top);
  }
  if (alike(top, bottom)) return ONE;
  if (bottom instanceof Multiple) return divide(multiply(ONE.over(bottom.factor), top), bottom.of);
  if (bottom instanceof Root) return multiply(top, new Root(bottom.base, bottom.exponent.negated()));
  if (top instanceof Multiple && alike(top.of, bottom)) return top.factor;
  return top instanceof Ratio && top.top === 0n ? ZERO : new Quotient(top, bottom);
}

function negated(value) {
  return value instanceof Ratio ? value.negated() : multiple(q(-1n), value);
}

// A fraction's multiple of a real, other than by zero.
function multiple(factor, value) {
  if (factor.equals(ONE)) return value;
  if (value instanceof Multiple) {
    const merged = factor.times(value.factor);
    return merged.equals(ONE) ? value.of : new Multiple(merged, value.of);
  }
  return new Multiple(factor, value);
}

function add(left, right) {
  if (left instanceof Ratio) {
    if (right instanceof Ratio) return left.plus(right);
    [left, right] = [right, left];
  }
  if (right instanceof Ratio) {
    if (right.top === 0n) return left;
    if (left instanceof Sum && left.right instanceof Ratio) return add(left.left, left.right.plus(right));
    return new Sum(left, right);
  }
  const [a, x] = parted(left);
  const [b, y] = parted(right);
  if (!alike(x, y)) return new Sum(left, right);
  const both = a.plus(b);
  return both.top === 0n ? ZERO : multiple(both, x);
}

function parted(value) {
  return value instanceof Multiple ? [value.factor, value.of] : [ONE, value];
}

function multiply(left, right) {
  if (left instanceof Ratio) {
    if (right instanceof Ratio) return left.times(right);
    return left.top === 0n ? left : multiple(left, right);
  }
  if (right instanceof Ratio) return right.top === 0n ? right : multiple(right, left);
  const [a, x] = parted(left);
  const [b, y] = parted(right);
  if (x instanceof Root && y instanceof Root) {
    const merged = mergedRoots(x, y);
    if (merged !== null) return multiply(a.times(b), merged);
  }
  if (x instanceof Exponential && y instanceof Exponential) {
    return multiply(a.times(b), exponential(add(x.of, y.of)));
  }
  return multiple(a.times(b), new Product(x, y));
}

// Two roots as one, so that sqrt(2) * sqrt(8) is seen to be 4; null where the numbers would grow too long.
function mergedRoots(x, y) {
  if (x.base.equals(y.base)) {
    const both = x.exponent.plus(y.exponent);
    return both.top === 0n ? ONE : rationalPower(x.base, both);
  }
  const one = x.exponent.bottom;
  const two = y.exponent.bottom;
  const degree = (one / greatestDivisor(one, two)) * two;
  const first = x.exponent.top * (degree / one);
  const second = y.exponent.top * (degree / two);
  const long = bitsOf(x.base) * sizeOf(first) + bitsOf(y.base) * sizeOf(second);
  if (long > EXACT_BITS / 4n) return null;
  return rationalPower(x.base.power(first).times(y.base.power(second)), ratio(1n, degree));
}

function sizeOf(number) {
  return number < 0n ? -number : number;
}

function bitsOf(value) {
  return BigInt(Math.max(bitLength(value.top), bitLength(value.bottom)));
}

// --- functions -------------------------------------------------------------------------------------------------------

function squareRoot(value) {
  if (signOf(value) < 0) throw new Undefined("the square root of a negative number");
  if (value instanceof Ratio || value instanceof Root || value instanceof Exponential) {
    return power(value, new Ratio(1n, 2n));
  }
  return new SquareRoot(value);
}

function logarithm(value) {
  if (signOf(value) <= 0) throw new Undefined("the logarithm of a number that is not above zero");
  if (value instanceof Ratio && value.equals(ONE)) return ZERO;
  if (value instanceof Exponential) return value.of;
  if (value instanceof Root) return multiply(value.exponent, new Logarithm(value.base));
  return new Logarithm(value);
}

function decimalLogarithm(value) {
  if (value instanceof Ratio && value.top > 0n) {
    const exact = powerOfTen(value);
    if (exact !== null) return new Ratio(BigInt(exact), 1n);
  }
  if (value instanceof Root) return multiply(value.exponent, decimalLogarithm(value.base));
  return divide(logarithm(value), new Logarithm(q(10n)));
}

function powerOfTen(value) {
  const digits = Math.max(digitsOf(value.top), digitsOf(value.bottom)) - 1;
  if (!value.equals(tenTo(digits)) && !value.equals(tenTo(-digits))) return null;
  return value.compare(ONE) >= 0 ? digits : -digits;
}

function exponential(value) {
  if (value instanceof Ratio && value.top === 0n) return ONE;
  if (value instanceof Logarithm) return value.of;
  if (value instanceof Multiple && value.of instanceof Logarithm) return power(value.of.of, value.factor);
  if (compare(absolute(value), new Ratio(LARGEST_EXPONENT, 1n)) > 0) {
    throw new Undecided(OUT_OF_REACH);
  }
  return new Exponential(value);
}

function absolute(value) {
  return signOf(value) < 0 ? negated(value) : value;
}

function least(values) {
  return values.reduce((found, value) => (compare(value, found) < 0 ? value : found));
}

function greatest(values) {
  return values.reduce((found, value) => (compare(value, found) > 0 ? value : found));
}

function power(base, exponent) {
  if (exponent instanceof Ratio && exponent.top === 0n) return ONE;
  if (exponent instanceof Ratio && exponent.equals(ONE)) return base;
  const positive = signOf(base);
  if (positive === 0) {
    if (signOf(exponent) < 0) throw new Undefined("zero to a negative power");
    return ZERO;
  }
  if (!(exponent instanceof Ratio)) {
    if (positive < 0) throw new Undefined("a power that is not whole, of a negative number");
    return exponential(multiply(exponent, logarithm(base)));
  }
  return base instanceof Ratio ? rationalPower(base, exponent) : realPower(base, exponent, positive);
}

function ofNegative(exponent, size) {
  if (exponent.bottom !== 1n) throw new Undefined("a power that is not whole, of a negative number");
  const found = size();
  return exponent.top % 2n ? negated(found) : found;
}

function rationalPower(base, exponent) {
  if (base.top < 0n) return ofNegative(exponent, () => rationalPower(base.negated(), exponent));
  if (base.equals(ONE)) return base;
  const root = exactRoot(base, exponent.bottom);
  if (root !== null) {
    if (bitsOf(root) * sizeOf(exponent.top) <= EXACT_BITS) return root.power(exponent.top);
    base = root;
    exponent = new Ratio(exponent.top, 1n);
  }
  if (bitsOf(base) * sizeOf(exponent.top) > EXACT_BITS * 2n * exponent.bottom) {
    throw new Undecided(OUT_OF_REACH);
  }
  return new Root(base, exponent);
}

function realPower(base, exponent, positive) {
  if (base instanceof Root) return rationalPower(base.base, base.exponent.times(exponent));
  if (base instanceof Exponential) return exponential(multiply(base.of, exponent));
  if (base instanceof Multiple && base.factor.top > 0n && positive > 0) {
    return multiply(rationalPower(base.factor, exponent), power(base.of, exponent));
  }
  if (positive < 0) return ofNegative(exponent, () => power(negated(base), exponent));
  if (exponent.top === 1n && exponent.bottom === 2n) return new SquareRoot(base);
  if (exponent.bottom === 1n && exponent.top > 0n && exponent.top <= 8n) {
    return multiply(base, power(base, exponent.minus(ONE)));
  }
  return new Exponential(multiply(exponent, new Logarithm(base)));
}

// The fraction whose power of this degree is the positive value, if there is one.
function exactRoot(value, degree) {
  const top = integerRoot(value.top, degree);
  const bottom = top === null ? null : integerRoot(value.bottom, degree);
  return bottom === null ? null : ratio(top, bottom);
}

function integerRoot(number, degree) {
  if (degree === 1n || number === 1n) return number;
  const bits = BigInt(bitLength(number));
  if (bits <= degree) return null;
  let guess = 1n << ceilDivision(bits, degree);
  for (;;) {
    const better = ((degree - 1n) * guess + number / guess ** (degree - 1n)) / degree;
    if (better >= guess) return guess ** degree === number ? guess : null;
    guess = better;
  }
}

// The values in ascending order, each once.
function distinct(values) {
  const kept = [];
  for (const value of [...values].sort(compare)) {
    if (!kept.length || compare(kept[kept.length - 1], value) !== 0) kept.push(value);
  }
  return kept;
}
