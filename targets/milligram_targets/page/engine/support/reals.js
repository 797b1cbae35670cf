// Numbers that are no fractions: roots, logarithms, powers, and what is computed from them.
//
// Each knows itself by enclosures: `scaled(bits)` gives integers low and high with low <= value * 2**bits <= high. A
// comparison or a rounding sharpens them until it is decided. The method, its limits and its order of steps are those
// of the compiler's own arithmetic, so that the digits are the same.

const FIRST_BITS = 96;
const LAST_BITS = 6700;
const EXACT_BITS = 20000n;
const LARGEST_EXPONENT = 10000n;
const OUT_OF_REACH = "a number is too large or too small to be worked out";

// The expression has no value, such as a division by zero.
class Undefined extends Error {}

// 2000 digits do not tell, or the value is too large to enclose.
class Undecided extends Error {}

class Real {
  fields() {
    return [];
  }

  key() {
    return `${this.constructor.name}(${this.fields().map((field) => field.key()).join(",")})`;
  }

  // Fractions on both sides of the value, no further apart than 10**-digits.
  enclose(digits) {
    const wanted = tenTo(-digits);
    return sharpen(
      this,
      (low, high) => (high.minus(low).compare(wanted) <= 0 ? [low, high] : null),
      digits * 4 + 16,
    );
  }
}

// A real that is a function of one number.
class RealOfOne extends Real {
  constructor(of) {
    super();
    this.of = of;
  }

  fields() {
    return [this.of];
  }

  // Bounds from those of a function that grows, at both ends of an enclosure of the number that leaves zero out.
  grown(bits, wanted, boundsAt) {
    const [low, high, scale] = apartFromZero(this.of, wanted);
    const one = 1n << BigInt(scale);
    return [boundsAt(ratio(low, one), bits)[0], boundsAt(ratio(high, one), bits)[1]];
  }
}

// A real that two numbers are put together to.
class RealOfTwo extends Real {
  constructor(left, right) {
    super();
    this.left = left;
    this.right = right;
  }

  fields() {
    return [this.left, this.right];
  }
}

// base ** exponent, the base positive and not 1.
class Root extends Real {
  constructor(base, exponent) {
    super();
    this.base = base;
    this.exponent = exponent;
  }

  fields() {
    return [this.base, this.exponent];
  }

  scaled(bits) {
    if (this.exponent.top === 1n && this.exponent.bottom === 2n) return rootBounds(this.base, bits);
    return expOf(multiple(this.exponent, new Logarithm(this.base)), bits);
  }
}

class Logarithm extends RealOfOne {
  scaled(bits) {
    return this.of instanceof Ratio ? logarithmBounds(this.of, bits) : this.grown(bits, bits + 8, logarithmBounds);
  }
}

class Exponential extends RealOfOne {
  scaled(bits) {
    return expOf(this.of, bits);
  }
}

class SquareRoot extends RealOfOne {
  scaled(bits) {
    return this.grown(bits, 2 * bits, rootBounds);
  }
}

// A rational multiple of a real that is not itself one.
class Multiple extends Real {
  constructor(factor, of) {
    super();
    this.factor = factor;
    this.of = of;
  }

  fields() {
    return [this.factor, this.of];
  }

  scaled(bits) {
    const extra = Math.max(0, magnitude(this.factor)) + 2;
    let [low, high] = this.of.scaled(bits + extra);
    if (this.factor.top < 0n) [low, high] = [high, low];
    const bottom = this.factor.bottom << BigInt(extra);
    return [floorDivision(this.factor.top * low, bottom), ceilDivision(this.factor.top * high, bottom)];
  }
}

class Sum extends RealOfTwo {
  scaled(bits) {
    const [low, high] = this.left.scaled(bits + 2);
    const [otherLow, otherHigh] = boundsOf(this.right, bits + 2);
    return [(low + otherLow) >> 2n, -(-(high + otherHigh) >> 2n)];
  }
}

class Product extends RealOfTwo {
  scaled(bits) {
    const right = this.right.scaled(bits);
    const corners = this.left.scaled(bits).flatMap((a) => right.map((b) => a * b));
    const [low, high] = ends(corners, (a, b) => (a < b ? -1 : a > b ? 1 : 0));
    return [low >> BigInt(bits), -(-high >> BigInt(bits))];
  }
}

// A quotient whose divisor was found to differ from zero.
class Quotient extends RealOfTwo {
  scaled(bits) {
    const [low, high, scale] = apartFromZero(this.right, bits);
    const corners = boundsOf(this.left, scale).flatMap((a) => [ratio(a, low), ratio(a, high)]);
    const [least, most] = ends(corners, (a, b) => a.compare(b));
    const one = new Ratio(1n << BigInt(bits), 1n);
    return [least.times(one).floor(), most.times(one).ceil()];
  }
}

function ends(values, compareTwo) {
  const sorted = [...values].sort(compareTwo);
  return [sorted[0], sorted[sorted.length - 1]];
}

// What `decide` says of the first enclosure on which it can; null is undecided.
function sharpen(value, decide, first = FIRST_BITS) {
  let bits = Math.min(first, LAST_BITS);
  for (;;) {
    const [low, high] = value.scaled(bits);
    const one = 1n << BigInt(bits);
    const answer = decide(ratio(low, one), ratio(high, one));
    if (answer !== null) return answer;
    if (bits >= LAST_BITS) throw new Undecided("2000 digits do not decide");
    bits = Math.min(2 * bits, LAST_BITS);
  }
}

