// Units of measure, read exactly: the text of a unit, in UCUM or as wards spell it, as its size and dimension.
//
// The table of atoms, `UNITS`, is the compiler's own and stands before the guideline.

class UnitError extends Error {
  constructor(message, suggestions = () => []) {
    super(printable(message));
    this.suggest = suggestions;
  }
}

const HIGHEST_POWER = 30;
const TYPED = new Map(
  Object.entries({
    "\u00b5": "u", "\u03bc": "u", "²": "2", "³": "3", "¹": "1", "⁰": "0", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7",
    "⁸": "8", "⁹": "9", "⁻": "-", "\u2212": "-", "·": ".", "⋅": ".", "⁄": "/", "∕": "/", "\u00a0": " ",
    "\u202f": " ", "℃": "°C", "℉": "°F",
  }),
);
const WHOLE_UNITS = new Map(
  Object.entries({
    bpm: "/min", "international units": "[iU]", "international unit": "[iU]", "° C": "Cel", "° F": "[degF]",
    "degrees celsius": "Cel", "degrees fahrenheit": "[degF]",
  }),
);

function parseUnit(text) {
  const length = [...text].length;
  if (length > 80) throw new UnitError(`a unit of ${length} characters is longer than 80`);
  const raised = text.replace(/(?<![A-Za-z0-9])10([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)/g, "10*$1");
  let typed = joinedBlanks([...raised].map((char) => TYPED.get(char) ?? char).join(""));
  if (!typed) throw new UnitError("the unit is empty");
  typed = WHOLE_UNITS.get(typed.toLowerCase()) ?? typed;
  typed = typed.replace(/(?:^| )per /g, "/").replace(/ ?\/ ?/g, "/");
  typed = typed.replace(/[({]?1\.73[ _.]?(?:m\^?2|sqm)[)}]?/g, "{1.73_m2}");
  typed = typed.replace(/(?<![A-Za-z0-9])[×x] ?(?=10)/g, "");
  typed = typed.replace(/(?<![A-Za-z0-9])10(?:\*\*|\^|\*)(?=[+-]?[0-9])/g, "10*");
  typed = typed.replace(/\/ ?([0-9]+) ?(h|hr|hrs|hours?|d|days?|min)(?![A-Za-z0-9])/g, "/($1.$2)");
  typed = typed.replace(/mm Hg/g, "mmHg").replace(/(?<![A-Za-z])(m|cm) (Hg|H2O)/g, "$1$2");
  return unitOf(new UnitReader(text, typed).read(), joinedBlanks(text));
}

// Recursive descent: a term is components joined by `.` and `/`, brackets nest.
class UnitReader {
  constructor(text, typed) {
    this.text = text;
    this.tokens = unitTokens(typed);
    this.at = 0;
  }

  read() {
    const parts = this.term(0);
    if (this.at < this.tokens.length) throw new UnitError(`"${this.text}" has a bracket too many`);
    return parts;
  }

  term(depth) {
    if (depth > 8) throw new UnitError("brackets in a unit nest deeper than 8");
    const parts = [];
    let sign = 1;
    if (this.peek() === "/") {
      this.at += 1;
      sign = -1;
    }
    for (;;) {
      for (const [part, power] of this.component(depth)) parts.push([part, power * sign]);
      if (this.peek() === ".") sign = 1;
      else if (this.peek() === "/") sign = -1;
      else return parts;
      this.at += 1;
    }
  }

  peek() {
    return this.tokens[this.at] ?? "";
  }

  component(depth) {
    const token = this.peek();
    this.at += 1;
    if (token === "(") {
      const inside = this.term(depth + 1);
      if (this.peek() !== ")") throw new UnitError(`"${this.text}" has a bracket that is not closed`);
      this.at += 1;
      return [...inside, ...this.annotation()];
    }
    if (["", ".", "/", ")"].includes(token)) throw new UnitError(`a unit is missing in "${this.text}"`);
    if (token.startsWith("{")) return this.braced(token);
    return [...simpleUnit(token, this.text), ...this.annotation()];
  }

  annotation() {
    if (!this.peek().startsWith("{")) return [];
    this.at += 1;
    return this.braced(this.tokens[this.at - 1]);
  }

  braced(token) {
    let inside = joinedBlanks(token.slice(1, -1)).replace(/ /g, "_");
    if (!inside) throw new UnitError(`the braces in "${this.text}" are empty`);
    inside = UNITS.forms.get(inside.toLowerCase()) ?? inside;
    return UNITS.uncounted.includes(inside.toLowerCase()) ? [] : [[`{${inside}}`, 1]];
  }
}

// Symbols, `{…}`, and runs that make one symbol: `mm[Hg]` is one, with its brackets.
function unitTokens(typed) {
  const tokens = [];
  let end = 0;
  let joins = false;
  for (const found of typed.matchAll(/\{[^{}]*\}|\[[^[\]{}]*\]|[./()]|[^./(){}[\]]+/g)) {
    if (found.index !== end) break;
    const piece = found[0];
    end += piece.length;
    const symbol = ![".", "/", "(", ")"].includes(piece) && !piece.startsWith("{");
    if (symbol && joins) tokens[tokens.length - 1] += piece;
    else tokens.push(piece);
    joins = symbol;
  }
  if (end !== typed.length) throw new UnitError(`the brackets in "${typed}" do not match`);
  return tokens;
}

// A number, or a unit symbol with its power.
function simpleUnit(token, text) {
  if (/^[0-9]+$/.test(token)) {
    const number = BigInt(token);
    if (token.length > 12 || number === 0n) throw new UnitError(`the number "${token}" cannot stand in a unit`);
    return number === 1n ? [] : [[String(number), 1]];
  }
  const symbol = unitSymbol(token);
  if (symbol !== null) return [[symbol, 1]];
  const found = /^([^]*?[^0-9^+-])\^?([+-]?[0-9]{1,3})$/.exec(token);
  const raised = found === null ? null : unitSymbol(found[1]);
  if (raised !== null) {
    const power = Number(found[2]);
    if (Math.abs(power) > HIGHEST_POWER) throw new UnitError(`the power in "${token}" is beyond ${HIGHEST_POWER}`);
    return [[raised, power]];
  }
  if (UNITS.uncounted.includes(token)) return [];
  if (UNITS.forms.has(token)) return [[`{${UNITS.forms.get(token)}}`, 1]];
  throw unknownUnit(token, text);
}

const SAME_UNIT = new Map([["l", "L"], ["mo_j", "mo"], ["a_j", "a"]]);

// The canonical part that a symbol spells: `mcg` is `ug`, `mmHg` is `mm[Hg]`.
function unitSymbol(token) {
  if (UNITS.spellings.has(token)) return UNITS.spellings.get(token);
  if (token === "mcl") return "uL";
  const split = splitPrefix(token);
  if (split !== null) return split[0] + (SAME_UNIT.get(split[1]) ?? split[1]);
  if (["mcg", "mcmol", "mcL"].includes(token)) return `u${token.slice(2)}`;
  for (const spelt of UNITS.prefixed) {
    if (token.endsWith(spelt)) {
      const part = token.slice(0, -spelt.length) + UNITS.spellings.get(spelt);
      if (splitPrefix(part) !== null) return part;
    }
  }
  return null;
}

// A canonical part as prefix and atom; null where it is no such thing.
function splitPrefix(part) {
  if (UNITS.atoms.has(part)) return ["", part];
  for (const [prefix, power] of UNITS.prefixes) {
    const atom = part.startsWith(prefix) ? UNITS.atoms.get(part.slice(prefix.length)) : undefined;
    if (atom !== undefined && (atom.takes === "all" || (atom.takes === "small" && power <= 3))) {
      return [prefix, part.slice(prefix.length)];
    }
  }
  return null;
}

// A row of the table of atoms.
function atom(factor, offset, dimension, takes) {
  return { factor, offset, dimension, takes };
}

function partOf(part) {
  if (/^[0-9]+$/.test(part)) return atom(new Ratio(BigInt(part), 1n), ZERO, []);
  if (part.startsWith("{")) return atom(ONE, ZERO, [[part, 1]]);
  const [prefix, code] = splitPrefix(part);
  const found = UNITS.atoms.get(code);
  return { ...found, factor: found.factor.times(tenTo(UNITS.prefixes.get(prefix) ?? 0)) };
}

// The unit of these parts, equal ones merged.
function unitOf(parts, text = null) {
  const merged = new Map();
  for (const [part, powered] of parts) merged.set(part, (merged.get(part) ?? 0) + powered);
  const kept = [...merged].filter(([, powered]) => powered);
  let factor = ONE;
  let offset = ZERO;
  const dimension = new Map();
  for (const [part, powered] of kept) {
    if (Math.abs(powered) > HIGHEST_POWER) throw new UnitError(`the power of "${part}" is beyond ${HIGHEST_POWER}`);
    const found = partOf(part);
    if (found.offset.top !== 0n) {
      if (kept.length !== 1 || powered !== 1) {
        const shown = SPOKEN.get(part) ?? part;
        throw new UnitError(`"${shown}" cannot stand in a product; a difference is in "K"`, () => ["K"]);
      }
      offset = found.offset;
    }
    factor = factor.times(found.factor.power(BigInt(powered)));
    for (const [base, exponent] of found.dimension) {
      dimension.set(base, (dimension.get(base) ?? 0) + exponent * powered);
    }
  }
  const dimensions = [...dimension].filter(([, powered]) => powered).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return { text: text || writtenUnit(kept), parts: kept, factor, offset, dimension: new Map(dimensions) };
}

// The product with another unit, or the quotient (sign -1).
function combinedUnit(left, right, sign) {
  for (const unit of [left, right]) {
    if (unit.offset.top !== 0n) {
      const message = `"${unit.text}" cannot stand in a product; a difference of temperatures is in "K"`;
      throw new UnitError(message, () => ["K"]);
    }
  }
  if (!right.parts.length) return left;
  return unitOf([...left.parts, ...right.parts.map(([part, powered]) => [part, powered * sign])]);
}

function unknownUnit(token, text) {
  let given = strip(token);
  if (!text.includes(given)) given = /[./]/.test(text) ? given : strip(text);
  const where = given === strip(text) ? "" : ` in "${text}"`;
  return new UnitError(`unknown unit "${given}"${where}`, () => {
    const offered = [...new Set(meantUnits(strip(token), text))];
    return offered.filter((item) => item !== text && isUnit(item)).slice(0, 3);
  });
}

// What a unit with an unknown part may have been meant as: as a whole first, then with the part mended.
function meantUnits(given, text) {
  const found = [];
  const parts = [];
  const single = given.endsWith("s") ? unitSymbol(given.slice(0, -1)) : null;
  if (UNITS.meant.has(given)) parts.push(UNITS.meant.get(given));
  else if (single !== null) parts.push(single === "ug" ? "mcg" : given.slice(0, -1));
  else if (given !== strip(text)) found.push(...close(text, UNITS.common));
  const simple = [...new Set([...UNITS.common, ...UNITS.spellings.keys()])].filter((name) => /^\p{L}+$/u.test(name));
  for (const part of [...parts, ...close(given, simple)]) {
    if (text.includes(given)) found.push(text.replace(given, () => part));
    else found.push(/[./]/.test(text) ? text : part);
  }
  return found;
}

function isUnit(text) {
  try {
    parseUnit(text);
  } catch (error) {
    if (error instanceof UnitError) return false;
    throw error;
  }
  return true;
}
