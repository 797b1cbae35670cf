// Values with a name: conditions, formulas, tables and values by cases.

function definedCondition(condition) {
  return { condition, ask: (search) => search.condition(condition) };
}

function definedNumber(value) {
  return { find: (values) => value.find(values), ask: (search) => search.number(value) };
}

// A word or text as a value.
function word(text, group) {
  return { word: text, group };
}

// What the source leaves open; the text may be null.
function gap(text, group) {
  return { gap: true, text, group };
}

// A number as a value. Values that are written alike share a `group`.
function amount(number, group) {
  return { number, group };
}

// One row: its line, its condition (null: otherwise) and a value for each output.
function row(line, condition, ...outputs) {
  return { line, condition, outputs };
}

function table(line, names, firstThatApplies, rows) {
  const conditions = rows.map((each) => each.condition);

  // The differing values of an output that are not ruled out.
  function candidates(values, name) {
    const column = names.indexOf(name);
    let chosen = values.chosen.get(home);
    if (chosen === undefined) {
      chosen = select(values, conditions, firstThatApplies);
      values.chosen.set(home, chosen);
    }
    const places = chosen.true.length ? chosen.true : chosen.open;
    const found = new Map();
    for (const place of places) {
      const value = rows[place].outputs[column];
      if (!found.has(value.group)) found.set(value.group, value);
    }
    const kept = [...found.values()];
    if (!kept.length) throw new Faulty(`no case of ${name} applies`, [line]);
    if (chosen.true.length && kept.length > 1 && !isOne(together(values, kept))) {
      const lines = chosen.true.map((place) => rows[place].line);
      throw new Faulty(`several cases of ${name} apply, with different values`, lines);
    }
    return chosen.true.length ? kept.slice(0, 1) : kept;
  }

  const home = {
    candidates,
    find: (values, name) => together(values, candidates(values, name)),
    ask: (search, name) => {
      if (isOne(search.values.named(name))) return;
      const chosen = select(search.values, conditions, firstThatApplies);
      if (!chosen.true.length) {
        for (const place of chosen.open) if (conditions[place] !== null) search.condition(conditions[place]);
      }
      for (const value of candidates(search.values, name)) if (value.number) search.number(value.number);
    },
  };
  return home;
}

// Each named value by its name; a table of several outputs stands under each of them. `homes` are [names, home].
function namesOf(homes) {
  return new Map(homes.flatMap(([names, home]) => names.map((name) => [name, home])));
}

// All the values together: possible if each is known or possible, else unknown.
function together(values, several) {
  const numbers = [];
  const words = [];
  for (const value of several) {
    if (value.gap) return null;
    if (value.number) {
      const members = value.number.find(values);
      if (members === null) return null;
      numbers.push(...members);
    } else words.push(value.word);
  }
  if (words.length) return [...new Set(words)];
  return arising(
    several.map((value) => value.number.line),
    () => limited(distinct(numbers)),
  );
}
