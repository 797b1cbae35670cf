// Numbers, as the guideline's code builds them: each finds its possible values, and what to ask where it has not one.

function constant(line, value) {
  return { line, find: () => [value], ask: () => {} };
}

function inputNumber(line, name) {
  return {
    line,
    find: (values) => {
      const known = values.input(name);
      return known instanceof Ratio ? [known] : null;
    },
    ask: (search) => search.add(name),
  };
}

function stateNumber(line, regimen, which) {
  return {
    line,
    find: (values) => {
      const found = values.stateNumber(regimen, which);
      return found === null ? null : [found];
    },
    ask: (search) => search.state(regimen, which),
  };
}

function namedNumber(line, name) {
  return {
    line,
    find: (values) => {
      const possible = values.named(name);
      return possible === null || !possible.length ? null : possible.filter((item) => typeof item !== "string");
    },
    ask: (search) => search.name(name),
  };
}

// The points of a choice; of an unknown one, those of all its words. `points` are [word, number or null].
function pointsOf(line, name, key, points) {
  return {
    line,
    find: (values) => {
      const known = values.inputOr(key, name);
      const counted = typeof known === "string" ? points.filter(([word]) => word === known) : points;
      if (counted.some(([, value]) => value === null)) return null;
      return distinct(counted.map(([, value]) => value));
    },
    ask: (search) => search.add(name),
  };
}

function yearsSince(line, name) {
  return {
    line,
    find: (values) => {
      const born = values.input(name);
      const today = values.input("today");
      return born === null || today === null ? null : [completedYears(born, today)];
    },
    ask: (search) => {
      search.add(name);
      search.add("today");
    },
  };
}

// `apply` on every combination of the operands' possible values.
function computed(line, operands, apply) {
  return {
    line,
    find: (values) => {
      const possible = [];
      for (const operand of operands) {
        const found = operand.find(values);
        if (found === null) return null;
        possible.push(found);
      }
      const many = possible.some((found) => found.length > 1);
      return arising([line], () => {
        const results = [];
        try {
          for (const combination of combinations(possible)) results.push(apply(...combination));
        } catch (error) {
          if (many && error instanceof Undefined) return null;
          throw error;
        }
        return limited(distinct(results));
      });
    },
    ask: (search) => {
      for (const operand of operands) search.number(operand);
    },
  };
}

// Every choice of one of each, the last fastest.
function* combinations(many) {
  const places = many.map(() => 0);
  if (many.some((values) => !values.length)) return;
  for (;;) {
    yield many.map((values, index) => values[places[index]]);
    let index = many.length - 1;
    while (index >= 0 && places[index] === many[index].length - 1) {
      places[index] = 0;
      index -= 1;
    }
    if (index < 0) return;
    places[index] += 1;
  }
}

const OPERATIONS = {
  "+": add,
  "-": (left, right) => add(left, negated(right)),
  "*": multiply,
  "/": divide,
};

function operation(line, sign, left, right) {
  return computed(line, [left, right], OPERATIONS[sign]);
}

function raised(line, base, exponent) {
  return computed(line, [base, exponent], power);
}

const FUNCTIONS = {
  min: (...values) => least(values),
  max: (...values) => greatest(values),
  abs: absolute,
  sqrt: squareRoot,
  ln: logarithm,
  log10: decimalLogarithm,
  exp: exponential,
  floor: (value) => new Ratio(settled(value, ROUNDING.down), 1n),
};

function called(line, name, operands) {
  return computed(line, operands, FUNCTIONS[name]);
}

// A change of unit.
function scaled(line, operand, factor, offset) {
  return computed(line, [operand], (value) => add(multiply(value, factor), offset));
}

function rounded(line, operand, step, mode) {
  return computed(line, [operand], (value) => roundTo(value, step, mode));
}
