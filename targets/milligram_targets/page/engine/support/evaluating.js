// One run of a guideline: whether it applies, the regimens that run, then every pathway; and its result as JSON.

// Whether the guideline is for this patient; null where it cannot be told, which is asked, or has no value.
function whetherItApplies(run) {
  const condition = run.guideline.applies;
  if (condition === null) return true;
  try {
    const answer = condition.test(run.values);
    if (answer === null) run.record.wait(unknownIn(run.values, condition), ["whether the guideline applies"], true);
    return answer;
  } catch (error) {
    if (!(error instanceof Faulty)) throw error;
    run.record.fault(error);
    return null;
  }
}

// What the guideline says for a patient that `read` accepted. `asOf`, an ISO date or null, is today where the patient
// does not say which day it is.
function evaluateGuideline(guideline, patient, asOf) {
  const run = new Run(new Values(guideline, patient, asOf === null ? null : dayFromIso(asOf)));
  const applies = whetherItApplies(run);
  if (applies) {
    readInterruptions(run);
    for (const body of guideline.pathways) run.pathway(body);
  }
  return resultOf(run, applies);
}

function resultOf(run, applies) {
  const { guideline, record, values } = run;
  const today = values.input("today");
  const reviewBy = guideline.reviewBy === null ? null : dayFromIso(guideline.reviewBy);
  const overdue = reviewBy === null || today === null ? null : today.number > reviewBy.number;
  const found = applies && (guideline.regimens.size || guideline.monitors.size) ? courses(run) : null;
  const unmentioned = [...guideline.regimens.keys()].filter((name) => !values.patient.regimens.has(name));
  return {
    guideline: guideline.name,
    version: guideline.version,
    applies,
    advice: [...record.advice.values()].map(adviceJson),
    reports: Object.fromEntries(record.reports),
    asks: record.asks(),
    blocked: [...record.blocked.values()].map(({ regimen: _, ...rest }) => rest),
    assumed: applies ? unmentioned.map((name) => `${name}: not started`) : [],
    would_apply: [...record.would.values()],
    courses: found === null ? [] : found.map(courseJson),
    schedules: found === null ? [] : schedules(run, found),
    faults: [...record.faults.values()],
    trace: record.trace,
    status: guideline.status,
    review_by: guideline.reviewBy,
    review_overdue: overdue,
    cautions: [...guideline.standing, ...(overdue ? [guideline.overdue] : []), ...guideline.notProved],
  };
}

function adviceJson(advice) {
  return {
    kind: advice.kind,
    what: advice.what,
    text: advice.text,
    dose: advice.dose === null ? null : doseJson(advice.dose),
    grade: advice.grade,
    because: advice.because,
    sources: advice.sources,
    line: advice.line,
  };
}
