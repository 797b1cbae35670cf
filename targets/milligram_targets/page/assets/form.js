// The form: one field an input, in the guideline's order, then where each regimen stands, then the day.
//
// A field is {element, first, key, read(), clear(), problem}: `read` gives what `milligram.read` takes, undefined where
// nothing is said; `first` is the control that gets the focus when a question points here.

const fields = new Map();
const WORDS_IN_A_ROW = 6;
const BARE = /^[-+]?[0-9.,]+(?:[eE][-+]?[0-9]+)?$/;

function describedBy(id, hint) {
  return hint ? `${id}-hint ${id}-problem` : `${id}-problem`;
}

function hintAndProblem(id, hint) {
  return [
    hint && make('p', {class: 'hint', id: `${id}-hint`}, hint),
    make('p', {class: 'problem', id: `${id}-problem`, hidden: true}),
  ];
}

// Browsers place a legend by rules of their own; what is seen is a text beside it that can stand in a row.
function legendOf(text) {
  return [make('legend', {class: 'unseen'}, text), make('span', {class: 'legend', 'aria-hidden': 'true'}, text)];
}

// "Whole number, 0 to 120 years."
function rangeText(input) {
  const whole = facts.whole.includes(input.name);
  const unit = input.unit ? ` ${input.unit}` : '';
  const range = input.low === null ? '' : printed(`${input.low} to ${input.high}${unit}`);
  const text = [whole && 'whole number', range].filter(Boolean).join(', ');
  return text && `${capital(text)}.`;
}

function sentenceOf(name, extra) {
  const asked = has(facts.asks, name) ? facts.asks[name] : '';
  return [asked, extra].filter(Boolean).join(' ');
}

// --- one field a kind -----------------------------------------------------------------------------------------------

function numberField(input, id) {
  const hint = sentenceOf(input.name, rangeText(input));
  const box = make('input', {
    id, type: 'text', inputmode: facts.whole.includes(input.name) ? 'numeric' : 'decimal', autocomplete: 'off',
    spellcheck: 'false', 'aria-describedby': describedBy(id, hint), placeholder: 'unknown', maxlength: 200,
  });
  const units = input.unit ? [...new Set([input.unit, ...input.units])] : [];
  let unit = null;
  let beside = null;
  if (units.length > 1) {
    unit = make('select', {id: `${id}-unit`, class: 'unit', 'aria-label': `Unit of ${input.label}`},
      units.map((text) => make('option', {value: text}, shortUnit(text, units))));
    beside = unit;
    unit.addEventListener('change', tellRange);
  } else if (units.length) {
    beside = make('span', {class: 'unit', id: `${id}-unit`}, shortUnit(units[0], units));
    box.setAttribute('aria-describedby', `${id}-unit ${describedBy(id, hint)}`);
  }
  const notes = hintAndProblem(id, hint);
  // beside another unit, the range says first whose it is
  function tellRange() {
    if (input.low === null) return;
    const own = `${input.low} to ${input.high} in ${shortUnit(input.unit, units)}, not in ${shortUnit(unit.value, units)}.`;
    notes[0].textContent = unit.value === input.unit ? hint : sentenceOf(input.name, own);
  }
  return {
    element: make('div', {class: 'field in-row'},
      make('label', {for: id}, capital(input.label)),
      make('div', {class: 'control'}, box, beside),
      notes),
    first: box,
    marked: [box],
    read() {
      const text = box.value.trim();
      if (text === '') return undefined;
      // a unit that is typed behind the number goes before the one that is chosen
      return unit && unit.value !== input.unit && BARE.test(text) ? `${text} ${unit.value}` : text;
    },
    shown() {
      const text = box.value.trim();
      return beside && BARE.test(text) ? `${text} ${shortUnit(unit ? unit.value : units[0], units)}` : text;
    },
    clear() {
      box.value = '';
      if (!unit) return;
      unit.selectedIndex = 0;
      tellRange();
    },
  };
}

// "mmol/L" for "mmol/L of magnesium": the field is named after it; but never two units of one name.
function shortUnit(text, units) {
  const short = (unit) => unit.replace(/ of [a-z0-9_]+/gi, '');
  return printed(units.filter((unit) => short(unit) === short(text)).length === 1 ? short(text) : text);
}

