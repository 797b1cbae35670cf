// What conditions, numbers and named values come to for one patient.
//
// A condition is true, false or null (unknown). A number is the list of its possible values in ascending order (one: it
// is known), or null. Operands are read from left to right and only until the condition is settled.

// A value that does not exist, on its way from a formula to the pathway that needed it.
class Faulty extends Error {
  constructor(message, lines) {
    super(message);
    this.lines = [...new Set(lines)];
  }
}

// Names the lines where arithmetic has no value or cannot be decided.
function arising(lines, compute) {
  try {
    return compute();
  } catch (error) {
    if (error instanceof Undefined || error instanceof Undecided) throw new Faulty(error.message, lines);
    throw error;
  }
}

const MOST_SUMS = 10000;

// A set of more possible values than this is unknown.
function limited(values) {
  return values.length <= MOST_SUMS ? values : null;
}

const NOT_STARTED = { step: 0, time: null, since: null };

class Values {
  constructor(guideline, patient, asOf, assigned = null, actual = null) {
    this.guideline = guideline;
    this.patient = patient;
    this.asOf = asOf;
    this.assigned = assigned;
    this.actual = actual ?? this;
    this.conditions = new Map();
    this.found = new Map();
    this.chosen = new Map();
    this.faults = new Map();
    if (guideline.deep) this.findAll();
  }

  // Finds every named value in the order in which they rest on each other: a long chain of names would take more calls
  // within calls than a browser allows.
  findAll() {
    for (const [name, home] of this.guideline.named) {
      try {
        if (home.condition) this.namedCondition(name);
        else this.named(name);
      } catch (error) {
        if (!(error instanceof Faulty)) throw error;
        this.faults.set(name, error);
      }
    }
  }

  // A named value that was found to have none.
  refuseFaulty(name) {
    if (this.faults.has(name)) throw this.faults.get(name);
  }

  // The same patient, some unknown values assigned.
  under(assigned) {
    return new Values(this.guideline, this.patient, this.asOf, assigned, this);
  }

  input(name) {
    return this.patient.values.get(name) ?? (name === "today" ? this.asOf : null);
  }

  // What is assigned in place of an input, else the input.
  inputOr(key, name) {
    if (this.assigned !== null && this.assigned.has(key)) return this.assigned.get(key);
    return this.input(name);
  }

  state(regimen) {
    return this.patient.regimens.get(regimen) ?? NOT_STARTED;
  }

  // The step, or the days on it.
  stateNumber(regimen, which) {
    const { step, time, since } = this.state(regimen);
    if (which === "step") return step === null ? null : new Ratio(BigInt(step), 1n);
    if (step === 0) return null;
    const today = this.input("today");
    if (time === null && since !== null && today !== null) return new Ratio(BigInt(today.number - since.number), 1n);
    return time;
  }

  home(name) {
    return this.guideline.named.get(name) ?? null;
  }

  namedCondition(name) {
    this.refuseFaulty(name);
    if (!this.conditions.has(name)) this.conditions.set(name, this.home(name).condition.test(this));
    return this.conditions.get(name);
  }

  // What a define, a table's output or a score comes to.
  named(name) {
    this.refuseFaulty(name);
    if (!this.found.has(name)) this.found.set(name, this.home(name).find(this, name));
    return this.found.get(name);
  }

  isKnown(name, state) {
    if (state !== null) return this.stateNumber(name, state) !== null;
    const home = this.home(name);
    if (home === null) return this.input(name) !== null;
    if (home.condition) return this.namedCondition(name) !== null;
    return isOne(this.named(name));
  }
}

function isOne(possible) {
  return possible !== null && possible.length === 1;
}

// The one answer that all give; null where they differ.
function agreed(answers) {
  const found = new Set(answers);
  return found.size === 1 ? [...found][0] : null;
}

// Which cases are true and which are not ruled out, by their places. A condition of null stands for `otherwise`.
function select(values, conditions, firstThatApplies) {
  let settledAlready = false;
  let answers = conditions.map((condition) => {
    const answer = condition === null || settledAlready ? false : condition.test(values);
    settledAlready = settledAlready || (firstThatApplies && answer === true);
    return answer;
  });
  const noneTrue = answers.includes(true) ? false : answers.includes(null) ? null : true;
  answers = answers.map((answer, place) => (conditions[place] === null ? noneTrue : answer));
  if (firstThatApplies) {
    let doubtful = false;
    answers = answers.map((answer, place) => {
      const given = conditions[place] !== null;
      const effective = doubtful && answer === true && given ? null : answer;
      doubtful = doubtful || (answer === null && given);
      return effective;
    });
  }
  const places = answers.map((_, place) => place);
  return {
    true: places.filter((place) => answers[place] === true),
    open: places.filter((place) => answers[place] !== false),
  };
}
