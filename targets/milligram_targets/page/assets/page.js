// What happens when: each change is read by the engine, and its answer shown; a pause in typing comes first.

const PAUSE = 120; // ms: long enough to type a second digit
const TOLD_AFTER = 700; // ms: those who hear the page hear where it stands when they stop

let waiting = 0;
let telling = 0;

function update() {
  clearTimeout(waiting);
  const data = patientData();
  byId('json').value = JSON.stringify(data, null, 2);
  byId('copied').textContent = '';
  const day = browserDay();
  const {patient, problems} = milligram.read(data, day);
  showProblems(problems);
  showValues();
  if (problems.length) {
    showRefused(problems);
    return;
  }
  const result = milligram.evaluate(patient, day);
  showAnswer(result);
  light(result.trace);
  showOverdue(result);
  tell(standing(result));
}

// No old answer stays beside a value that is refused.
function showRefused(problems) {
  light([]);
  byId('result').replaceChildren(part('refused', 'No answer', make('p', {}, 'These values are not accepted:'),
    make('ul', {}, problems.map((problem) => make('li', {}, problem.input !== null && controlFor(problem.input)
      ? goToLink(problem.input, `${capital(nameOf(problem.input))}: ${messageBeside(problem)}`)
      : `${capital(problem.message)}.`)))));
  tell(problems.length === 1 ? 'No answer: a value is not accepted.' : 'No answer: values are not accepted.');
}

function tell(text) {
  byId('brief').textContent = text;
  clearTimeout(telling);
  const place = byId('told');
  if (place.textContent === text) return;
  if (place.textContent === '') place.textContent = text;
  else telling = setTimeout(() => { place.textContent = text; }, TOLD_AFTER);
}

function showOverdue(result) {
  const place = byId('overdue');
  place.hidden = result.review_overdue !== true;
  place.querySelector('span').textContent = result.review_overdue === true
    ? `Its review was due on ${dayInWords(result.review_by)}: do not rely on it.` : '';
}

function fail(fault) {
  const place = byId('broken');
  place.hidden = false;
  place.querySelector('span').textContent = String(fault && fault.message ? fault.message : fault);
  byId('result').replaceChildren();
  byId('told').textContent = 'This page failed: no answer.';
  byId('brief').textContent = 'This page failed: no answer.';
  light([]);
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

function datesInWords() {
  for (const time of document.querySelectorAll('header time')) time.textContent = dayInWords(time.dateTime);
}

safely(() => {
  datesInWords();
  buildForm();
  buildChart();
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
    byId('printed').textContent = `Printed on ${dayInWords(browserDay())}.`;
  });
  update();
});
