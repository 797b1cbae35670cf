// A patient from untrusted data, every fault named: the exact values, or every problem at once.
//
// Null is unknown. A value outside its plausible bounds, and a combination that the guideline calls impossible, are
// refused. Nothing is guessed, and nothing throws.

class Refused extends Error {
  constructor(message, help) {
    super(message);
    this.help = help;
  }
}

// A value of the data for a message: short and printable.
function shown(value) {
  if (value === null || value === undefined) return "null";
  if (typeof value === "boolean") return String(value);
  if (typeof value === "string") {
    const chars = [...value];
    const text = chars.length <= 40 ? chars : [...chars.slice(0, 39), "…"];
    return `“${text.map((char) => (isPrintable(char) ? char : "·")).join("")}”`;
  }
  if (typeof value === "number") return floatText(value);
  if (Array.isArray(value) || value instanceof Set) return "a list";
  return typeof value === "object" ? "an object" : "this kind of value";
}

// A number as the compiler prints it.
function floatText(value) {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Number.isInteger(value) && Math.abs(value) < 1e16) return String(value);
  const [digits, exponent] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 16) return decimalText(fractionOf(String(value)), 17)[0];
  return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

// --- numbers ---------------------------------------------------------------------------------------------------------

const NUMBER_AND_UNIT = new RegExp(`^([-+]?[0-9.,]+(?:[eE][-+]?[0-9]+(?![A-Za-z]))?)${BLANK}*([^]*)$`);

// The fraction that digits write. Throws `Refused`.
function literal(text, help) {
  const refuse = (message) => new Refused(message, help);
  if (text.length > 40) throw refuse(`a number of ${text.length} characters is longer than 40`);
  const found = DECIMAL.exec(text);
  if (found === null) throw refuse(literalFault(text));
  const exponent = found[4] ?? "0";
  if (exponent.replace(/^[+-]+/, "").length > 4 || Math.abs(Number(exponent)) > 30) {
    throw refuse(`the exponent of "${text}" is beyond 30`);
  }
  return fractionOf(text);
}

