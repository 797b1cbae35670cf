// Colours: the grammar knows the words of the language, the server the names that a guideline gives.
//
// The server tells of every word, for editors that have no grammar. VS Code has one, whose colours are finer; so that no
// word changes its colour when the server starts, only what the grammar cannot know is taken from it.

/** What the grammar colours as well or better, by the names of the protocol. */
const KNOWN = new Set(["keyword", "string", "comment", "number", "operator"]);
const WIDTH = 5;
/** Numbers of one token: lines and columns after the one before, length, type, modifiers. */

/** The tokens whose type the grammar does not know, in the same form. */
export function namesOnly(data: Uint32Array, types: readonly string[]): Uint32Array {
  const kept: number[] = [];
  let [line, column, keptLine, keptColumn] = [0, 0, 0, 0];
  for (let at = 0; at + WIDTH <= data.length; at += WIDTH) {
    const [lines = 0, columns = 0, length = 0, type = 0, modifiers = 0] = data.subarray(at, at + WIDTH);
    [line, column] = [line + lines, lines === 0 ? column + columns : columns];
    if (KNOWN.has(types[type] ?? "")) continue;
    kept.push(line - keptLine, line === keptLine ? column - keptColumn : column, length, type, modifiers);
    [keptLine, keptColumn] = [line, column];
  }
  return Uint32Array.from(kept);
}
