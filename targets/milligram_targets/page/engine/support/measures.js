// Units that belong to a substance, and what converts into what.
//
// A measure is {unit, of, per}: mmol/L of glucose, per unit of insulin. Mass, amount and equivalents convert for a
// known substance only: through its molar mass, its charge, and what a salt gives. Arbitrary units convert into
// nothing.

class MeasureError extends Error {}

const MATTER = new Map(
  Object.entries({ g: "mass", mol: "amount", eq: "equivalents", unit: "units", iu: "international units" }),
);
const TIMES = ["h", "d", "wk", "mo", "a"];

function measure(unit, of = null, per = null) {
  return { unit, of, per };
}

function substance(mass, charge, gives) {
  return { mass, charge, gives };
}

// "mmol/L of glucose per unit of insulin".
function measureText({ unit, of, per }) {
  let { parts } = unit;
  let tail = "";
  const last = parts[parts.length - 1];
  const below = (part) => unitWords(unitOf([[part, 1]]), true);
  if (per !== null) {
    const matter = parts.filter(([part, powered]) => powered === -1 && matterOf(part) !== null).map(([part]) => part);
    const part = matter[matter.length - 1];
    if (part !== undefined) parts = parts.filter(([other, powered]) => other !== part || powered !== -1);
    tail = part === undefined ? ` per ${per}` : ` per ${below(part)} of ${per}`;
  } else if (of !== null && parts.length > 1 && last[1] === -1 && TIMES.includes(last[0])) {
    tail = ` per ${below(last[0])}`;
    parts = parts.slice(0, -1);
  }
  return (unitWords(unitOf(parts)) || "1") + (of ? ` of ${of}` : "") + tail;
}

// {factor, offset}: value in the new measure = value * factor + offset.
function conversionOf(from, to, book) {
  const src = { unit: from.unit, of: from.of ?? to.of, per: from.per ?? to.per };
  const dst = { unit: to.unit, of: to.of ?? from.of, per: to.per ?? from.per };
  const a = matterIn(src.unit);
  const b = matterIn(dst.unit);
  const same = src.of === dst.of && src.per === dst.per;
  if (sameDimension(src.unit.dimension, dst.unit.dimension) && same && isShare(a) === isShare(b)) {
    const { factor, offset } = dst.unit;
    return { factor: src.unit.factor.over(factor), offset: src.unit.offset.minus(offset).over(factor) };
  }
  const strokes = (matter) => `${matter.over !== null} ${matter.under !== null}`;
  const alikeApart = a !== null && b !== null && sameDimension(a.rest, b.rest) && strokes(a) === strokes(b);
  if (!alikeApart) throw apartFrom(src, dst);
  if (src.unit.offset.top !== 0n || dst.unit.offset.top !== 0n) {
    throw new MeasureError(`"${measureText(src)}" and "${measureText(dst)}" have no fixed ratio: their zeros differ`);
  }
  const over = between(a.over, src.of, b.over, dst.of, book, src, dst);
  const under = between(a.under, src.per, b.under, dst.per, book, src, dst);
  return { factor: src.unit.factor.times(over).over(under).over(dst.unit.factor), offset: ZERO };
}

function sameDimension(one, other) {
  return one.size === other.size && [...one].every(([base, powered]) => other.get(base) === powered);
}

// The kind of matter that a part counts, if it does.
function matterOf(part) {
  const { dimension } = partOf(part);
  return dimension.length === 1 && dimension[0][1] === 1 && MATTER.has(dimension[0][0]) ? dimension[0][0] : null;
}

// Null where a unit holds more matter than one over and one under the stroke.
function matterIn(unit) {
  const sides = { over: [], under: [] };
  const rest = new Map(unit.dimension);
  for (const [part, powered] of unit.parts) {
    const kind = matterOf(part);
    if (kind === null) continue;
    rest.set(kind, (rest.get(kind) ?? 0) - powered);
    if (powered !== 1 && powered !== -1) return null;
    sides[powered === 1 ? "over" : "under"].push(kind);
  }
  if (sides.over.length > 1 || sides.under.length > 1) return null;
  const kept = new Map([...rest].filter(([, powered]) => powered));
  return { over: sides.over[0] ?? null, under: sides.under[0] ?? null, rest: kept };
}

