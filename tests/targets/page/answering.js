// Answers a batch of patients by a generated script, for the tests.
//
// In: argv[2] is the script's file; on stdin one JSON array of {raw, today}. Out: a line of JSON for each.
"use strict";

const fs = require("fs");
const vm = require("vm");

vm.runInThisContext(fs.readFileSync(process.argv[2], "utf-8"), { filename: process.argv[2] });
const engine = globalThis.milligram;
const lines = [];
for (const { raw, today } of JSON.parse(fs.readFileSync(0, "utf-8"))) {
  let answer;
  try {
    const { patient, problems } = engine.read(raw, today);
    answer = patient === null ? { problems } : engine.evaluate(patient, today);
  } catch (error) {
    answer = { raised: String(error.stack) };
  }
  lines.push(JSON.stringify(answer));
}
fs.writeFileSync(1, `${lines.join("\n")}\n`);
