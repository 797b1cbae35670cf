// Conditions, as the guideline's code builds them: each tells its value, and what to ask where that is unknown.

function always(value) {
  return { test: () => value, ask: () => {} };
}

function flag(name, key) {
  return {
    test: (values) => {
      const known = values.inputOr(key, name);
      return typeof known === "boolean" ? known : null;
    },
    ask: (search) => search.add(name),
  };
}

function holds(name) {
  return {
    test: (values) => values.namedCondition(name),
    ask: (search) => search.name(name),
  };
}

function inputWord(name, key) {
  return {
    name,
    find: (values) => {
      const known = values.inputOr(key, name);
      return typeof known === "string" ? [known] : null;
    },
  };
}

function namedWord(name) {
  return {
    name,
    find: (values) => {
      const possible = values.named(name);
      return possible === null || !possible.length ? null : possible.filter((item) => typeof item === "string");
    },
  };
}

function wordIs(subject, words) {
  return {
    test: (values) => {
      const possible = subject.find(values);
      return possible === null ? null : agreed(possible.map((word) => words.includes(word)));
    },
    ask: (search) => search.name(subject.name),
  };
}

// Whether a set holds at least one of the words.
function has(name, words, keys) {
  return {
    test: (values) => {
      const known = values.input(name);
      if (known instanceof Set) return words.some((word) => known.has(word));
      let answer = false;
      for (const key of keys) {
        const inner = values.assigned === null ? null : values.assigned.get(key) ?? null;
        if (inner === true) return true;
        answer = inner === null ? null : answer;
      }
      return answer;
    },
    ask: (search) => search.add(name),
  };
}

function known(name, wanted, state = null) {
  return {
    test: (values) => values.actual.isKnown(name, state) === wanted,
    ask: (search) => {
      if (wanted || !search.testsToo) return;
      if (state === null) search.name(name);
      else search.state(name, state);
    },
  };
}

function not(operand) {
  return {
    test: (values) => {
      const inner = operand.test(values);
      return inner === null ? null : !inner;
    },
    ask: (search, value) => {
      if (value === null) search.condition(operand);
    },
  };
}

// The settling value as soon as an operand has it; its opposite if all have that; else unknown.
function first(values, operands, settling) {
  let answer = !settling;
  for (const operand of operands) {
    const inner = operand.test(values);
    if (inner === settling) return settling;
    answer = inner === null ? null : answer;
  }
  return answer;
}

function askAll(search, operands) {
  for (const operand of operands) search.condition(operand);
}

function all(operands) {
  return {
    test: (values) => first(values, operands, false),
    ask: (search) => askAll(search, operands),
  };
}

function any(operands) {
  return {
    test: (values) => first(values, operands, true),
    ask: (search, value) => {
      if (value) search.anyTrue(operands);
      else askAll(search, operands);
    },
  };
}

function atLeast(count, operands) {
  return {
    test: (values) => {
      let sure = 0;
      let unsure = 0;
      let left = operands.length;
      for (const operand of operands) {
        if (sure >= count || sure + unsure + left < count) break;
        const inner = operand.test(values);
        if (inner === true) sure += 1;
        if (inner === null) unsure += 1;
        left -= 1;
      }
      if (sure >= count) return true;
      return sure + unsure >= count ? null : false;
    },
    ask: (search) => askAll(search, operands),
  };
}

// --- comparisons -----------------------------------------------------------------------------------------------------

// One end of a band. `pair` is the key under which a score assigns how the two compare.
function closed(value, pair = null) {
  return { value, included: true, pair };
}

function open(value, pair = null) {
  return { value, included: false, pair };
}

// The subject lies between two ends; null is no end. `key`, `factor` and `offset` tell how a score assigns the subject.
function band(line, subject, low = null, high = null, key = null, factor = ONE, offset = ZERO) {
  const bounds = [
    [low, 1],
    [high, -1],
  ].filter(([bound]) => bound !== null);

  function subjectOf(values) {
    if (values.assigned !== null && key !== null && values.assigned.has(key)) {
      return [values.assigned.get(key).times(factor).plus(offset)];
    }
    return subject.find(values);
  }

  function onSide(values, possible, bound, side) {
    if (values.assigned !== null && bound.pair !== null && values.assigned.has(bound.pair)) {
      const sign = values.assigned.get(bound.pair);
      return sign === side || (sign === 0 && bound.included);
    }
    const limits = possible === null ? null : bound.value.find(values);
    if (limits === null) return null;
    const wanted = bound.included ? [0, side] : [side];
    const smallest = [possible[0], limits[limits.length - 1]];
    const largest = [possible[possible.length - 1], limits[0]];
    const [hardest, easiest] = side > 0 ? [smallest, largest] : [largest, smallest];
    return arising([line], () => {
      if (wanted.includes(compare(...hardest))) return true;
      return wanted.includes(compare(...easiest)) ? null : false;
    });
  }

  function within(value, least, most) {
    if (least !== null && low !== null) {
      const sign = compare(value, least);
      if (sign < 0 || (sign === 0 && !low.included)) return false;
    }
    if (most !== null && high !== null) {
      const sign = compare(value, most);
      if (sign > 0 || (sign === 0 && !high.included)) return false;
    }
    return true;
  }

  // Each possible value against both ends at once: 2 and 5 are both outside 3 to 4.
  function eachWithin(values, possible) {
    const lows = low === null ? [null] : low.value.find(values);
    const highs = high === null ? [null] : high.value.find(values);
    if (lows === null || highs === null) return null;
    return arising([line], () => {
      if (lows.length === 1 && highs.length === 1) {
        const inside = possible.find((value) => within(value, lows[0], null));
        return inside !== undefined && within(inside, lows[0], highs[0]) ? null : false;
      }
      return agreed(possible.flatMap((value) => lows.flatMap((a) => highs.map((b) => within(value, a, b)))));
    });
  }

  return {
    test: (values) => {
      const possible = subjectOf(values);
      let answer = true;
      for (const [bound, side] of bounds) {
        const inner = onSide(values, possible, bound, side);
        if (inner === false) return false;
        answer = inner === null ? null : answer;
      }
      if (answer === null && possible !== null && possible.length > 1) return eachWithin(values, possible);
      return answer;
    },
    ask: (search) => {
      search.number(subject);
      for (const [bound] of bounds) search.number(bound.value);
    },
  };
}