function literalFault(text) {
  const grouped = /^-?[0-9]{1,3}(?:[,'_ \u00a0\u202f][0-9]{3})+(?:\.[0-9]+)?$/.test(text);
  const comma = /^-?[0-9]+,[0-9]+$/.test(text);
  if (grouped && !comma) return `"${text}" groups its digits; write "${text.replace(/[^0-9.-]/g, "")}"`;
  if (comma) {
    const or = grouped ? ` or "${text.replace(/,/g, "")}"` : "";
    return `"${text}" has a comma; write "${text.replace(/,/g, ".")}"${or}`;
  }
  if (/^-?\.[0-9]+$/.test(text)) {
    return `"${text}" lacks the zero before the point; write "${text.replace(/\./g, "0.")}"`;
  }
  if (/^-?[0-9]+\.$/.test(text)) return `"${text}" ends in a point; write "${text.slice(0, -1)}"`;
  if (/^\+[0-9]+(\.[0-9]+)?$/.test(text)) return `"${text}" has a plus sign; write "${text.slice(1)}"`;
  return `"${text}" is not a number`;
}

// A number in a measure, from a number or from text with or without a unit. Throws `Refused`.
function quantity(book, into, value, help) {
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new Refused(`"${floatText(value)}" is not a number`, help);
    return fractionOf(String(value));
  }
  const found = typeof value === "string" && [...value].length <= 200 ? NUMBER_AND_UNIT.exec(strip(value)) : null;
  if (found === null) throw new Refused(`${shown(value)} is not a number`, help);
  const number = literal(found[1], help);
  if (hasSecondNumber(found[2])) throw new Refused(`${shown(value)} is two numbers where one is expected`, help);
  return found[2] ? converted(book, into, number, found[2], help) : number;
}

// Whether what follows a number is a number again; a power of ten is a unit, and so is a number under the stroke.
function hasSecondNumber(text) {
  const found = new RegExp(`^(/?)${BLANK}*[0-9]+(?![0-9]*[*^])`).exec(text);
  if (found === null) return false;
  if (!found[1]) return true;
  try {
    const parts = parseUnit(text).parts.filter(([part]) => !/^[0-9]+$/.test(part));
    return !parts.length || parts[0][1] > 0;
  } catch (error) {
    if (error instanceof UnitError) return !/\p{L}/u.test(text);
    throw error;
  }
}

function converted(book, into, number, text, help) {
  try {
    const given = measureFrom(text, book);
    let change;
    try {
      change = conversionOf(given, into, book);
    } catch (error) {
      const above = error instanceof MeasureError ? beforePer(into) : null;
      if (above === null) throw error;
      change = conversionOf(given, above, book);
    }
    return number.times(change.factor).plus(change.offset);
  } catch (error) {
    if (error instanceof MeasureError) throw new Refused(error.message, help);
    if (!(error instanceof UnitError)) throw error;
    const [meant] = error.suggest();
    throw new Refused(error.message, help + (meant === undefined ? "" : `; did you mean "${meant}"?`));
  }
}

const OF_PER =
  /^([^]*?)(?: of ([A-Za-z_][A-Za-z0-9_]*))?(?: per ([^]*?)(?: of ([A-Za-z_][A-Za-z0-9_]*))?)?$/;

// "mmol/L of glucose per unit of insulin" as a measure. Throws `UnitError`.
function measureFrom(text, book) {
  const [, unit, of = null, below, perOf = null] = OF_PER.exec(strip(text));
  for (const name of [of, perOf]) {
    if (name !== null && !book.has(name)) {
      const near = () => close(name, [...book.keys()]).slice(0, 1);
      throw new UnitError(`"${name}" is no substance of the guideline`, near);
    }
  }
  const over = parseUnit(unit);
  return measure(below === undefined ? over : combinedUnit(over, parseUnit(below), -1), of, perOf);
}

function readNumber(book, declared, value) {
  const into = declared.measure;
  const number = quantity(book, into, value, declared.accepts);
  const given = typeof value === "string" ? strip(value) : briefText(number);
  if (declared.whole && !number.isWhole()) throw new Refused(`${given} is no whole number`, declared.accepts);
  if (declared.count && number.top < 0n) throw new Refused(`${given} is less than none`, declared.accepts);
  if (declared.plausible !== null) {
    const [low, high, lowText, highText] = declared.plausible;
    if (number.compare(low) < 0 || number.compare(high) > 0) {
      const unit = declared.unit ? ` ${declared.unit}` : "";
      const bare = typeof value !== "string" || NUMBER_AND_UNIT.exec(strip(value))[2] === "";
      const own = bare ? "" : ` (${briefText(number)}${unit})`;
      throw new Refused(`${given}${own} is outside what is plausible, ${lowText} to ${highText}${unit}`, null);
    }
  }
  return number;
}

function briefText(number) {
  const text = plainText(number);
  return text.length <= 40 ? text : `a number of ${text.length} digits`;
}

// Days on a step, from a number of days or text such as "2 weeks".
function readTime(value) {
  const help = "it accepts a number of days, or text such as “2 weeks”";
  const days = quantity(new Map(), measure(parseUnit("d")), value, help);
  if (days.top < 0n) throw new Refused(`${shown(value)} lies before the start`, help);
  return days;
}

// --- the rest --------------------------------------------------------------------------------------------------------

function readFlag(declared, value) {
  if (typeof value === "boolean") return value;
  const answer = typeof value === "string" ? strip(value).toLowerCase() : "";
  if (["yes", "true", "no", "false"].includes(answer)) return answer === "yes" || answer === "true";
  throw new Refused(`${shown(value)} is neither yes nor no`, declared.accepts);
}

function readDate(value) {
  const day = typeof value === "string" ? dayFromIso(strip(value)) : null;
  if (day !== null) return day;
  throw new Refused(`${shown(value)} is no date`, "it accepts a date such as “2026-10-01”, or null for unknown");
}

function readWord(declared, value) {
  const given = typeof value === "string" ? strip(value) : null;
  if (given !== null && declared.words.includes(given)) return given;
  const near = given === null ? undefined : close(given, declared.words)[0];
  const meant = near === undefined ? "" : `; did you mean “${near}”?`;
  throw new Refused(`${shown(value)} is not one of its words`, declared.accepts + meant);
}

function readSet(declared, value) {
  let items = value;
  if (typeof value === "string") items = value.split(",").filter((part) => strip(part) && strip(part) !== "none");
  if (!Array.isArray(items) && !(items instanceof Set)) {
    throw new Refused(`${shown(value)} is no list of words`, declared.accepts);
  }
  return new Set([...items].map((item) => readWord(declared, item)));
}

function readValue(book, declared, value) {
  if (value === null || value === undefined) return null;
  switch (declared.kind) {
    case "number":
      return readNumber(book, declared, value);
    case "flag":
      return readFlag(declared, value);
    case "date":
      return readDate(value);
    case "choice":
      return readWord(declared, value);
    case "set":
      return readSet(declared, value);
    default:
      throw new Refused(`${shown(value)} is not accepted`, declared.accepts);
  }
}
