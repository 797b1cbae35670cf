// The answer on the page: what stops it first, results, open questions, advice in order, and what stands behind it.

const FIRST_QUESTIONS = 5;

function showAnswer(result) {
  const place = byId('result');
  const open = new Set([...place.querySelectorAll('details[open]')].map((each) => each.dataset.part));
  const parts = [
    faultsPart(result), appliesPart(result), reportsPart(result), asksPart(result), advicePart(result),
    blockedPart(result), wouldPart(result), coursesPart(result), schedulesPart(result), assumedPart(result),
    whyPart(result),
  ].filter(Boolean);
  for (const part of parts) {
    for (const details of part.matches('details') ? [part] : part.querySelectorAll('details')) {
      details.open = open.has(details.dataset.part);
    }
  }
  place.replaceChildren(...parts);
}

function part(id, heading, ...children) {
  return make('section', {class: `part ${id}`, 'aria-labelledby': `${id}-title`},
    make('h3', {id: `${id}-title`}, heading), children);
}

function lineNote(line) {
  return line ? make('span', {class: 'line'}, `line ${line}`) : null;
}

function cites(names) {
  const known = names.filter((name) => has(milligram.sources, name));
  if (!known.length) return null;
  return make('span', {class: 'cites'}, known.map((name) => {
    const source = milligram.sources[name];
    const link = make('a', {href: `#source-${name}`, title: source.title, 'aria-label': `Source ${source.number}: ${source.title}`},
      source.number);
    link.addEventListener('click', (event) => {
      event.preventDefault();
      const target = byId(`source-${name}`);
      target.scrollIntoView({block: 'center'});
      target.focus({preventScroll: true});
    });
    return link;
  }));
}

// --- parts ----------------------------------------------------------------------------------------------------------

function faultsPart(result) {
  if (!result.faults.length) return null;
  return part('faults', 'Fault of the guideline', make('ul', {}, result.faults.map((fault) => make('li', {},
    capital(fault.message), fault.lines.length ? ` (line ${fault.lines.join(', ')})` : ''))));
}

function appliesPart(result) {
  if (result.applies !== false) return null;
  return part('outside', 'Not for this patient', make('p', {}, 'This guideline does not apply to this patient: it gives no advice.'));
}

function reportsPart(result) {
  const names = Object.keys(result.reports);
  if (!names.length) return null;
  return part('reports', 'Results', make('dl', {}, names.map((name) => {
    const value = valueText(name, result.reports[name]);
    return make('div', {class: value.length > 14 ? 'long' : null},
      make('dt', {}, capital(title(name))), make('dd', {}, value));
  })));
}

function asksPart(result) {
  if (!result.asks.length) return null;
  const items = result.asks.map((ask) => make('li', {}, goToLink(ask.input, icon('ask'), make('span', {}, ask.question))));
  const cut = items.length > FIRST_QUESTIONS + 1 ? FIRST_QUESTIONS : items.length; // one alone is not worth hiding
  const first = items.slice(0, cut);
  const rest = items.slice(cut);
  return part('asks', 'To find out', make('ul', {}, first),
    rest.length ? make('details', {'data-part': 'asks'}, make('summary', {}, several(rest.length, 'more question', 'more questions')),
      make('ul', {}, rest)) : null);
}

function advicePart(result) {
  if (!result.advice.length) return null;
  const stopped = stoppedAt(result);
  return part('advice', 'Advice', make('ol', {}, result.advice.map(adviceItem)),
    stopped ? make('p', {class: 'waits'}, `Not complete: it stops at “${stopped.text}” until what is asked is answered.`) : null);
}

function adviceItem(advice) {
  const cited = cites(advice.sources);
  const monitor = advice.kind === 'start' && has(facts.monitors, advice.what) ? facts.monitors[advice.what] : null;
  return make('li', {class: `item kind-${advice.kind}`},
    make('p', {class: 'mark'}, icon(advice.kind), mark(advice)),
    make('div', {class: 'body'},
      make('p', {class: 'text'}, monitor ? `${capital(withoutVerb(advice))}: ${monitor.inputs.join(', ')}` : capital(withoutVerb(advice))),
      monitor ? make('ul', {class: 'lines'}, monitor.lines.map((line) => make('li', {}, line))) : null,
      advice.because ? make('p', {class: 'because'}, capital(advice.because)) : null,
      advice.grade || cited ? make('p', {class: 'origin'},
        advice.grade ? make('span', {class: 'grade'}, gradeText(advice.grade)) : null, cited) : null));
}

function gradeText(grade) {
  return grade.includes(',') ? `${grade} certainty` : grade;
}

