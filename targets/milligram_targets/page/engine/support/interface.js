// What the page calls. The object is one global of a classic script.

function interfaceOf(guideline, about) {
  return Object.freeze({
    ...about,
    // {patient, problems}: the patient's exact values, or null and every problem by its input. `asOf`, an ISO date, is
    // today where the data does not say which day it is.
    read: (raw, asOf = null) => readPatient(guideline, raw, asOf),
    // The answer for a patient that `read` gave.
    evaluate: (patient, asOf = null) => evaluateGuideline(guideline, patient, asOf),
  });
}

function objectOf(entries) {
  return Object.fromEntries(entries);
}
