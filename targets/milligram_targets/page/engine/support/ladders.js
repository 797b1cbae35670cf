// Ladders: the step that a regimen is at or moves to, and what interrupts one that runs.

// How long a rule waits, in days, and in whole months where it counts in them.
function after(low, high, months = null) {
  return { low, high, months };
}

// A rule by which a ladder moves: "step" to the next one, "beyond" the last, "back" to an earlier one.
function rule(kind, line, number, wait, condition, reads, move, due, body, noted) {
  return { kind, line, number, after: wait, condition, reads, move, due, body, notes: noted };
}

// `stop when` and `hold while`; `text` is the condition in words.
function interruption(id, line, kind, condition, reads, words, text, noted) {
  return { id, line, kind, condition, reads, words, text, ...noted };
}

function regimen(name, title, of, route, own, steps, beyond, back, interruptions) {
  return { name, title, of, route, own, steps, beyond, back, interruptions };
}

// --- what interrupts -------------------------------------------------------------------------------------------------

// {kind: "stop", "hold" or "stay", reasons}, or null. `stay` only forbids a move.
function interruptionOf(values, ladder, step) {
  const own = ladder.interruptions.map((each) => [each, each.condition.test(values)]);
  const gives = Ahead.of(values, ladder.steps[step - 1].body).filter(([node]) => isGive(node));
  const sure = gives.filter(([, certain]) => certain).map(([node]) => node.what);
  const possible = gives.filter(([, certain]) => !certain).map(([node]) => node.what);
  const onSure = objections(values, sure, ladder.name);
  const onAny = objections(values, [...sure, ...possible], ladder.name);
  const told = (answer) => own.filter(([, given]) => given === answer).map(([each]) => ownRule(values, each, answer));
  const about = (kind) => told(true).filter((each) => each.rule.kind === kind);
  const stops = [...about("stop"), ...onSure.filter(isKnownTrue)];
  if (stops.length) return { kind: "stop", reasons: stops };
  const holdings = [...about("hold"), ...onAny];
  if (holdings.length) return { kind: "hold", reasons: holdings };
  const openOnes = told(null);
  return openOnes.length ? { kind: "stay", reasons: openOnes } : null;
}

function isGive(node) {
  return node.kind === "give" || node.kind === "climb";
}

function ownRule(values, each, answer) {
  return objection(values, each, answer, unknownIn(values, each.condition));
}

// What would stop the regimen if it runs, when nobody knows whether it does.
function trueAtUnknownStep(values, ladder) {
  const own = ladder.interruptions.filter((each) => each.kind === "stop" && each.condition.test(values));
  return [
    ...own.map((each) => ownRule(values, each, true)),
    ...objections(values, [ladder.name], null).filter(isKnownTrue),
  ];
}

// Reads what stops or holds each regimen at step 1 or later, before any pathway.
function readInterruptions(run) {
  for (const ladder of run.guideline.regimens.values()) {
    const state = run.values.patient.regimens.get(ladder.name);
    if (state === undefined || state.step === 0) continue;
    try {
      if (state.step === null) {
        doubt(run, ladder);
      } else {
        const found = interruptionOf(run.values, ladder, state.step);
        if (found !== null) {
          run.interrupted.set(ladder.name, found);
          interrupt(run, ladder, found);
        }
      }
    } catch (error) {
      if (!(error instanceof Faulty)) throw error;
      run.record.fault(error);
      run.interrupted.set(ladder.name, { kind: "hold", reasons: [] });
    }
  }
}

function interrupt(run, ladder, found) {
  const { record } = run;
  if (found.kind === "stay") {
    for (const { rule: each, unknown } of found.reasons) {
      const text = `${each.kind} ${ladder.title}`;
      record.wouldApply(text, each.text, unknown, each.line);
      record.wait(unknown, [text], false);
    }
    return;
  }
  const top = found.reasons[0].rule;
  const text = `${found.kind} ${ladder.title}`;
  const because = [...new Set(found.reasons.map(whyText))].join("; ");
  record.say({
    kind: found.kind,
    what: ladder.name,
    text,
    dose: null,
    grade: top.grade,
    because,
    sources: [...new Set(found.reasons.flatMap((reason) => reason.sources))],
    line: top.line,
    regimen: null,
    drug: null,
  });
  record.wait([...new Set(found.reasons.flatMap((reason) => reason.unknown))], [`continue ${ladder.title}`], false);
  const values = valuesRead(run.values, found.reasons.flatMap((reason) => reason.rule.reads));
  record.trace.push({ line: top.line, what: found.kind, text, outcome: because, values, id: top.id, branch: null });
}

function doubt(run, ladder) {
  for (const reason of trueAtUnknownStep(run.values, ladder)) {
    const name = `${ladder.name} step`;
    run.record.wouldApply(`stop ${ladder.title}`, `${ladder.title} step at least 1`, [name], reason.rule.line);
    run.record.wait([name], [`stop ${ladder.title}`], false);
  }
}

// --- moves -----------------------------------------------------------------------------------------------------------