// An amount per amount (mmol/mol), which no percentage stands for.
function isShare(matter) {
  return matter !== null && matter.over === "mol" && matter.under === "mol";
}

function apartFrom(src, dst) {
  const both = `"${measureText(src)}" and "${measureText(dst)}"`;
  const [left, right] = [src.unit.dimension, dst.unit.dimension];
  const bases = [...new Set([...left.keys(), ...right.keys()])];
  const differ = bases.filter((base) => (left.get(base) ?? 0) !== (right.get(base) ?? 0));
  if (differ.length && differ.every((base) => base.startsWith("{"))) {
    const named = differ.map((base) => base.slice(1, -1).replace(/_/g, " ")).sort();
    return new MeasureError(`${both} differ in "${named.join(", ")}"`);
  }
  const arbitrary = (base) => UNITS.arbitrary.includes(base);
  if (differ.some(arbitrary) && differ.every((base) => arbitrary(base) || MATTER.has(base))) {
    return new MeasureError(`${both} do not convert: an arbitrary unit is no mass and no amount`);
  }
  return new MeasureError(`${both} measure different things`);
}

// Base units of one kind of matter in one base unit of another.
function between(kind, of, toKind, to, book, src, dst) {
  if (kind === toKind && of === to) return ONE;
  const both = () => `"${measureText(src)}" and "${measureText(dst)}"`;
  if (kind === null && toKind === null) throw new MeasureError(`${both()} are of different substances`);
  if (kind === null || toKind === null) throw apartFrom(src, dst);
  if (UNITS.arbitrary.includes(kind) || UNITS.arbitrary.includes(toKind)) {
    if (kind === toKind) throw new MeasureError(`${both()} are of different substances`);
    throw new MeasureError(`${both()} do not convert: an arbitrary unit is no mass and no amount`);
  }
  if (of === null || to === null) {
    const kinds = `(${MATTER.get(kind)} to ${MATTER.get(toKind)})`;
    const texts = `\`${src.unit.text}\` and \`${dst.unit.text}\``;
    throw new MeasureError(`${texts} convert for a known substance only ${kinds}`);
  }
  const delivered = deliveredMoles(of, to, book);
  if (delivered === null) throw new MeasureError(`"${of}" and "${to}" are different substances`);
  return molesIn(kind, of, book).times(delivered).over(molesIn(toKind, to, book));
}

// Moles of one substance that stand for one mole of another, from salt to element or back.
function deliveredMoles(of, to, book) {
  const forward = molesGiven(of, book).get(to);
  if (forward !== undefined) return forward;
  const back = molesGiven(to, book).get(of);
  return back === undefined ? null : ONE.over(back);
}

// Moles of everything that one mole delivers; a circle of declarations adds nothing.
function molesGiven(name, book) {
  const moles = new Map([[name, ONE]]);
  function collect(from, amountOf, path) {
    for (const [count, given] of book.get(from)?.gives ?? []) {
      if (path.includes(given)) continue;
      const each = amountOf.times(new Ratio(BigInt(count), 1n));
      moles.set(given, (moles.get(given) ?? ZERO).plus(each));
      collect(given, each, [...path, given]);
    }
  }
  collect(name, ONE, [name]);
  return moles;
}

// Moles in one base unit (g, mol, eq) of a substance.
function molesIn(kind, of, book) {
  if (kind === "mol") return ONE;
  const found = book.get(of);
  if (kind === "g") {
    if (!found?.mass) throw new MeasureError(`"${of}" has no formula, so that its mass tells no amount`);
    return ONE.over(found.mass);
  }
  if (!found?.charge) throw new MeasureError(`"${of}" has no charge, so that its equivalents tell no amount`);
  return new Ratio(1n, BigInt(found.charge));
}

// The measure without its *per*: mmol/L of glucose, from mmol/L of glucose per unit of insulin; null where it has none.
function beforePer({ unit, of, per }) {
  let parts = unit.parts.filter(([, powered]) => powered === -1).map(([part]) => part);
  if (per !== null) {
    parts = parts.filter((part) => partOf(part).dimension.some(([base]) => MATTER.has(base)));
  } else {
    const last = unit.parts[unit.parts.length - 1];
    if (of === null || last === undefined || !TIMES.includes(last[0])) return null;
  }
  if (!parts.length) return null;
  return measure(combinedUnit(unit, unitOf([[parts[parts.length - 1], 1]]), 1), of);
}