function blockedPart(result) {
  if (!result.blocked.length) return null;
  return part('blocked', 'Not given', make('ul', {}, result.blocked.map((blocked) => make('li', {class: 'item kind-blocked'},
    make('p', {class: 'mark'}, icon('blocked'), 'Kept back'),
    make('div', {class: 'body'},
      make('p', {class: 'text'}, capital(title(blocked.what))),
      make('p', {class: 'because'}, capital(printed(blocked.rule))),
      blocked.unknown.length ? make('p', {class: 'because'}, 'Not known: ',
        blocked.unknown.flatMap((name, place) => [place ? ', ' : '', goToLink(name, nameOf(name))])) : null)))));
}

function wouldPart(result) {
  if (!result.would_apply.length) return null;
  return part('would', 'Would apply', make('ul', {class: 'plain-list'}, result.would_apply.map((would) => make('li', {},
    make('span', {class: 'condition'}, `If ${printed(would.if)}: `), printed(would.text)))));
}

function coursesPart(result) {
  if (!result.courses.length) return null;
  return part('courses', 'Course', make('ul', {class: 'plain-list'}, result.courses.map((course) => make('li', {},
    make('strong', {}, capital(title(course.regimen))), ` ${courseText(course)}`,
    course.next.length ? make('ul', {}, course.next.map((move) => make('li', {}, nextText(move, course.regimen)))) : null))));
}

function nextText(move, regimen) {
  const to = {beyond: 'beyond the last step', 'step down': `back to step ${move.step}`}[move.kind] || `step ${move.step}`;
  const days = byHours(regimen) ? '' : daysText(move);
  return `Next: ${to}, ${printed(move.when)}${days ? ` (${days})` : ''}`;
}

function schedulesPart(result) {
  const shown = result.schedules.filter((schedule) => schedule.next.length);
  if (!shown.length) return null;
  return part('schedules', 'What to measure, and when', shown.map((schedule) => {
    const all = new Set(schedule.next.map((each) => each.inputs.map(title).join(', ')));
    const same = all.size === 1 ? [...all][0] : null;
    return make('div', {class: 'schedule'},
      make('h4', {}, capital(title(schedule.monitor)), schedule.started ? '' : ' (not started)'),
      same && make('p', {class: 'because'}, capital(same)),
      make('table', {},
        make('thead', {}, make('tr', {}, [...(same ? [] : ['What']), 'When', 'Date'].map((text) => make('th', {scope: 'col'}, text)))),
        make('tbody', {}, schedule.next.map((each) => make('tr', {class: each.holds === false ? 'off' : null},
          same ? null : make('td', {}, capital(each.inputs.map(title).join(', '))),
          make('td', {}, capital(printed(each.text)), conditionNote(each)),
          make('td', {class: 'date'}, each.holds === false ? '–' : daysText(each) || '–'))))));
  }));
}

function conditionNote(each) {
  if (each.if === null) return null;
  const now = each.holds === null ? 'not known yet' : each.holds ? 'so for this patient' : 'not for this patient now';
  return make('span', {class: 'hint'}, `when ${printed(each.if)} (${now})`);
}

function assumedPart(result) {
  if (!result.assumed.length) return null;
  return part('assumed', 'Assumed', make('ul', {class: 'plain-list'}, result.assumed.map((text) => {
    const colon = text.indexOf(':');
    return make('li', {}, colon < 0 ? text : capital(title(text.slice(0, colon))) + text.slice(colon));
  })));
}

function whyPart(result) {
  if (!result.trace.length) return null;
  const told = result.trace.map((step) => ({...traceText(step), line: step.line}));
  const once = told.filter((each, place) => !place || JSON.stringify(each) !== JSON.stringify(told[place - 1]));
  return make('details', {class: 'why', 'data-part': 'why'}, make('summary', {}, 'Why: the path taken, step by step'),
    make('ol', {}, once.map(({text, outcome, read, line}) => make('li', {},
      text, outcome ? make('strong', {}, outcome) : null, read, ' ', lineNote(line)))));
}

// --- for print ------------------------------------------------------------------------------------------------------

function showValues() {
  const rows = [...fields.values()].map((field) => [field.label, field.shown()]).filter(([, text]) => text);
  const unknown = [...fields.values()].filter((field) => !field.shown() && !field.isRegimen).map((field) => field.label);
  byId('values').replaceChildren(make('h2', {}, 'Patient'), rows.length
    ? make('dl', {}, rows.map(([label, text]) => make('div', {}, make('dt', {}, capital(label)), make('dd', {}, text))))
    : make('p', {}, 'Nothing is known of the patient.'),
  unknown.length ? make('p', {class: 'unknown'}, make('strong', {}, 'Unknown: '), `${unknown.join(', ')}.`) : '');
}