// Buttons of which one is on. `options` are [value, label]; the first is on when nothing was said.
function chosenField(id, legend, hint, options, layout) {
  const buttons = options.map(([value, label], place) => {
    const radio = make('input', {type: 'radio', name: id, id: `${id}-${place}`, value: String(place),
      checked: place === 0});
    return {radio, value, label, element: make('label', {class: 'pill', for: `${id}-${place}`}, radio,
      make('span', {}, label))};
  });
  const group = make('fieldset', {class: `field ${layout}`, id, 'aria-describedby': describedBy(id, hint)},
    ...legendOf(legend),
    layout === 'in-row' ? null : hintAndProblem(id, hint),
    make('div', {class: 'pills'}, buttons.map((button) => button.element)),
    layout === 'in-row' ? hintAndProblem(id, hint) : null);
  const chosen = () => buttons.find((button) => button.radio.checked) || buttons[0];
  return {
    element: group,
    get first() { return chosen().radio; },
    marked: [group],
    read: () => chosen().value,
    shown: () => (chosen().value === undefined ? '' : chosen().label),
    clear() { buttons[0].radio.checked = true; },
  };
}

function flagField(input, id) {
  return chosenField(id, capital(input.label), sentenceOf(input.name, ''),
    [[undefined, 'Unknown'], [true, 'Yes'], [false, 'No']], 'in-row');
}

function choiceField(input, id) {
  const options = [[undefined, 'Unknown'], ...input.words.map((word) => [word, labelOf(input.name, word)])];
  if (input.words.length <= WORDS_IN_A_ROW) {
    return chosenField(id, capital(input.label), sentenceOf(input.name, ''), options, '');
  }
  const hint = sentenceOf(input.name, '');
  const select = make('select', {id, 'aria-describedby': describedBy(id, hint)},
    options.map(([, label], place) => make('option', {value: String(place)}, label)));
  return {
    element: make('div', {class: 'field in-row'}, make('label', {for: id}, capital(input.label)),
      make('div', {class: 'control'}, select), hintAndProblem(id, hint)),
    first: select,
    marked: [select],
    read: () => options[select.selectedIndex][0],
    shown: () => (select.selectedIndex > 0 ? options[select.selectedIndex][1] : ''),
    clear() { select.selectedIndex = 0; },
  };
}

const ABOUT_SETS = 'Tick all that are present; with one ticked, the others count as absent.';

// Nothing ticked is unknown; "none of these" says that each is absent; a tick says that the others are. It is said
// above the first such field, and each refers to it.
function setField(input, id) {
  const first = milligram.inputs.find((each) => each.kind === 'set') === input;
  const hint = sentenceOf(input.name, '');
  const boxes = input.words.map((word, place) => tick(`${id}-${place}`, labelOf(input.name, word)));
  const none = tick(`${id}-none`, 'None of these');
  const unknown = tick(`${id}-unknown`, 'Unknown');
  unknown.box.checked = true;
  const settle = (changed) => {
    if (changed === none.box && none.box.checked) boxes.forEach((each) => { each.box.checked = false; });
    if (changed === unknown.box && unknown.box.checked) [...boxes, none].forEach((each) => { each.box.checked = false; });
    const some = boxes.some((each) => each.box.checked);
    if (some && changed !== none.box) none.box.checked = false;
    unknown.box.checked = !some && !none.box.checked;
  };
  const group = make('fieldset', {class: 'field', id, 'aria-describedby': `about-sets ${describedBy(id, hint)}`},
    ...legendOf(capital(input.label)),
    first && make('p', {class: 'hint', id: 'about-sets'}, ABOUT_SETS),
    make('div', {class: 'pills'}, unknown.element, none.element, boxes.map((each) => each.element)),
    hintAndProblem(id, hint));
  group.addEventListener('change', (event) => settle(event.target));
  return {
    element: group,
    first: unknown.box,
    marked: [group],
    read() {
      if (none.box.checked) return [];
      const ticked = input.words.filter((_, place) => boxes[place].box.checked);
      return ticked.length ? ticked : undefined;
    },
    shown() {
      if (none.box.checked) return 'none';
      return boxes.filter((each) => each.box.checked).map((each) => each.label).join(', ');
    },
    clear() {
      [...boxes, none].forEach((each) => { each.box.checked = false; });
      unknown.box.checked = true;
    },
  };
}

