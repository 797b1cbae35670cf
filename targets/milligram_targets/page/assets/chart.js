// The flowchart: the path that the patient takes, and how large the drawing stands.

const LARGEST = 4;
const SMALLEST = 0.2;
const NARROW = 640; // px: a screen on which a whole chart cannot be read
const READABLE = 0.75;
let size = null; // null: as wide as the page

function sheets() {
  return [...document.querySelectorAll('figure.sheet')];
}

// A step of the run as the drawing names it: "12", or "12:3" with the branch that was taken.
function stepKey(step) {
  return step.branch === null || step.branch === undefined ? String(step.id) : `${step.id}:${step.branch}`;
}

function light(trace) {
  const taken = new Set(trace.filter((step) => step.id !== null && step.id !== undefined).map(stepKey));
  for (const group of document.querySelectorAll('figure.sheet [data-steps]')) {
    const here = group.getAttribute('data-steps').split(' ').some((key) => taken.has(key));
    group.classList.toggle('taken', here);
  }
}

function resize() {
  for (const figure of sheets()) {
    const width = Number(figure.dataset.width);
    const svg = figure.querySelector('svg');
    const room = figure.clientWidth - 2;
    if (room <= 0) continue; // not shown, as in print
    const scale = size === null ? Math.min(room / width, 1.34) : size * 1.333;
    svg.setAttribute('width', String(Math.round(width * scale)));
    svg.setAttribute('height', String(Math.round(Number(figure.dataset.height) * scale)));
  }
}

function zoom(how) {
  const [figure] = sheets();
  if (!figure) return;
  const now = Number(figure.querySelector('svg').getAttribute('width')) / Number(figure.dataset.width) / 1.333;
  if (how === 'width') size = null;
  else if (how === 'full') size = 1;
  else size = Math.max(SMALLEST, Math.min(LARGEST, how === 'in' ? now * 1.25 : now / 1.25));
  resize();
}

// Brings the last box of the path into view.
function showPath() {
  const taken = [...document.querySelectorAll('figure.sheet .node.taken, figure.sheet [data-steps].taken')];
  const last = taken.filter((group) => group.classList.contains('node')).pop() || taken.pop();
  if (last) last.scrollIntoView({block: 'center', inline: 'center'});
}

function buildChart() {
  if (innerWidth < NARROW) size = READABLE; // not before: to ask for a width lays out the page, and the answer would wait
  for (const button of document.querySelectorAll('[data-zoom]')) {
    button.addEventListener('click', () => (button.dataset.zoom === 'path' ? showPath() : zoom(button.dataset.zoom)));
  }
  addEventListener('resize', resize);
  resize();
}
