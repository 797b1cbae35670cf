// Reads Mermaid texts with Mermaid's own parser and tells what it found.
//
// Enters, on standard input: a JSON array of texts. Leaves, on standard output: a JSON array with, for each, either
// {"error": "…"} or {"nodes": {id: {text, shape, classes}}, "edges": [{source, target, text, stroke}],
// "groups": [{title, nodes}], "classes": [name]}. Texts are as they are shown, with <br> where a line breaks.

import { readFileSync } from 'node:fs';
import { JSDOM } from 'jsdom';

// Mermaid cleans labels with DOMPurify, which wants a document.
globalThis.window = new JSDOM('<!DOCTYPE html><body></body>').window;
globalThis.document = globalThis.window.document;
const { default: mermaid } = await import('mermaid');
mermaid.initialize({ startOnLoad: false, maxEdges: 100000, maxTextSize: 10000000 });

// Inside, Mermaid writes the code #35; as ﬂ°°35¶ß, and writes it back as &#35; when it draws.
const shown = (text) =>
  (text ?? '').replace(/ﬂ°°(\d+)¶ß/g, (_, code) => String.fromCodePoint(Number(code))).replace(/ﬂ°(\w+)¶ß/g, '&$1;');

async function read(text) {
  try {
    const { db, type } = await mermaid.mermaidAPI.getDiagramFromText(text);
    const nodes = {};
    for (const [id, node] of db.getVertices()) {
      nodes[id] = { text: shown(node.text), shape: node.type, classes: node.classes };
    }
    return {
      kind: type,
      nodes,
      edges: db.getEdges().map((edge) => ({
        source: edge.start,
        target: edge.end,
        text: shown(edge.text),
        stroke: edge.stroke,
      })),
      groups: db.getSubGraphs().map((group) => ({ title: shown(group.title), nodes: group.nodes })),
      classes: [...db.getClasses().keys()],
    };
  } catch (fault) {
    return { error: String(fault?.message ?? fault) };
  }
}

const answers = [];
for (const text of JSON.parse(readFileSync(0, 'utf8'))) answers.push(await read(text));
process.stdout.write(JSON.stringify(answers));
