// What a run has said so far: duplicates joined, questions in order.

const NOTED = { grade: null, because: null, sources: [] };

function notes(grade, because, sources) {
  return { grade, because, sources };
}

class Record {
  constructor(guideline) {
    this.guideline = guideline;
    this.advice = new Map();
    this.reports = new Map();
    this.trace = [];
    this.blocked = new Map();
    this.would = new Map();
    this.faults = new Map();
    this.waiting = new Map();
  }

  // Adds advice, unless the same was said from another line.
  say(advice) {
    const { dose, ...rest } = advice;
    const amounts = dose && [dose.amount, dose.low].map((each) => (each === null ? null : each.key()));
    const alikeKey = JSON.stringify([{ ...rest, line: 0 }, dose && { ...dose, amount: amounts, low: null }]);
    if (!this.advice.has(alikeKey)) this.advice.set(alikeKey, advice);
  }

  // Notes what waits for each of the unknown inputs.
  wait(names, texts, halting) {
    for (const name of names) {
      if (!this.waiting.has(name)) this.waiting.set(name, { halting: false, blocks: new Set() });
      const waiting = this.waiting.get(name);
      waiting.halting = waiting.halting || halting;
      for (const text of texts) waiting.blocks.add(text);
    }
  }

  block(blocked) {
    this.blocked.set(JSON.stringify(blocked), blocked);
  }

  wouldApply(text, condition, unknown, line) {
    const item = { text, if: condition, unknown, line };
    this.would.set(JSON.stringify(item), item);
  }

  // Notes in the trace that the pathway does not go on from a statement, whose first entry stands at `place`.
  ended(place) {
    if (this.trace[place].branch === null) this.trace[place].branch = ENDED;
  }

  fault(fault) {
    const item = { message: fault.message, lines: fault.lines };
    this.faults.set(JSON.stringify(item), item);
  }

  // The unknown inputs at which a pathway halted, in the order met.
  halting() {
    return [...this.waiting].filter(([, waiting]) => waiting.halting).map(([name]) => name);
  }

  // The halting place's questions first, then those that most waits for, then in order of declaration.
  asks() {
    const { questions } = this.guideline;
    const order = new Map([...questions.keys()].map((name, rank) => [name, rank]));
    const rank = (name) => order.get(name) ?? order.size;
    const sorted = [...this.waiting].sort(
      ([left, one], [right, other]) =>
        Number(other.halting) - Number(one.halting) ||
        other.blocks.size - one.blocks.size ||
        rank(left) - rank(right),
    );
    return sorted.map(([name, { blocks }]) => ({
      input: name,
      question: questions.get(name) ?? `What is the ${name}?`,
      blocks: [...blocks],
    }));
  }
}

// --- reports ---------------------------------------------------------------------------------------------------------

// A value as JSON: a number, yes or no, a word, an ISO date, a list. Null is unknown.
function valueJson(value) {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (value instanceof Ratio || value instanceof Real) return numberJson(value);
  if (value instanceof Set) return [...value].sort();
  return value.iso;
}

// The value of an input or a named value, and whether something of it is unknown. Throws `Undecided` for a number that is
// too long to be written.
function reported(values, name) {
  const home = values.home(name);
  if (home === null) {
    const value = values.input(name);
    return [valueJson(value), value === null];
  }
  if (home.condition) {
    const value = values.namedCondition(name);
    return [value, value === null];
  }
  const possible = values.named(name);
  if (possible === null) {
    const remaining = home.candidates ? home.candidates(values, name) : [];
    if (!remaining.length || !remaining.every((value) => value.gap)) return [null, true];
    return [{ unspecified: remaining[0].text || "the source gives no value" }, false];
  }
  const words = possible.filter((item) => typeof item === "string");
  if (words.length) return words.length === 1 ? [words[0], false] : [{ one_of: words }, true];
  const [low, high] = [possible[0], possible[possible.length - 1]];
  checkLength(low);
  if (possible.length === 1) return [numberJson(low), false];
  checkLength(high);
  return [{ low: numberJson(low), high: numberJson(high) }, true];
}

// Inputs, and states of regimens written "REGIMEN step", with the patient's values.
function valuesRead(values, names) {
  return Object.fromEntries(
    names.map((name) => {
      const [regimen, which] = name.split(" ");
      return [name, valueJson(which ? values.stateNumber(regimen, which) : values.input(name))];
    }),
  );
}
