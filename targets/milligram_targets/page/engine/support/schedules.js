// What is measured next, and when: a schedule for each monitor that the run starts, or that goes on beside a regimen.

const GIVEN = ["start", "stay", "step up", "step down", "beyond"];

function monitor(name, inputs, serves, lines) {
  return { name, inputs, serves, lines };
}

// A line of a schedule; `days` says whether its condition may change with the day.
function measurement(line, kind, text, wait, every, everyMonths, condition, words, days) {
  return { line, kind, text, after: wait, every, everyMonths, condition, words, days };
}

function schedules(run, found) {
  const running = found.filter((course) => course.to);
  const today = () => ({ clock: Clock.starting(run.values.input("today")), course: null, begins: true });
  const from = (course) => ({ clock: clockOf(run, course), course, begins: course.action === "start" });
  return [...run.guideline.monitors.values()].flatMap((each) => {
    const started = run.started.has(each.name);
    const served = running.filter((course) => each.serves.includes(course.regimen));
    let starts;
    if (started) {
      const counted = served.length ? served : running.filter((course) => GIVEN.includes(course.action));
      starts = counted.length ? counted.map(from) : [today()];
    } else {
      starts = served.filter((course) => course.from).map(from);
    }
    return starts.map((begun) => ({
      monitor: each.name,
      started,
      regimen: begun.course === null ? null : begun.course.regimen,
      since: isoOf(begun.clock.began),
      next: each.lines.map((line) => measured(run, each, line, begun)).filter((line) => line !== null),
    }));
  });
}

function measured(run, monitored, line, begun) {
  const time = timeOf(line, begun);
  if (time === null) return null;
  let answer = true;
  let unknown = [];
  if (line.condition !== null) {
    [answer, unknown] = standing(run, line.condition);
    if (answer === false && !line.days) return null;
  }
  const [low, high, [earliest, latest]] = time;
  return {
    inputs: [...monitored.inputs],
    text: line.text,
    if: line.words,
    holds: answer,
    unknown,
    after_days: [low, high].map((days) => (days === null ? null : numberJson(days))),
    earliest: isoOf(earliest),
    latest: isoOf(latest),
    line: line.line,
  };
}

// The condition as it stands in this run; a number that does not exist leaves it open.
function standing(run, condition) {
  let answer;
  try {
    answer = condition.test(run.values);
  } catch (error) {
    if (error instanceof Faulty) return [null, []];
    throw error;
  }
  return [answer, answer === null ? unknownIn(run.values, condition) : []];
}

// When a line is due next, in days and as dates; null where it is past.
function timeOf(line, { clock, begins }) {
  if (line.kind === "unspecified") return [null, null, [null, null]];
  if (line.kind === "baseline") return begins ? [ZERO, ZERO, [clock.began, clock.began]] : null;
  if (line.kind === "every") return turnOf(clock, line.every, line.everyMonths);
  const { low, high, months } = line.after;
  const dates = clock.measured(low, high, months);
  return isPast(clock, high, dates) ? null : [low, high, dates];
}

function isPast(clock, high, dates) {
  if (clock.began !== null && clock.today !== null && dates[1] !== null) return dates[1].number < clock.today.number;
  return clock.elapsed !== null && clock.elapsed.compare(high) > 0;
}

// The first turn that is not over yet, counted from the start; the first of all where the time is unknown.
function turnOf(clock, every, months) {
  let turn = 1n;
  if (clock.elapsed !== null) {
    const passed = clock.elapsed.over(every).ceil();
    if (passed > 1n) turn = passed;
  }
  if (months !== null && clock.began !== null && clock.today !== null) {
    turn = BigInt(calendarTurn(clock.began, clock.today, months));
  }
  const days = every.times(new Ratio(turn, 1n));
  if (clock.elapsed === null && clock.began === null) return [days, days, [null, null]];
  const both = months === null ? null : [months * Number(turn), months * Number(turn)];
  return [days, days, clock.measured(days, days, both)];
}

function calendarTurn(began, today, months) {
  const apart = (today.year - began.year) * 12 + today.month - began.month;
  let turn = Math.max(1, Math.floor(apart / months));
  for (;;) {
    const day = monthsAfter(began, months * turn);
    if (day === null || day.number >= today.number) return turn;
    turn += 1;
  }
}
