// Answers batches of patients by generated scripts, for the tests.
//
// On stdin a JSON array of {script, asked: [{raw, today}]}, the script by its file. Out: a line of JSON for each patient.
// Each script runs in a world of its own; what it defines there is told first, as a line too.
"use strict";

const fs = require("fs");
const vm = require("vm");

function answered(engine, { raw, today }) {
  try {
    const { patient, problems } = engine.read(raw, today);
    return patient === null ? { problems } : engine.evaluate(patient, today);
  } catch (error) {
    return { raised: String(error.stack) };
  }
}

const lines = [];
for (const { script, asked } of JSON.parse(fs.readFileSync(0, "utf-8"))) {
  const world = vm.createContext({});
  let engine;
  try {
    vm.runInContext(fs.readFileSync(script, "utf-8"), world, { filename: script });
    engine = world.milligram;
  } catch (error) {
    engine = { read: () => { throw error; } };
  }
  // the patient is made in the world of the script, as a page makes it
  const parse = vm.runInContext("JSON.parse", world);
  lines.push(JSON.stringify(Object.keys(world)));
  for (const each of asked) lines.push(JSON.stringify(answered(engine, parse(JSON.stringify(each)))));
}
fs.writeFileSync(1, `${lines.join("\n")}\n`);
