// The answer's parts in words: what `milligram run` says on a terminal, for the page.

const MARKS = {
  give: 'Give', stop: 'Stop', hold: 'Hold', advise: 'Advise', advise_against: 'Advise against', suggest: 'Suggest',
  order: 'Order', refer: 'Refer to', start: 'Start monitoring', note: 'Note', unspecified: 'Unclear',
};

const GO_ON = 'go on with ';

// What stands before a piece of advice; a dose that goes on while something else is done is no new one.
function mark(advice) {
  return advice.kind === 'give' && advice.text.startsWith(GO_ON) ? 'Go on with' : MARKS[advice.kind];
}

// The statement without the verb that the mark already says; its numbers as they are printed, the author's texts as written.
function withoutVerb(advice) {
  const verb = advice.kind === 'give' && advice.text.startsWith(GO_ON) ? GO_ON : `${advice.kind.replaceAll('_', ' ')} `;
  if (advice.kind === 'start') return title(advice.what);
  if (advice.kind === 'unspecified') return `the source says only “${advice.text}”`;
  return advice.what !== null && advice.text.startsWith(verb) ? printed(advice.text.slice(verb.length)) : advice.text;
}

const SHOWN_DIGITS = 4;

// A number for people: "0.6", and one without an end as "about 50.16": in four digits, none before the point left out.
function numberText(value) {
  const text = typeof value === 'string' && value.includes('/') ? divided(value) : String(value);
  return (text.endsWith('…') ? about(text) : text).replace('-', '−');
}

// The nearest of so few digits, found in digits: "50.16453…" is "about 50.16", "0.0041666…" "about 0.004167".
function about(text) {
  const found = /^(-?)([0-9]+)(?:\.(0*)([0-9]*))?…$/.exec(text);
  if (!found) return text;
  const [, sign, whole, zeros = '', rest = ''] = found;
  const places = whole === '0' ? zeros.length + SHOWN_DIGITS : Math.max(SHOWN_DIGITS - whole.length, 0);
  const digits = whole + (zeros + rest).padEnd(places + 1, '0').slice(0, places + 1);
  const rounded = String((BigInt(digits) + 5n) / 10n).padStart(places + 1, '0');
  const cut = rounded.length - places;
  return `about ${sign}${rounded.slice(0, cut)}${places ? `.${rounded.slice(cut)}` : ''}`;
}

// "875/3" as "291.66666…"
function divided(text) {
  const [above, below] = text.split('/').map(BigInt);
  const size = above < 0n ? -above : above;
  const part = String(((size % below) * 10n ** 20n) / below).padStart(20, '0');
  return `${above < 0n ? '-' : ''}${size / below}.${part}…`;
}

const NO_VALUE = 'the source gives no value';

// A value as the answer gives it, of an input, a named value or a regimen's state.
function valueText(name, value) {
  const unit = has(facts.units, name) ? ` ${printed(facts.units[name])}` : '';
  if (value === null) return 'unknown';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length ? value.map((word) => labelOf(name, word)).join(', ') : 'none';
  if (typeof value === 'object') {
    if (has(value, 'one_of')) return value.one_of.map((word) => labelOf(name, word)).join(' or ');
    if (has(value, 'unspecified')) return `unclear: ${value.unspecified === NO_VALUE ? NO_VALUE : `the source says only “${value.unspecified}”`}`;
    return `${numberText(value.low)} to ${numberText(value.high)}${unit}`;
  }
  if (name.endsWith(' time') && !unit) return timeText(name.slice(0, -' time'.length), value);
  if (typeof value === 'number' || isNumber(name)) return numberText(value) + unit;
  return isDate(name) ? dayInWords(value) : labelOf(name, value);
}

function isNumber(name) {
  return facts.numbers.includes(name);
}

function isDate(name) {
  return name === 'today' || milligram.inputs.some((input) => input.name === name && input.kind === 'date');
}

const IN_A_DAY = {hours: 24, minutes: 1440};

// Days on a step, in hours or minutes where the regimen's own intervals are.
function timeText(regimen, days) {
  const unit = byHours(regimen) ? facts.times[regimen] : 'days';
  const [above, below = 1] = String(days).replace('…', '').split('/').map(Number);
  const exact = unit === 'days' ? numberText(days) : String(Number(((above / below) * IN_A_DAY[unit]).toFixed(2)));
  return `${exact} ${exact === '1' ? unit.slice(0, -1) : unit}`;
}

