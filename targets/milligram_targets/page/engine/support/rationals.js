// Exact fractions of integers of any length.
//
// In: BigInt. Out: `Ratio`, always in lowest terms, the denominator above zero.

class Ratio {
  constructor(top, bottom) {
    this.top = top;
    this.bottom = bottom;
  }

  plus(other) {
    if (this.bottom === 1n && other.bottom === 1n) return new Ratio(this.top + other.top, 1n);
    return ratio(this.top * other.bottom + other.top * this.bottom, this.bottom * other.bottom);
  }

  minus(other) {
    return this.plus(other.negated());
  }

  times(other) {
    if (this.bottom === 1n && other.bottom === 1n) return new Ratio(this.top * other.top, 1n);
    return ratio(this.top * other.top, this.bottom * other.bottom);
  }

  over(other) {
    return ratio(this.top * other.bottom, this.bottom * other.top);
  }

  negated() {
    return new Ratio(-this.top, this.bottom);
  }

  size() {
    return this.top < 0n ? this.negated() : this;
  }

  sign() {
    return this.top > 0n ? 1 : this.top < 0n ? -1 : 0;
  }

  compare(other) {
    const left = this.top * other.bottom;
    const right = other.top * this.bottom;
    return left > right ? 1 : left < right ? -1 : 0;
  }

  equals(other) {
    return this.top === other.top && this.bottom === other.bottom;
  }

  floor() {
    return floorDivision(this.top, this.bottom);
  }

  ceil() {
    return -floorDivision(-this.top, this.bottom);
  }

  isWhole() {
    return this.bottom === 1n;
  }

  // To a whole power, a BigInt.
  power(exponent) {
    if (exponent >= 0n) return new Ratio(this.top ** exponent, this.bottom ** exponent);
    return ratio(this.bottom ** -exponent, this.top ** -exponent);
  }

  key() {
    return `${this.top}/${this.bottom}`;
  }
}

// The quotient of two integers, in lowest terms. The second is not zero.
function ratio(top, bottom = 1n) {
  if (bottom < 0n) return ratio(-top, -bottom);
  const common = bottom === 1n ? 1n : greatestDivisor(top < 0n ? -top : top, bottom);
  return common === 1n ? new Ratio(top, bottom) : new Ratio(top / common, bottom / common);
}

// A literal of the guideline, which is written in lowest terms.
function q(top, bottom = 1n) {
  return new Ratio(top, bottom);
}

const ZERO = q(0n);
const ONE = q(1n);

function greatestDivisor(a, b) {
  while (b) [a, b] = [b, a % b];
  return a;
}

// Rounded towards minus infinity; BigInt division rounds towards zero.
function floorDivision(top, bottom) {
  const quotient = top / bottom;
  return top % bottom !== 0n && top < 0n !== bottom < 0n ? quotient - 1n : quotient;
}

function ceilDivision(top, bottom) {
  return -floorDivision(-top, bottom);
}

function bitLength(number) {
  const size = number < 0n ? -number : number;
  if (size === 0n) return 0;
  const digits = size.toString(16);
  return digits.length * 4 - Math.clz32(Number.parseInt(digits[0], 16)) + 28;
}

function digitsOf(number) {
  return (number < 0n ? -number : number).toString().length;
}

function tenTo(power) {
  return power >= 0 ? new Ratio(10n ** BigInt(power), 1n) : new Ratio(1n, 10n ** BigInt(-power));
}

// The integer square root, rounded down, by Newton's iteration from above.
function integerSquareRoot(number) {
  if (number < 2n) return number;
  let guess = 1n << BigInt((bitLength(number) + 1) >> 1);
  for (;;) {
    const better = (guess + number / guess) >> 1n;
    if (better >= guess) return guess;
    guess = better;
  }
}

function halfAway(value) {
  const whole = value.size().plus(new Ratio(1n, 2n)).floor();
  return value.top < 0n ? -whole : whole;
}
