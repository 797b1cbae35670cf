// Numbers as they are written: in JSON, in a sentence, in a message.

const PLACES = 15;
const MOST_DIGITS = 4000;
const SURELY_SHORT = 2000;

function placed(number, places) {
  const digits = sizeOf(number).toString().padStart(places + 1, "0");
  const rest = digits.slice(digits.length - places).replace(/0+$/, "");
  const whole = digits.slice(0, digits.length - places);
  return (number < 0n ? "-" : "") + (places ? whole + (rest && `.${rest}`) : digits);
}

// The decimal of a fraction, and whether it is exact; else six digits of it.
function decimalText(value, digits = 6) {
  const scaled = value.times(tenTo(PLACES));
  if (scaled.isWhole()) return [placed(scaled.top, PLACES), true];
  const places = digits - 1 - leadingPower(value.size());
  const rounded = halfAway(value.times(tenTo(places)));
  const text = places > 0 ? placed(rounded, places) : placed(rounded * 10n ** BigInt(-places), 0);
  return [text, value.times(tenTo(places)).equals(new Ratio(rounded, 1n))];
}

function leadingPower(size) {
  let found = digitsOf(size.top) - digitsOf(size.bottom);
  while (tenTo(found).compare(size) > 0) found -= 1;
  while (tenTo(found + 1).compare(size) <= 0) found += 1;
  return found;
}

function plainText(value) {
  const [text, exact] = decimalText(value);
  return exact ? text : `about ${text}`;
}

// Digits, and how many of them stand behind the point, where the decimal ends.
function endingDecimal(value) {
  let rest = value.bottom;
  let places = 0;
  for (const factor of [10n, 2n, 5n]) {
    while (rest % factor === 0n) {
      rest /= factor;
      places += 1;
    }
  }
  return rest === 1n ? [(value.top * 10n ** BigInt(places)) / value.bottom, places] : null;
}

// Throws `Undecided` for a number of more than 4000 digits, and for a real whose digits cannot be told. Digits are those
// of its decimal, of numerator or denominator where none ends, of a real those before the point.
function checkLength(value) {
  let digits;
  let places = 0;
  if (value instanceof Ratio) {
    const top = sizeOf(value.top);
    const larger = top > value.bottom ? top : value.bottom;
    if (bitLength(larger) <= SURELY_SHORT) return;
    [digits, places] = endingDecimal(value) ?? [larger, 0];
  } else {
    digits = value.enclose(20)[0].size().floor();
  }
  if (places > MOST_DIGITS || sizeOf(digits) >= 10n ** BigInt(MOST_DIGITS)) {
    throw new Undecided(`a number of more than ${MOST_DIGITS} digits is too long to be written`);
  }
}

// "0.699", "875/3", "1.41421356237309…" (cut, not rounded), of a number that `checkLength` lets pass.
function numberText(value) {
  if (value instanceof Ratio) {
    const ending = endingDecimal(value);
    return ending === null ? `${value.top}/${value.bottom}` : placed(...ending);
  }
  const [low] = value.enclose(20);
  const cut = new Ratio(low.size().times(tenTo(14)).floor(), 1n).over(tenTo(14));
  return `${low.top < 0n ? "-" : ""}${decimalText(cut)[0]}…`;
}

// A number that prints as the exact decimal; text where no number of JSON would. An integer beyond 2**53 is the nearest
// number, as JSON.parse reads it; one beyond all numbers is text.
function numberJson(value) {
  const text = numberText(value);
  if (!(value instanceof Ratio)) return text;
  if (value.isWhole()) return Number.isFinite(Number(text)) ? Number(text) : text;
  const near = Number(text);
  if (!Number.isFinite(near) || text.includes("/")) return text;
  return fractionOf(String(near)).equals(value) ? near : text;
}

const DECIMAL = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/;

// The fraction that a decimal writes; null where it is none.
function fractionOf(text) {
  const found = DECIMAL.exec(text);
  if (found === null) return null;
  const places = found[3] ?? "";
  const digits = BigInt(found[2] + places);
  const whole = new Ratio(found[1] ? -digits : digits, 1n);
  return whole.times(tenTo(Number(found[4] ?? "0") - places.length));
}
