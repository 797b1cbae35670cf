// Colours: the grammar knows the words of the language, the server the names that a guideline gives.
//
// The server tells of every word, for editors that have no grammar. VS Code has one, whose colours are finer; so that no
// word changes its colour when the server starts, only what the grammar cannot know is taken from it.

import grammar from "../syntaxes/milligram.tmLanguage.json";

/** What the grammar colours wherever it stands, by the names of the protocol. */
const KNOWN = new Set(["string", "comment", "number", "operator"]);

/** The words that are keywords everywhere; `draft` or `common` are some in one place only, where the server says so. */
const RESERVED = new RegExp(`^(?:${ruleOf("keyword.other").match})$`);
/** The words of a grade, which has a colour of its own. */
const GRADES = new Set(ruleOf("support.constant.grade").match.match(/[a-z]{3,}/g));

const WIDTH = 5;
/** Numbers of one token: lines and columns after the one before, length, type, modifiers. */

/** The tokens that the grammar does not colour, in the same form; `read` gives the text of one. */
export function unknownToGrammar(
  data: Uint32Array,
  types: readonly string[],
  read: (line: number, column: number, length: number) => string,
): Uint32Array {
  const kept: number[] = [];
  let [line, column, keptLine, keptColumn] = [0, 0, 0, 0];
  for (let at = 0; at + WIDTH <= data.length; at += WIDTH) {
    const [lines = 0, columns = 0, length = 0, type = 0, modifiers = 0] = data.subarray(at, at + WIDTH);
    [line, column] = [line + lines, lines === 0 ? column + columns : columns];
    const name = types[type] ?? "";
    if (KNOWN.has(name) || (name === "keyword" && isWord(read(line, column, length)))) continue;
    kept.push(line - keptLine, line === keptLine ? column - keptColumn : column, length, type, modifiers);
    [keptLine, keptColumn] = [line, column];
  }
  return Uint32Array.from(kept);
}

/** Whether the grammar colours a word, or leaves it to who knows the place. */
export function isWord(text: string): boolean {
  return RESERVED.test(text) || GRADES.has(text);
}

/** The rule of the grammar that gives all of what it matches one scope; or the first that gives it at all. */
function ruleOf(scope: string): { match: string } {
  const name = `${scope}.milligram`;
  const gives = (rule: object) => JSON.stringify(rule).includes(`"${name}"`);
  const found = grammar.patterns.find((rule) => "name" in rule && rule.name === name) ?? grammar.patterns.find(gives);
  if (found === undefined) throw new Error(`the grammar has no ${scope}`);
  return found;
}