function tick(id, label) {
  const box = make('input', {type: 'checkbox', id});
  return {box, label, element: make('label', {class: 'pill', for: id}, box, make('span', {}, label))};
}

function dateField(input, id) {
  const hint = sentenceOf(input.name, '');
  const box = make('input', {id, type: 'date', 'aria-describedby': `${id}-said ${describedBy(id, hint)}`});
  const said = make('p', {class: 'hint', id: `${id}-said`});
  const tell = () => { said.textContent = box.value ? `${dayInWords(box.value)}.` : ''; };
  box.addEventListener('input', tell);
  return {
    element: make('div', {class: 'field in-row'}, make('label', {for: id}, capital(input.label)),
      make('div', {class: 'control'}, box), said, hintAndProblem(id, hint)),
    first: box,
    marked: [box],
    // a date that is typed in part is no date, and must not pass for unknown
    read: () => (box.value ? box.value : box.validity.badInput ? 'incomplete date' : undefined),
    shown: () => dayInWords(box.value),
    clear() { box.value = ''; tell(); },
    set(value) { box.value = value; tell(); },
  };
}

// --- regimens -------------------------------------------------------------------------------------------------------

const TIMES = ['minutes', 'hours', 'days', 'weeks', 'months', 'years'];

// A regimen's own unit of time stands first chosen. Where it moves by hours, a date cannot say how long a step has
// lasted (a patient has a date, never a time of day), so none is asked for.
function regimenField(regimen, id) {
  const own = facts.times[regimen.name];
  const options = [[undefined, 'Not said: taken as not started'], [0, 'Not started'],
    ...regimen.steps.map((text, place) => [place + 1, `Step ${place + 1}: ${text}`]), [null, 'On it or not: unknown']];
  const step = chosenField(`${id}-step`, capital(regimen.label), 'Is it being taken, and on which step?', options, 'upright');
  const since = dateField({name: '', label: 'On this step since'}, `${id}-since`);
  const time = make('input', {id: `${id}-time`, type: 'text', inputmode: 'decimal', autocomplete: 'off',
    placeholder: 'unknown', maxlength: 40, 'aria-describedby': `${id}-time-problem`});
  const unit = make('select', {id: `${id}-time-unit`, class: 'unit', 'aria-label': 'Unit of the time on this step'},
    TIMES.map((text) => make('option', {value: text, selected: text === own}, text)));
  const times = make('div', {class: 'times', hidden: true},
    byHours(regimen.name) ? null : [since.element, make('p', {class: 'or'}, 'or')],
    make('div', {class: 'field in-row'}, make('label', {for: `${id}-time`}, 'On this step for'),
      make('div', {class: 'control'}, time, unit), make('p', {class: 'problem', id: `${id}-time-problem`, hidden: true})));
  const asked = () => step.read() === null || step.read() > 0;
  const settle = () => { times.hidden = !asked(); };
  const shownTime = () => {
    const text = time.value.trim();
    return BARE.test(text) ? `${text} ${text === '1' ? unit.value.slice(0, -1) : unit.value}` : text;
  };
  step.element.addEventListener('change', settle);
  return {
    element: make('div', {class: 'regimen', id}, step.element, times),
    get first() { return step.first; },
    get firstOfTime() { return times.hidden ? step.first : time; },
    marked: [step.element],
    isRegimen: true, // what is not said of it stands under "Assumed"
    read() {
      const chosen = step.read();
      if (chosen === undefined) return undefined;
      const state = {step: chosen};
      if (!asked()) return state;
      const from = since.read();
      if (from !== undefined) state.since = from;
      const text = time.value.trim();
      if (text) state.time = BARE.test(text) ? `${text} ${unit.value}` : text;
      return state;
    },
    shown() {
      const chosen = step.read();
      if (chosen === undefined) return '';
      const said = [chosen === null ? 'step unknown' : options[chosen + 1][1]];
      if (asked() && since.read()) said.push(`since ${since.shown()}`);
      if (asked() && time.value.trim()) said.push(`for ${shownTime()}`);
      return said.join(', ').trim();
    },
    clear() {
      step.clear();
      since.clear();
      time.value = '';
      unit.value = own;
      settle();
    },
  };
}

// --- the whole ------------------------------------------------------------------------------------------------------

