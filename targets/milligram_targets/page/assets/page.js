// What happens when: each change is read by the engine, and its answer shown; a pause in typing comes first.

const PAUSE = 120; // ms: long enough to type a second digit
const TOLD_AFTER = 700; // ms: those who hear the page hear where it stands when they stop

let waiting = 0;
let telling = 0;
let path = []; // the trace of the answer that stands

function update() {
  clearTimeout(waiting);
  const data = patientData();
  byId('json').value = JSON.stringify(data, null, 2);
  byId('copied').textContent = '';
  const day = browserDay();
  showOverdue();
  const {patient, problems} = milligram.read(data, day);
  showProblems(problems);
  showValues();
  if (problems.length) {
    showRefused(problems);
    return;
  }
  const result = milligram.evaluate(patient, day);
  showAnswer(result);
  path = result.trace;
  light(path);
  tell(standing(result));
}

// No old answer stays beside a value that is refused.
function showRefused(problems) {
  path = [];
  light(path);
  byId('result').replaceChildren(part('refused', 'No answer', make('p', {}, 'These values are not accepted:'),
    make('ul', {}, problems.map((problem) => make('li', {}, problem.input !== null && controlFor(problem.input)
      ? goToLink(problem.input, `${capital(nameOf(problem.input))}: ${messageBeside(problem)}`)
      : `${capital(problem.message)}.`)))));
  tell(problems.length === 1 ? 'No answer: a value is not accepted.' : 'No answer: values are not accepted.');
}

// Those who see it see it at once; those who hear it, when the typing has come to rest.
function tell(text) {
  byId('told').textContent = text;
  byId('brief').textContent = text;
  clearTimeout(telling);
  telling = setTimeout(() => {
    if (byId('heard').textContent !== text) byId('heard').textContent = text;
  }, TOLD_AFTER);
}

// By the browser's day, whatever day the patient is seen on.
function showOverdue() {
  const due = milligram.guideline.review_by;
  const overdue = Boolean(due) && browserDay() > due;
  const place = byId('overdue');
  place.hidden = !overdue;
  place.querySelector('span').textContent = overdue ? `Its review was due on ${dayInWords(due)}: do not rely on it.` : '';
}

function fail(fault) {
  const place = byId('broken');
  place.hidden = false;
  place.querySelector('span').textContent = String(fault && fault.message ? fault.message : fault);
  byId('result').replaceChildren();
  tell('This page failed: no answer.');
  path = [];
  light(path);
}

// An answer that fails half-way must not stand.
function safely(run) {
  try {
    run();
  } catch (fault) {
    fail(fault);
  }
}

function clearAll() {
  for (const field of fields.values()) field.clear();
  safely(update);
  byId('patient').focus({preventScroll: true});
}

function copyJson() {
  const text = byId('json');
  const done = () => { byId('copied').textContent = 'Copied.'; };
  const byHand = () => {
    text.focus();
    text.select();
    byId('copied').textContent = document.execCommand('copy') ? 'Copied.' : 'Selected: press Ctrl+C to copy.';
  };
  if (navigator.clipboard) navigator.clipboard.writeText(text.value).then(done, byHand);
  else byHand();
}

// An answer that goes on below the edge of its panel says so; the browser tells by itself when its end comes into view.
function tellMore() {
  const answer = byId('answer');
  const more = byId('more');
  new IntersectionObserver(([end]) => { more.hidden = end.isIntersecting; }, {root: answer}).observe(byId('answer-end'));
  more.addEventListener('click', () => answer.scrollBy({top: answer.clientHeight * 0.8}));
}

function datesInWords() {
  for (const time of document.querySelectorAll('header time')) time.textContent = dayInWords(time.dateTime);
}

safely(() => {
  datesInWords();
  buildForm();
  const form = byId('form');
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => safely(update), PAUSE);
  });
  form.addEventListener('change', () => safely(update));
  byId('clear').addEventListener('click', clearAll);
  byId('copy').addEventListener('click', copyJson);
  byId('print').addEventListener('click', () => print());
  addEventListener('beforeprint', () => {
    byId('printed').textContent = `Printed on ${dayInWords(browserDay())}`;
  });
  update();
  performance.measure('first answer', {start: 0}); // for who measures: since the page was asked for
  addEventListener('DOMContentLoaded', () => safely(() => {
    buildChart();
    tellMore();
    light(path);
  }));
});
