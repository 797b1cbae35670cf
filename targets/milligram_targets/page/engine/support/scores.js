// The values that a score can have while some of its lines are not settled.
//
// Lines that share an unknown value are counted jointly: the compiler has found which do (components), and a few values
// that stand for all the ways in which each unknown can fall (cells).

const MOST_ASSIGNMENTS = 20000;

// One line: its points when its condition holds; null: always.
function points(line, number, condition = null) {
  return { line, number, condition };
}

// What can fall in several ways: an input, or numbers that are compared.
function variable(key, input, numbers, cells) {
  return { key, input, numbers, cells };
}

function score(line, lines, components) {
  function counts(values, each) {
    return each.condition === null ? true : each.condition.test(values);
  }

  // The sum of some lines; null where one is not settled.
  function sumOf(values, indices) {
    let total = ZERO;
    for (const index of indices) {
      const each = lines[index];
      const holdsNow = counts(values, each);
      if (holdsNow === null) return null;
      if (holdsNow) {
        const found = each.number.find(values);
        if (!isOne(found)) return null;
        total = add(total, found[0]);
      }
    }
    return total;
  }

  function ofComponent(values, [indices, variables]) {
    const unsettled = variables.filter((each) => !isSettled(values, each));
    if (!unsettled.length) {
      const total = sumOf(values, indices);
      return total === null ? null : [total];
    }
    const cells = unsettled.map((each) => each.cells);
    if (cells.reduce((product, some) => product * some.length, 1) > MOST_ASSIGNMENTS) return apart(values, indices);
    const sums = [];
    for (const combination of combinations(cells)) {
      const there = values.under(new Map(unsettled.map((each, index) => [each.key, combination[index]])));
      if (values.guideline.impossible.some((rule) => rule.condition.test(there) === true)) continue;
      const total = sumOf(there, indices);
      if (total === null) return null;
      sums.push(total);
    }
    const found = arising([line], () => distinct(sums));
    return found.length ? found : null;
  }

  // Each line by itself: nothing, its points, or either.
  function apart(values, indices) {
    let possible = [ZERO];
    for (const index of indices) {
      const each = lines[index];
      const holdsNow = counts(values, each);
      if (holdsNow === false || possible === null) continue;
      const found = each.number.find(values);
      if (found === null) return null;
      possible = sums(each.line, possible, holdsNow ? found : [ZERO, ...found]);
    }
    return possible;
  }

  return {
    find: (values) => {
      const total = sumOf(values, lines.keys());
      if (total !== null || values.assigned !== null) return total === null ? null : [total];
      let possible = [ZERO];
      for (const component of components) {
        const found = ofComponent(values, component);
        possible = found === null ? null : sums(line, possible, found);
        if (possible === null) return null;
      }
      return possible;
    },
    ask: (search) => {
      for (const each of lines) {
        if (each.condition !== null) search.condition(each.condition);
        if (each.condition === null || each.condition.test(search.values) !== false) search.number(each.number);
      }
    },
  };
}

// Every sum of one value of each.
function sums(line, left, right) {
  return arising([line], () => limited(distinct(left.flatMap((a) => right.map((b) => add(a, b))))));
}

function isSettled(values, each) {
  if (each.input !== null) return values.input(each.input) !== null;
  return each.numbers.every((number) => isOne(number.find(values)));
}
