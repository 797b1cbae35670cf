// Where each regimen stands after a run, and which moves can come next. Nothing is decided here: the run has decided.

function courses(run) {
  return [...run.guideline.regimens.values()].map((ladder) => courseOf(run, ladder)).filter((each) => each !== null);
}

// How long the patient has been on the step, on which a course leaves the patient.
function clockOf(run, course) {
  const today = run.values.input("today");
  if (["start", "step up", "step down"].includes(course.action)) return Clock.starting(today);
  const { since } = run.values.state(course.regimen);
  return Clock.of(since, run.values.stateNumber(course.regimen, "time"), today);
}

function courseOf(run, ladder) {
  const state = run.values.patient.regimens.get(ladder.name);
  const step = state === undefined ? 0 : state.step;
  const given = run.given.get(ladder.name) ?? null;
  if (given === null && step === 0) return null;
  const { action, to, unknown, line } = actionOf(run, ladder, step, given);
  const course = {
    regimen: ladder.name,
    action,
    from: step,
    to,
    since: null,
    time: null,
    overdue: false,
    next: [],
    unknown,
    line,
  };
  if (!to) return course;
  const clock = clockOf(run, course);
  course.since = clock.began;
  course.time = clock.elapsed;
  course.overdue = given !== null && given.outcome === action && given.move.overdue;
  if (action !== "hold") course.next = nextMoves(run, ladder, to, clock, given);
  return course;
}

// What is done, the step after it, what it waits for, and the line that says so.
function actionOf(run, ladder, step, given) {
  const found = run.interrupted.get(ladder.name) ?? null;
  const waits = [...new Set((found === null ? [] : found.reasons).flatMap((reason) => reason.unknown))];
  if (found !== null && found.reasons.length && found.kind !== "stay") {
    const to = found.kind === "stop" ? 0 : step;
    return { action: found.kind, to, unknown: waits, line: found.reasons[0].rule.line };
  }
  if (given !== null) {
    if (isHalted(given)) return { action: given.outcome, to: step, unknown: run.record.halting(), line: given.line };
    const left = [...new Set([...waits, ...given.move.waiting.flatMap((each) => each.unknown)])];
    return { action: given.outcome, to: given.move.alone ? null : given.move.step, unknown: left, line: given.line };
  }
  const said = saidOf(run, ladder);
  if (said !== null && step !== null) {
    return { action: said.kind, to: said.kind === "stop" ? 0 : step, unknown: [], line: said.line };
  }
  if (step === null) return { action: "undecided", to: null, unknown: [`${ladder.name} step`], line: null };
  if (run.halted) return { action: "undecided", to: step, unknown: run.record.halting(), line: null };
  return { action: "unsaid", to: step, unknown: waits, line: null };
}

// Whether a statement of the pathway stops or holds the regimen, by its name or that of its one drug.
function saidOf(run, ladder) {
  const own = ladder.of === null ? [] : run.guideline.delivers.get(ladder.of);
  const about = [...run.record.advice.values()].filter((each) => each.what === ladder.name || own.includes(each.what));
  return about.find((each) => each.kind === "stop") ?? about.find((each) => each.kind === "hold") ?? null;
}

function nextMoves(run, ladder, step, clock, given) {
  const left = new Map(given === null ? [] : given.move.waiting.map((each) => [each.rule, each.unknown]));
  return waysFrom(ladder, step).map((each) => {
    const { low, high, months } = each.after ?? { low: ZERO, high: ZERO, months: null };
    const [earliest, latest] = clock.decided(low, high, months);
    const ranged = high.compare(low) > 0;
    return {
      kind: { beyond: "beyond", step: "step up", back: "step down" }[each.kind],
      step: each.kind === "beyond" ? step : each.number,
      text: each.move,
      when: each.due,
      after_days: [numberJson(low), ranged ? numberJson(high) : null],
      earliest: isoOf(earliest),
      latest: ranged ? isoOf(latest) : null,
      unknown: left.get(each) ?? [],
      line: each.line,
    };
  });
}

function isoOf(day) {
  return day === null ? null : day.iso;
}

function courseJson(course) {
  return {
    regimen: course.regimen,
    action: course.action,
    from_step: course.from,
    to_step: course.to,
    since: isoOf(course.since),
    days: course.time === null ? null : numberJson(course.time),
    overdue: course.overdue,
    next: course.next,
    unknown: course.unknown,
    line: course.line,
  };
}
