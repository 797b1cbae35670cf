// A dose for one patient: its amount as data and in words.

// `writtenAs` is the text of a literal, else the unit behind a computed number, in the singular and the plural.
function dose(number, low, unit, of, measure, frequency, words) {
  return { number, low, unit, of, measure, frequency, words };
}

// A literal of a dose, as written.
function written(text) {
  return { text };
}

// The unit behind a computed number, for one and for others.
function units(one, many) {
  return { one, many };
}

// Behind the amount: text, a volume (its number, how it is written, its words while unknown), more text.
function doseWords(amountUnit, lowUnit, after, volume, rest) {
  return { amountUnit, lowUnit, after, volume, rest };
}

function volume(number, unit, text) {
  return { number, unit, text };
}

function oneOf(values, number) {
  const found = number.find(values);
  return isOne(found) ? found[0] : null;
}

function withUnit(value, shownAs) {
  if (shownAs.text !== undefined) return shownAs.text;
  const unit = value instanceof Ratio && value.size().equals(ONE) ? shownAs.one : shownAs.many;
  return unit ? `${numberText(value)} ${unit}` : numberText(value);
}

const NO_DOSE = {
  amount: null,
  low: null,
  unit: null,
  of: null,
  frequency: null,
  route: null,
  step: null,
  measure: null,
};

// {dose, text}, or {unknown}: what to ask first.
function doseOf(values, node, rung) {
  const ladder = { ...NO_DOSE };
  if (rung !== null) Object.assign(ladder, { route: rung.regimen.route, step: rung.step });
  if (node.dose === null) return { dose: rung === null ? null : ladder, text: onLadder(node.text, rung) };
  const { number, low, words } = node.dose;
  const found = oneOf(values, number);
  const foundLow = low === null ? null : oneOf(values, low);
  if (found === null || (low !== null && foundLow === null)) {
    const wanted = low === null ? [number] : [number, low];
    return { unknown: [...new Set(wanted.flatMap((each) => unknownInNumber(values, each)))] };
  }
  arising([node.line], () => {
    const inVolume = words.volume === null ? null : oneOf(values, words.volume.number);
    for (const each of [found, foundLow, inVolume]) if (each !== null) checkLength(each);
  });
  const { unit, of, measure, frequency } = node.dose;
  return {
    dose: { ...ladder, amount: found, low: foundLow, unit, of, measure, frequency },
    text: onLadder(doseText(values, words, found, foundLow), rung),
  };
}

function doseText(values, words, found, low) {
  let text = "give ";
  if (low !== null) text += `${words.lowUnit === null ? numberText(low) : words.lowUnit.text} to `;
  text += withUnit(found, words.amountUnit) + words.after;
  if (words.volume !== null) {
    const known = oneOf(values, words.volume.number);
    text += ` in ${known === null ? words.volume.text : withUnit(known, words.volume.unit)}`;
  }
  return text + words.rest;
}

function onLadder(text, rung) {
  if (rung === null) return text;
  const { route, title } = rung.regimen;
  const said = rung.meanwhile ? `go on with ${text.slice("give ".length)}` : text;
  return `${said}${route ? `, ${route}` : ""}${rung.meanwhile ? ", meanwhile" : ""} (${title}, step ${rung.step}${rung.overdue ? ", overdue" : ""})`;
}

function doseJson(given) {
  const amount = given.amount === null ? null : numberJson(given.amount);
  return {
    amount: given.low === null ? amount : [numberJson(given.low), amount],
    unit: given.unit,
    of: given.of,
    frequency: given.frequency,
    route: given.route,
    step: given.step,
  };
}