const KINDS = {number: numberField, flag: flagField, choice: choiceField, set: setField, date: dateField};

function buildForm() {
  const form = byId('form');
  for (const input of milligram.inputs.filter((each) => each.name !== 'today')) {
    addField(form, input.name, input.label, KINDS[input.kind](input, `in-${input.name}`), `in-${input.name}`);
  }
  if (milligram.regimens.length) {
    const group = make('div', {class: 'group', role: 'group', 'aria-labelledby': 'regimens-title'},
      make('h3', {id: 'regimens-title'}, 'Treatment so far'));
    for (const regimen of milligram.regimens) {
      addField(group, regimen.name, regimen.label, regimenField(regimen, `reg-${regimen.name}`));
    }
    form.append(group);
  }
  const group = make('div', {class: 'group', role: 'group', 'aria-labelledby': 'day-title'},
    make('h3', {id: 'day-title'}, 'Day'));
  const declared = milligram.inputs.find((input) => input.name === 'today');
  const label = declared && declared.label !== 'today' ? declared.label : 'date of this assessment';
  const day = dateField({name: 'today', label}, 'day');
  const own = {read: day.read, clear: day.clear};
  // the browser's own day is what `run` takes for today by itself
  day.read = () => (own.read() === browserDay() ? undefined : own.read());
  day.clear = () => { own.clear(); day.set(browserDay()); };
  addField(group, 'today', label, day);
  form.append(group);
  day.set(browserDay());
}

function addField(place, name, label, field) {
  field.name = name;
  field.label = label;
  fields.set(name, field);
  place.append(field.element);
}

// What is said of the patient, as `milligram run --patient` reads it.
function patientData() {
  const data = {};
  for (const [name, field] of fields) {
    const value = field.read();
    if (value !== undefined) Object.defineProperty(data, name, {value, enumerable: true, writable: true, configurable: true});
  }
  return data;
}

function problemPlace(field) {
  return field.element.querySelector('.problem');
}

function showProblems(problems) {
  const by = new Map(problems.filter((each) => each.input !== null).map((each) => [each.input, each]));
  for (const [name, field] of fields) {
    const place = problemPlace(field);
    const problem = by.get(name);
    place.hidden = !problem;
    place.textContent = problem ? messageBeside(problem) : '';
    field.element.classList.toggle('wrong', Boolean(problem));
    for (const control of field.marked) {
      if (problem && control.matches('input, select')) control.setAttribute('aria-invalid', 'true');
      else control.removeAttribute('aria-invalid');
    }
  }
}

// The engine's message without the name, which stands above the field.
function messageBeside(problem) {
  const prefix = `${problem.input}: `;
  const text = problem.message.startsWith(prefix) ? problem.message.slice(prefix.length) : problem.message;
  return capital(text) + '.';
}

// The control that a question points at: an input, "REGIMEN step" or "REGIMEN time", or the day.
function controlFor(name) {
  if (fields.has(name)) return fields.get(name).first;
  const cut = name.lastIndexOf(' ');
  const field = cut < 0 ? undefined : fields.get(name.slice(0, cut));
  if (!field) return null;
  return name.slice(cut + 1) === 'time' ? field.firstOfTime : field.first;
}

function goTo(name) {
  const control = controlFor(name);
  if (!control) return;
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  control.closest('.field').scrollIntoView({block: 'center', behavior: calm ? 'auto' : 'smooth'});
  control.focus({preventScroll: true});
}

function goToLink(name, ...children) {
  const control = controlFor(name);
  const link = make('a', {href: control ? `#${control.id}` : '#patient'}, children);
  link.addEventListener('click', (event) => {
    event.preventDefault();
    goTo(name);
  });
  return link;
}

// --- days -----------------------------------------------------------------------------------------------------------

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October',
  'November', 'December'];

function browserDay() {
  const now = new Date();
  return [String(now.getFullYear()).padStart(4, '0'), String(now.getMonth() + 1).padStart(2, '0'),
    String(now.getDate()).padStart(2, '0')].join('-');
}

// "22 November 2026": no order of numbers to misread.
function dayInWords(iso) {
  const found = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(iso || '');
  return found ? `${Number(found[3])} ${MONTHS[Number(found[2]) - 1]} ${found[1]}` : iso || '';
}
