// A whole patient: inputs, the states of regimens, today, and what no value shows by itself.

const STATE_HELP =
  'it accepts an object such as {"step": 1, "time": "2 weeks"} or {"step": 1, "since": "2026-10-01"}, or null';

function impossible(condition, message) {
  return { condition, message };
}

class PatientReader {
  constructor(guideline, asOf) {
    this.guideline = guideline;
    this.asOf = asOf;
    this.values = new Map();
    this.regimens = new Map();
    this.problems = [];
  }

  read(key, value) {
    const { inputs, regimens, substances } = this.guideline;
    const [, owner = "", which = ""] = /^([^]*) (step|time)$/.exec(key) ?? [];
    try {
      if (inputs.has(key)) this.add(key, readValue(substances, inputs.get(key), value));
      else if (key === "today") this.add(key, value === null || value === undefined ? null : readDate(value));
      else if (regimens.has(key)) this.state(regimens.get(key), value ?? null);
      else if (regimens.has(owner)) this.part(regimens.get(owner), which, value ?? null);
      else this.problems.push(this.unknownKey(key));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.refuse(key, error);
    }
  }

  refuse(key, { message, help }) {
    this.problems.push({ input: key, message: `${key}: ${message}`, help });
  }

  unknownKey(key) {
    const { regimens, inputs, name } = this.guideline;
    const states = [...regimens.keys()].flatMap((each) => [`${each} step`, `${each} time`]);
    const near = close(key, [...inputs.keys(), ...regimens.keys(), ...states, "today"])[0];
    const help = near === undefined ? null : `did you mean "${near}"?`;
    return { input: key || null, message: `${shown(key)} is no input of ${name}`, help };
  }

  add(name, value) {
    if (value !== null) this.values.set(name, value);
  }

  // {"step": 1, "since": "2026-10-01"}, {"step": 1, "time": "2 weeks"}, or null.
  state(ladder, value) {
    if (value === null) {
      this.regimens.set(ladder.name, { step: null, time: null, since: null });
      return;
    }
    if (typeof value !== "object" || Array.isArray(value)) {
      throw new Refused(`${shown(value)} is no state of a regimen`, STATE_HELP);
    }
    const strange = Object.keys(value).find((key) => !["step", "time", "since"].includes(key));
    if (strange !== undefined) throw new Refused(`${shown(strange)} is no part of a regimen's state`, STATE_HELP);
    const given = new Map(Object.entries(value));
    const time = given.get("time") ?? null;
    const since = given.get("since") ?? null;
    if (time !== null && since !== null) {
      throw new Refused('"time" and "since" say the same thing', "leave one of them out");
    }
    const step = readStep(ladder, given.get("step") ?? null);
    this.regimens.set(ladder.name, {
      step,
      time: time === null ? null : readTime(time),
      since: since === null ? null : readDate(since),
    });
  }

  // `REGIMEN step` or `REGIMEN time` by itself.
  part(ladder, which, value) {
    const before = this.regimens.get(ladder.name) ?? { step: null, time: null, since: null };
    const time = which === "step" || value === null ? null : readTime(value);
    const state = which === "step" ? { ...before, step: readStep(ladder, value) } : { ...before, time, since: null };
    this.regimens.set(ladder.name, state);
  }

  checkTogether() {
    const today = this.values.get("today") ?? this.asOf;
    for (const [name, { step, time, since }] of this.regimens) {
      if (step === 0 && (time !== null || since !== null)) {
        this.refuse(name, new Refused("a regimen that is not started has no time on a step", null));
      }
      if (since !== null && today !== null && since.number > today.number) {
        this.refuse(name, new Refused(`it started on ${since.iso}, after today (${today.iso})`, null));
      }
    }
    if (this.problems.length) return;
    const values = new Values(this.guideline, this.patient(), this.asOf);
    for (const { condition, message } of this.guideline.impossible) {
      try {
        if (condition.test(values)) this.problems.push({ input: null, message, help: null });
      } catch (error) {
        if (!(error instanceof Faulty)) throw error; // a rule without a value forbids nobody
      }
    }
  }

  patient() {
    return { values: this.values, regimens: this.regimens };
  }
}

function readStep(ladder, value) {
  if (value === null) return null;
  const last = ladder.steps.length;
  const text = typeof value === "string" ? strip(value) : null;
  const step = text !== null && /^[0-9]{1,4}$/.test(text) ? Number(text) : value;
  if (typeof step !== "number" || !Number.isInteger(step) || step < 0 || step > last) {
    throw new Refused(`${shown(step)} is no step of it`, `it accepts 0 (not started) to ${last}, or null`);
  }
  return step;
}

function readPatient(guideline, raw, asOf) {
  if (raw === null || typeof raw !== "object" || Array.isArray(raw)) {
    const message = `a patient is an object of inputs, not ${shown(raw)}`;
    return { patient: null, problems: [{ input: null, message, help: null }] };
  }
  const reader = new PatientReader(guideline, asOf === null ? null : dayFromIso(asOf));
  for (const [key, value] of Object.entries(raw)) reader.read(key, value);
  reader.checkTogether();
  return { patient: reader.problems.length ? null : reader.patient(), problems: reader.problems };
}