// Where a regimen goes: {step, beyond, alone, overdue, waiting}.
function nextMove(values, ladder, step) {
  const due = (each) => [each, isDue(values, ladder, each)];
  const backs = ladder.back.filter((each) => each.number < step).map(due);
  const back = backs.filter(([, answer]) => answer).map(([each]) => each);
  const ahead = step === ladder.steps.length ? ladder.beyond : [ladder.steps[step]];
  const forward = ahead.map(due);
  const taken = forward.filter(([, answer]) => answer).map(([each]) => each);
  if (new Set(back.map((each) => each.number)).size > 1 || (back.length && taken.length)) {
    throw new Faulty(`several moves of ${ladder.title} are due at once`, [...back, ...taken].map((each) => each.line));
  }
  const isLate = (each) => isOverdue(values, ladder, each.after);
  if (back.length) return move(back[0].number, { overdue: isLate(back[0]) });
  const pend = (each) => pending(values, ladder, each);
  const waitingBack = backs.filter(([, answer]) => answer === null).map(([each]) => pend(each));
  const waiting = [...waitingBack, ...forward.filter(([, answer]) => answer === null).map(([each]) => pend(each))];
  if (waitingBack.length) return move(step, { waiting: [...waiting, ...taken.map(pend)] });
  const up = taken.find((each) => each.kind === "step");
  if (up !== undefined) return move(up.number, { overdue: isLate(up), waiting });
  return move(step, {
    beyond: taken,
    alone: taken.some((each) => endsIt(values, ladder, each)),
    overdue: taken.some(isLate),
    waiting,
  });
}

function move(step, { beyond = [], alone = false, overdue = false, waiting = [] } = {}) {
  return { step, beyond, alone, overdue, waiting };
}

function isDue(values, ladder, each) {
  let timely = true;
  if (each.after !== null) {
    const time = values.stateNumber(ladder.name, "time");
    timely = time === null ? null : time.compare(each.after.low) >= 0;
  }
  const holdsNow = each.condition === null || timely === false ? true : each.condition.test(values);
  if (timely === false || holdsNow === false) return false;
  return timely && holdsNow ? true : null;
}

// Past the upper bound of a range of time; a single time has none.
function isOverdue(values, ladder, wait) {
  const time = values.stateNumber(ladder.name, "time");
  return wait !== null && wait.high.compare(wait.low) > 0 && time !== null && time.compare(wait.high) > 0;
}

// Whether statements beyond the last step stop or hold what the regimen delivers.
function endsIt(values, ladder, each) {
  return Ahead.of(values, each.body).some(
    ([node, sure]) =>
      sure && node.kind === "say" && (node.says === "stop" || node.says === "hold") && ladder.own.includes(node.what),
  );
}

function pending(values, ladder, each) {
  const unknown = new Set(unknownIn(values, each.condition));
  if (each.after !== null && values.stateNumber(ladder.name, "time") === null) {
    unknown.add(values.state(ladder.name).since !== null ? "today" : `${ladder.name} time`);
  }
  return { rule: each, unknown: [...unknown] };
}

// --- giving ----------------------------------------------------------------------------------------------------------

// Gives the step that a regimen is at, or moves to, one move a run.
function giveRegimen(run, node, ladder) {
  if (run.giving.includes(ladder.name)) throw new Faulty(`${ladder.title} gives itself`, [node.line]);
  const { step } = run.values.state(ladder.name);
  if (step === null) return run.halt(node, [`${ladder.name} step`], [node.text]);
  const found = run.interrupted.get(ladder.name);
  if (found !== undefined && found.kind !== "stay") return run.blockGive(node, ladder.name, found.reasons);
  let chosen;
  if (step === 0) chosen = move(1);
  else chosen = found === undefined ? nextMove(run.values, ladder, step) : move(step);
  for (const { rule: each, unknown } of chosen.waiting) {
    run.record.wait(unknown, [each.move], false);
    run.record.wouldApply(each.move, each.due, unknown, each.line);
  }
  const blocked = run.record.blocked.size;
  const flow = climbTo(run, node, ladder, step, chosen);
  let outcome = outcomeOf(step, chosen);
  if (flow === HALT) outcome = run.record.blocked.size > blocked ? "withhold" : "undecided";
  run.cameTo(ladder.name, { move: chosen, outcome, line: node.line });
  return flow;
}

function climbTo(run, node, ladder, step, chosen) {
  const late = chosen.overdue ? ", overdue" : "";
  const outcome = step !== chosen.step ? `step ${step} to step ${chosen.step}${late}` : `step ${step}${late}`;
  run.note(node, "step", outcome, lookedAt(ladder, step));
  const outer = run.rung;
  run.giving.push(ladder.name);
  const taken = ladder.steps[chosen.step - 1];
  const goesOn = chosen.beyond.length > 0;
  const bodies = chosen.alone ? [] : [[taken, chosen.overdue && !goesOn, goesOn]];
  bodies.push(...chosen.beyond.map((each) => [each, chosen.overdue, false]));
  let flow = ON;
  for (const [each, overdue, meanwhile] of bodies) {
    run.rung = { regimen: ladder, step: chosen.step, notes: each.notes, call: node.notes, overdue, meanwhile };
    flow = run.block(each.body);
    if (flow !== ON) break;
  }
  run.rung = outer;
  run.giving.pop();
  return flow;
}

// What a move reads: the state, and the conditions of the ways from here.
function lookedAt(ladder, step) {
  const rules = waysFrom(ladder, step);
  const states = step ? [`${ladder.name} step`, `${ladder.name} time`] : [`${ladder.name} step`];
  return [...states, ...rules.flatMap((each) => each.reads)];
}

// Back to an earlier step, to the next, or beyond the last.
function waysFrom(ladder, step) {
  const rules = ladder.back.filter((each) => each.number < step);
  if (step) rules.push(...(step < ladder.steps.length ? [ladder.steps[step]] : ladder.beyond));
  return rules;
}

function outcomeOf(step, chosen) {
  if (step === 0) return "start";
  if (chosen.beyond.length) return "beyond";
  return chosen.step === step ? "stay" : chosen.step > step ? "step up" : "step down";
}

function isHalted(given) {
  return given.outcome === "withhold" || given.outcome === "undecided";
}
