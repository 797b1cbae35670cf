// Which unknown inputs keep a condition or a number from being known, in the order met.
//
// Names are inputs, "today", and "REGIMEN step" or "REGIMEN time". An operand that is already decided does not ask.

class Search {
  constructor(values, testsToo = false, behind = null) {
    this.values = values;
    this.testsToo = testsToo;
    this.found = new Set();
    this.seen = new Set();
    this.behind = behind ?? new Map();
    if (behind === null && values.guideline.deep) this.askAll();
  }

  add(name) {
    if (this.values.input(name) === null) this.found.add(name);
  }

  condition(node) {
    let value;
    try {
      value = node.test(this.values);
    } catch (error) {
      if (error instanceof Faulty) return; // an operand that the run did not read, since others decided
      throw error;
    }
    if (value === null || (this.testsToo && value)) node.ask(this, value);
  }

  // What a true `or` rests on: nothing, if one of its true operands holds whatever else becomes known.
  anyTrue(operands) {
    const found = [];
    for (const operand of operands) {
      const behind = unknownBehind(this.values, operand);
      if (!behind.length && operand.test(this.values)) return;
      found.push(...behind);
    }
    for (const name of found) this.found.add(name);
  }

  number(node) {
    if (!isOne(node.find(this.values))) node.ask(this);
  }

  state(regimen, which) {
    const state = this.values.state(regimen);
    if (which === "step" || state.step === null) {
      if (state.step === null) this.found.add(`${regimen} step`);
    } else if (state.step > 0 && this.values.stateNumber(regimen, "time") === null) {
      this.found.add(state.since !== null ? "today" : `${regimen} time`);
    }
  }

  name(name) {
    const home = this.values.home(name);
    if (home === null) {
      this.add(name);
    } else if (!this.seen.has(name)) {
      this.seen.add(name);
      if (this.behind.has(name)) for (const each of this.behind.get(name)) this.found.add(each);
      else home.ask(this, name);
    }
  }

  // What is behind each named value, in the order in which they rest on each other; see `Values.findAll`.
  askAll() {
    for (const [name, home] of this.values.guideline.named) {
      const search = new Search(this.values, this.testsToo, this.behind);
      try {
        home.ask(search, name);
        this.behind.set(name, search.found);
      } catch (error) {
        if (!(error instanceof Faulty)) throw error; // it arises again where the name is asked for
      }
    }
  }
}

function unknownIn(values, ...conditions) {
  const search = new Search(values);
  for (const condition of conditions) if (condition !== null) search.condition(condition);
  return [...search.found];
}

function unknownInNumber(values, number) {
  const search = new Search(values);
  search.number(number);
  return [...search.found];
}

function unknownInName(values, name) {
  const search = new Search(values);
  search.name(name);
  return [...search.found];
}

// What a condition that is true or unknown rests on that is not known: `X is unknown` rests on X.
function unknownBehind(values, condition) {
  const search = new Search(values, true);
  search.condition(condition);
  return [...search.found];
}
