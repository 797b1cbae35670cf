// Texts as VS Code's own engine reads them with the extension's grammar: [text, …] in, [[[start, end, scope], …] a line, …] out.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const oniguruma = require("vscode-oniguruma");
const { INITIAL, Registry, parseRawGrammar } = require("vscode-textmate");

const grammars = join(dirname(fileURLToPath(import.meta.url)), "..", "syntaxes");
const wasm = readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"));
await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
const registry = new Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: async (scope) => {
    if (scope !== "source.milligram") return null;
    const file = join(grammars, "milligram.tmLanguage.json");
    return parseRawGrammar(readFileSync(file, "utf8"), file);
  },
});

const grammar = await registry.loadGrammar("source.milligram");
const texts = JSON.parse(readFileSync(0, "utf8"));
const answer = texts.map((text) => {
  let stack = INITIAL;
  return text.split("\n").map((line) => {
    const read = grammar.tokenizeLine(line, stack);
    stack = read.ruleStack;
    return read.tokens.map(({ startIndex, endIndex, scopes }) => [startIndex, endIndex, scopes.slice(1).join(" ")]);
  });
});
process.stdout.write(JSON.stringify(answer));
