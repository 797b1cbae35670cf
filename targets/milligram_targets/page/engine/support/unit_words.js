// Units in words, for messages: `mcg`, `mL/min/1.73 m²`, `units`.

const SPOKEN = new Map(
  Object.entries({
    Cel: "°C", "[degF]": "°F", "[lb_av]": "lb", "[oz_av]": "oz", "[stone_av]": "stone", "[in_i]": "inch",
    "[ft_i]": "ft", "m[Hg]": "mHg", "m[H2O]": "mH2O", U: "unit", "[iU]": "IU", eq: "Eq", osm: "Osm", d: "day",
    wk: "week", mo: "month", a: "year",
  }),
);
const PLURALS = new Map(
  Object.entries({
    unit: "units", day: "days", week: "weeks", month: "months", year: "years", inch: "inches",
    "international unit": "international units",
  }),
);
const RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

function spokenPart(part) {
  const split = splitPrefix(part);
  if (split === null) return part;
  const [prefix, code] = split;
  const said = code === "U" && prefix ? "U" : SPOKEN.get(code) ?? code;
  return (prefix === "u" && ["g", "mol", "L"].includes(code) ? "mc" : prefix) + said;
}

// How an author would type the parts.
function writtenUnit(parts) {
  const one = (part, powered) => (part === "10*" ? `10^${powered}` : spokenPart(part) + (powered === 1 ? "" : powered));
  return joinedParts(parts, one, ".");
}

function joinedParts(parts, one, dot) {
  const spread = parts.flatMap(([part, powered]) =>
    part.startsWith("{") ? Array(Math.abs(powered)).fill([part, Math.sign(powered)]) : [[part, powered]],
  );
  const shown = (part, powered) =>
    /^[0-9]+$/.test(part) ? String(BigInt(part) ** BigInt(powered)) : one(part, powered);
  const over = spread.filter(([part, powered]) => powered > 0 || part === "10*").map(([part, p]) => shown(part, p));
  const under = spread.filter(([part, powered]) => powered < 0 && part !== "10*").map(([part, p]) => shown(part, -p));
  return over.join(dot) + under.map((item) => `/${item}`).join("") || "1";
}

// The unit for people, words in the plural over the stroke unless there is one of it; "" for a pure number.
function unitWords(unit, isSingle = false) {
  if (!unit.parts.length) return "";
  const raise = (powered) =>
    [...String(powered)].map((char) => (char === "-" ? "⁻" : RAISED_DIGITS[Number(char)])).join("");
  const one = (part, powered) => {
    if (part === "10*") return `10^${powered}`;
    let said = part === "[iU]" ? "international unit" : spokenPart(part);
    if (part.startsWith("{")) said = part.slice(1, -1).replace(/_m2/g, " m²").replace(/_/g, " ");
    return said + (powered === 1 ? "" : raise(powered));
  };
  const shown = [];
  for (const text of joinedParts(unit.parts, one, "·").split("/")) {
    // the number in mg/24/h belongs to the hour: mg/24 h
    if (shown.length > 1 && /^[0-9]+$/.test(shown[shown.length - 1])) shown[shown.length - 1] += ` ${text}`;
    else shown.push(text);
  }
  const plural = (said) => PLURALS.get(said) ?? UNITS.plurals.get(said) ?? said;
  if (!isSingle) shown[0] = shown[0].split("·").map(plural).join("·");
  if (shown[0] === "1" && shown.length > 1) shown[0] = "";
  return shown.join("/");
}