// Whether a regimen moves by hours or minutes: days then say nothing of when its next step is due.
function byHours(regimen) {
  return facts.times[regimen] === 'hours' || facts.times[regimen] === 'minutes';
}

// "serum magnesium 0.6 mmol/L, replacement step 0"
function valuesText(values) {
  return Object.entries(values).map(([name, value]) => `${stateTitle(name)} ${valueText(name, value)}`).join(', ');
}

function stateTitle(name) {
  const cut = name.lastIndexOf(' ');
  return cut < 0 ? title(name) : `${title(name.slice(0, cut))} ${name.slice(cut + 1)}`;
}

function courseText(course) {
  const at = `step ${course.to_step}`;
  const since = course.since ? ` since ${dayInWords(course.since)}` : '';
  const late = course.overdue ? ', later than planned' : '';
  const done = {
    start: () => 'starts with step 1',
    stay: () => `stays on ${at}${since}`,
    'step up': () => `up from step ${course.from_step} to step ${course.to_step}${late}`,
    'step down': () => `down from step ${course.from_step} to step ${course.to_step}${late}`,
    beyond: () => `beyond its last step, ${course.from_step}${course.to_step === null ? ', which is ended or paused' : ''}${late}`,
    hold: () => `on hold, at ${at}`,
    stop: () => `stops, at step ${course.from_step}`,
    withhold: () => `kept back by a rule${course.to_step ? `, at ${at}` : ''}`,
    undecided: () => (course.to_step ? `undecided, at ${at}` : 'its step is unknown'),
    unsaid: () => `at ${at}; the guideline says nothing of it for this patient`,
  };
  const waits = course.unknown.length ? `; waits for ${course.unknown.map(nameOf).join(', ')}` : '';
  return (has(done, course.action) ? done[course.action]() : course.action) + waits;
}

function daysText(each) {
  if (!each.earliest) return '';
  if (!each.latest) return `from ${dayInWords(each.earliest)}`;
  return each.earliest === each.latest ? dayInWords(each.earliest) : `${dayInWords(each.earliest)} to ${dayInWords(each.latest)}`;
}

const BRANCHED = {true: 'yes', false: 'no', unknown: 'unknown'};
const TOLD_WITH_OUTCOME = ['decide', 'when', 'step', 'halted', 'blocked', 'end'];

// One step of the run as a sentence in three parts: "Renal function", "at least 60 mL/min", "creatinine clearance 95 mL/min".
function traceText(step) {
  if (!TOLD_WITH_OUTCOME.includes(step.what)) {
    const said = step.outcome.includes(step.text) ? step.outcome : step.text;
    return {text: capital(['give', 'hold', 'unspecified'].includes(step.what) ? printed(said) : said), outcome: '', read: ''};
  }
  const outcome = has(BRANCHED, step.outcome) ? BRANCHED[step.outcome] : printed(step.outcome);
  const values = valuesText(step.values);
  // "when volume depleted: yes" has said it
  const again = step.what === 'when' && values === `${step.text.slice('when '.length)} ${outcome}`;
  const stop = /[?.!:]$/.test(step.text) ? ' ' : ': ';
  const asked = step.what === 'when' ? printed(step.text) : step.text;
  return {text: capital(asked) + (outcome ? stop : ''), outcome, read: values && !again ? ` (${values})` : ''};
}

// The answer in one line, for those who hear it.
function standing(result) {
  if (result.faults.length) return 'The guideline has a fault here: do not use this answer.';
  if (result.applies === false) return 'The guideline does not apply to this patient.';
  if (result.applies === null) return 'Whether the guideline applies to this patient is not known yet.';
  const said = [];
  if (result.advice.length) said.push(several(result.advice.length, 'item of advice', 'items of advice'));
  if (result.blocked.length) said.push(`${result.blocked.length} kept back`);
  if (result.asks.length) said.push(several(result.asks.length, 'open question', 'open questions'));
  if (!said.length && !Object.keys(result.reports).length) return 'The guideline says nothing for this patient.';
  if (!result.advice.length && result.asks.length) return `No advice yet: ${said.join(', ')}.`;
  if (stoppedAt(result)) said.unshift('not complete');
  return said.length ? `${capital(said.join(', '))}.` : 'Worked out.';
}

// The step at which a pathway stopped though it had given advice: what comes behind is not told yet.
function stoppedAt(result) {
  if (!result.advice.length || !result.asks.length || result.faults.length) return null;
  return result.trace.find((step) => step.what === 'halted') || null;
}
