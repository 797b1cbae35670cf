// Elements made by name; every text goes in as text. Nothing here, or after, parses HTML.

const SVG = 'http://www.w3.org/2000/svg';
const facts = JSON.parse(document.getElementById('words').textContent);

function has(object, name) {
  return Object.prototype.hasOwnProperty.call(object, name);
}

// make('p', {class: 'hint', id: 'x'}, 'text', otherElement)
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === true) element.setAttribute(name, '');
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === '') continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

function byId(id) {
  return document.getElementById(id);
}

function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('focusable', 'false');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

// Strokes on a grid of 20 by 20; each kind of advice has a shape of its own.
const ICONS = {
  give: 'M6.3 17.2a4 4 0 0 1-3.5-6.5l7.2-7.2a4 4 0 0 1 6.5 4.5l-7.2 7.2a4 4 0 0 1-3 2zM6.5 7.5l6 6',
  stop: 'M7 2.5h6L17.5 7v6L13 17.5H7L2.5 13V7zM7 10h6',
  hold: 'M10 2.5a7.5 7.5 0 1 0 .01 0zM8 7v6M12 7v6',
  advise: 'M10 2.5a7.5 7.5 0 1 0 .01 0zM6.5 10.2l2.5 2.5 4.5-5',
  advise_against: 'M10 2.5a7.5 7.5 0 1 0 .01 0zM4.8 4.8l10.4 10.4',
  suggest: 'M10 2.2l7.8 7.8-7.8 7.8-7.8-7.8zM10 7v6M7 10h6',
  order: 'M7.5 2.5h5M8.5 2.5v5L4 15a1.7 1.7 0 0 0 1.5 2.5h9A1.7 1.7 0 0 0 16 15l-4.5-7.5v-5M6 12.5h8',
  refer: 'M2.5 10h14M11 4.5l5.5 5.5-5.5 5.5',
  start: 'M10 2.5a7.5 7.5 0 1 0 .01 0zM10 5.5V10l3 2',
  note: 'M10 2.5a7.5 7.5 0 1 0 .01 0zM10 9v5M10 6v.4',
  unspecified: 'M3 3h14v14H3zM7.8 7.5a2.2 2.2 0 1 1 3.2 2.3c-.7.4-1 .8-1 1.7M10 14v.3',
  blocked: 'M5.5 9h9v8h-9zM7 9V6.5a3 3 0 0 1 6 0V9',
  ask: 'M10 2.5a7.5 7.5 0 1 0 .01 0zM7.8 7.8a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.6M10 13.8v.3',
};

function capital(text) {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

const PRINTED = facts.printed.map(([pattern, replacement]) => [new RegExp(pattern, 'g'), replacement]);

// A unit or a sentence about numbers as the card and the chart print it: "µmol/L" for "mcmol/L", "twice daily".
function printed(text) {
  return PRINTED.reduce((told, [pattern, replacement]) => told.replace(pattern, replacement), text);
}

function title(name) {
  return has(facts.titles, name) ? facts.titles[name] : name.replaceAll('_', ' ');
}

// The label of a word of an input or of a table; a text of the author's comes as it is.
function labelOf(name, word) {
  const labels = has(facts.words, name) ? facts.words[name] : {};
  return has(labels, word) ? labels[word] : word;
}

// The name of an input or of a regimen's state, as a person says it.
function nameOf(name) {
  const cut = name.lastIndexOf(' ');
  if (cut < 0) return name === 'today' ? 'the date' : title(name);
  const regimen = title(name.slice(0, cut));
  return name.slice(cut + 1) === 'step' ? `the step of ${regimen}` : `the time on this step of ${regimen}`;
}

function several(count, one, more) {
  return `${count} ${count === 1 ? one : more}`;
}
