// Numbers as they are written: in JSON, in a sentence, in a message.

const PLACES = 15;

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

function endingDecimal(value) {
  let rest = value.bottom;
  let places = 0;
  for (const factor of [10n, 2n, 5n]) {
    while (rest % factor === 0n) {
      rest /= factor;
      places += 1;
    }
  }
  return rest === 1n ? placed((value.top * 10n ** BigInt(places)) / value.bottom, places) : null;
}

// "0.699", "875/3", "1.41421356237309…" (cut, not rounded).
function numberText(value) {
  if (value instanceof Ratio) return endingDecimal(value) ?? `${value.top}/${value.bottom}`;
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
