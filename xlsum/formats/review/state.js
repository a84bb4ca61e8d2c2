// What the reviewer did: kept apart from the results, saved in this browser after every change.
const data = JSON.parse(document.getElementById("data").textContent);
const state = { document: 0, edits: [], reviewer: "", current: "" };

function storageKey(result) {
  return `xlsum-review:${result.provenance.source_sha256}:${result.provenance.created}:${result.id}`;
}

function loadState() {
  state.edits = data.results.map((result) => saved(storageKey(result)) || {});
  state.reviewer = saved("xlsum-reviewer") || "";
}

function saved(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function save() {
  const result = currentResult();
  try {
    localStorage.setItem(storageKey(result), JSON.stringify(state.edits[state.document]));
    localStorage.setItem("xlsum-reviewer", JSON.stringify(state.reviewer));
    tell(`Saved in this browser at ${new Date().toLocaleTimeString("en-GB")}.`);
  } catch {
    tell("This browser keeps nothing for this page: export before you close it.");
  }
}

function currentResult() {
  return data.results[state.document];
}

function segmentsOf(result) {
  return result.translation.paragraphs.flat();
}

// The segments of a document by id, and the dates and numbers of each, gathered once: a document may have thousands.
const indexes = new Map();

function indexOf(result) {
  if (!indexes.has(result)) {
    const segments = new Map(segmentsOf(result).map((segment) => [segment.id, segment]));
    const readings = new Map();
    for (const reading of allReadings(result)) readings.set(reading.segment, [...(readings.get(reading.segment) || []), reading]);
    indexes.set(result, { segments, readings });
  }
  return indexes.get(result);
}

function segmentById(result, id) {
  return indexOf(result).segments.get(id);
}

// The edit of a segment (or of "summary"): {english, status}; nothing when untouched.
function editOf(id, place = state.document) {
  return state.edits[place][id] || {};
}

function englishOf(segment, place = state.document) {
  return editOf(segment.id, place).english ?? segment.english;
}

function change(id, fields) {
  const edits = state.edits[state.document];
  const edit = { ...edits[id], ...fields };
  if (edit.english === machineText(id)) delete edit.english;
  if (!edit.status) delete edit.status;
  if (Object.keys(edit).length) edits[id] = edit;
  else delete edits[id];
  save();
}

function machineText(id) {
  const result = currentResult();
  return id === "summary" ? result.summary.text : segmentById(result, id).english;
}

function pairsOf(place) {
  const result = data.results[place];
  return segmentsOf(result).map((segment) => ({
    machine: segment.english,
    english: englishOf(segment, place),
    status: editOf(segment.id, place).status,
  }));
}

function tell(text) {
  document.getElementById("saved").textContent = text;
}