function magnitude(value) {
  return bitLength(value.top) - bitLength(value.bottom) + 1;
}

// --- enclosing -------------------------------------------------------------------------------------------------------

function boundsOf(value, bits) {
  if (!(value instanceof Ratio)) return value.scaled(bits);
  const top = value.top << BigInt(bits);
  return [floorDivision(top, value.bottom), ceilDivision(top, value.bottom)];
}

// An enclosure without zero, sharp against its size, and its scale.
function apartFromZero(value, bits) {
  let scale = bits;
  while (scale <= 8 * LAST_BITS) {
    const [low, high] = value.scaled(scale);
    const apart = low > 0n || high < 0n;
    if (apart && Math.min(bitLength(low), bitLength(high)) >= Math.floor(bits / 2)) return [low, high, scale];
    scale *= 2;
  }
  throw new Undecided("2000 digits do not tell a number from zero");
}

function rootBounds(value, bits) {
  const [low, high] = boundsOf(value, 2 * bits);
  const top = integerSquareRoot(high);
  return [integerSquareRoot(low), top * top === high ? top : top + 1n];
}

// artanh of top/bottom, which is between 0 and 1/3, by its series.
function artanhBounds(top, bottom, bits) {
  const shift = BigInt(bits);
  const z = (top << shift) / bottom;
  const square = (z * z) >> shift;
  let total = 0n;
  let term = z;
  let odd = 1n;
  while (term) {
    total += term / odd;
    term = (term * square) >> shift;
    odd += 2n;
  }
  return [total, total + 2n * odd + 8n];
}

const logarithmsOfTwo = new Map();

function logarithmOfTwo(bits) {
  if (!logarithmsOfTwo.has(bits)) {
    const [low, high] = artanhBounds(1n, 3n, bits);
    logarithmsOfTwo.set(bits, [2n * low, 2n * high]);
  }
  return logarithmsOfTwo.get(bits);
}

// ln of a positive fraction m * 2**k, m near 1: ln m = 2 artanh((m - 1) / (m + 1)).
function logarithmBounds(value, bits) {
  let k = bitLength(value.top) - bitLength(value.bottom);
  let m = value.over(new Ratio(2n, 1n).power(BigInt(k)));
  if (m.compare(new Ratio(4n, 3n)) > 0) {
    k += 1;
    m = m.over(q(2n));
  } else if (m.compare(new Ratio(2n, 3n)) < 0) {
    k -= 1;
    m = m.times(q(2n));
  }
  const extra = 24 + bitLength(BigInt(k));
  const z = m.minus(ONE).over(m.plus(ONE));
  let [low, high] = artanhBounds(z.top < 0n ? -z.top : z.top, z.bottom, bits + extra);
  if (z.top < 0n) [low, high] = [-high, -low];
  const two = logarithmOfTwo(bits + extra);
  const times = BigInt(k);
  const whole = k >= 0 ? [times * two[0], times * two[1]] : [times * two[1], times * two[0]];
  const shift = BigInt(extra);
  return [(2n * low + whole[0]) >> shift, -(-(2n * high + whole[1]) >> shift)];
}

function expOf(value, bits) {
  const rough = boundsOf(value, 8)[1];
  if ((rough < 0n ? -rough : rough) >> 8n > 2n * LARGEST_EXPONENT) {
    throw new Undecided(OUT_OF_REACH);
  }
  // e ** x < 2 ** (1.45 x + 1): so many bits more in front of the point
  const front = Math.max(0, Number(((rough * 3n) >> 9n) + 2n));
  const work = bits + front + 40;
  const [low, high] = boundsOf(value, work);
  return [expBound(low, work, bits, false), expBound(high, work, bits, true)];
}

function shifted(value, bits, up) {
  const by = BigInt(bits);
  return up ? -(-value >> by) : value >> by;
}

// A bound of e ** (x / 2**work), scaled by 2**bits, from above or from below.
function expBound(x, work, bits, up) {
  const two = logarithmOfTwo(work + 32);
  const k = floorDivision(x << 32n, two[1]) - 1n;
  const rest = (x << 32n) - k * (k >= 0n === up ? two[0] : two[1]);
  let r = shifted(rest, 32, up);
  const halvings = Math.floor(Number(integerSquareRoot(BigInt(work))) / 2) + 4;
  const guard = 2 * halvings;
  const scale = work + guard;
  r = shifted(r << BigInt(guard), halvings, up);
  let total = taylor(r, scale, up);
  for (let turn = 0; turn < halvings; turn += 1) total = shifted(total * total, scale, up);
  const shift = Number(k) + bits - scale;
  return shift >= 0 ? total << BigInt(shift) : shifted(total, -shift, up);
}

function taylor(r, scale, up) {
  let term = 1n << BigInt(scale);
  let total = term;
  let n = 1n;
  while (term > 1n) {
    term = shifted(term * r, scale, up);
    term = up ? ceilDivision(term, n) : floorDivision(term, n);
    total += term;
    n += 1n;
  }
  return up ? total + 2n : total;
}
