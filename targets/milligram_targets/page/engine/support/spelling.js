// Text as the compiler treats it: what is blank, what is printable, and the word that a misspelt one was meant to be.

const BLANK = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const BLANKS = new RegExp(`${BLANK}+`, "g");
const OUTER_BLANKS = new RegExp(`^${BLANK}+|${BLANK}+$`, "g");
const UNPRINTABLE = /[\p{C}\p{Z}]/u;

function strip(text) {
  return text.replace(OUTER_BLANKS, "");
}

// Each run of blanks as one space, none at the ends.
function joinedBlanks(text) {
  return strip(text).replace(BLANKS, " ");
}

function isPrintable(char) {
  return char === " " || !UNPRINTABLE.test(char);
}

const ESCAPES = { "\t": "\\t", "\n": "\\n", "\r": "\\r" };

// Characters that cannot be seen, written as escapes.
function printable(text) {
  return [...text].map((char) => (isPrintable(char) ? char : escaped(char))).join("");
}

function escaped(char) {
  const code = char.codePointAt(0);
  const hex = (length) => code.toString(16).padStart(length, "0");
  if (ESCAPES[char] !== undefined) return ESCAPES[char];
  return code < 0x100 ? `\\x${hex(2)}` : code < 0x10000 ? `\\u${hex(4)}` : `\\U${hex(8)}`;
}

// The known words a slip or two away, the nearest first, of equals those that start alike.
function close(given, known) {
  const length = [...given].length;
  if (length > 60) return [];
  const plain = plainWord(given);
  const found = [];
  known.forEach((other, place) => {
    if (Math.abs([...other].length - length) > 4) return;
    const candidate = plainWord(other);
    const slips = slipsBetween(plain, candidate);
    if (slips <= mostSlips(plain, candidate)) found.push([slips, -sameStart(plain, candidate), place, other]);
  });
  found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  return found.map((each) => each[3]);
}

function plainWord(text) {
  return [...text.toLowerCase().replace(/-/g, "_")];
}

// How many slips a word of its length may hold.
function mostSlips(given, other) {
  if (given.length > 2) return given.length <= 5 ? 1 : given.length <= 8 ? 2 : 3;
  const sorted = (letters) => [...letters].sort().join("");
  const begins = given.length === 2 && other.slice(0, 2).join("") === given.join("");
  return sorted(given) === sorted(other) || begins ? 1 : 0;
}

function sameStart(given, other) {
  let same = 0;
  while (same < Math.min(given.length, other.length) && given[same] === other[same]) same += 1;
  return same;
}

// Optimal string alignment distance, three rows at a time.
function slipsBetween(given, other) {
  let before = [];
  let line = [...other.keys(), other.length];
  for (let i = 1; i <= given.length; i += 1) {
    const twoBefore = before;
    before = line;
    line = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const change = given[i - 1] === other[j - 1] ? 0 : 1;
      let fewest = Math.min(before[j] + 1, line[j - 1] + 1, before[j - 1] + change);
      if (i > 1 && j > 1 && given[i - 1] === other[j - 2] && other[j - 1] === given[i - 2]) {
        fewest = Math.min(fewest, twoBefore[j - 2] + 1);
      }
      line.push(fewest);
    }
  }
  return line[line.length - 1];
}
