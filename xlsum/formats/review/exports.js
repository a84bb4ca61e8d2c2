// The edited result as JSON Lines (the object that xlsum reads back), TMX 1.4 and text.
function editedResult(place) {
  const result = structuredClone(data.results[place]);
  const machineLabel = result.labelLine;
  delete result.labelLine;
  for (const segment of segmentsOf(result)) applyEdit(segment, editOf(segment.id, place));
  const paragraphs = result.translation.paragraphs.map((paragraph) => paragraph.map((segment) => segment.english).filter(Boolean).join(" "));
  result.translation.text = paragraphs.join("\n\n");
  if (result.headline) result.headline.english = paragraphs[0] || "";
  const summary = editOf("summary", place).english;
  if (result.summary && summary !== undefined) {
    const flags = [...result.summary.flags, { kind: "review", level: "ok", detail: `edited${state.reviewer ? ` by ${state.reviewer}` : ""}` }];
    result.summary = { ...result.summary, text: summary, support: [], flags };
  }
  if (state.reviewer) {
    result.provenance.reviewed_by = state.reviewer;
    result.provenance.reviewed_at = new Date().toISOString().replace(/\.\d+Z$/, "+00:00");
    if (result.provenance.label) result.provenance.label = "machine-translated, reviewed";
  }
  return { result, line: machineLabel ? reviewedLine(machineLabel, result.provenance) : "" };
}

// A person's word goes before the checks': accepted is ok, rejected is not to be used; the machine's text stays as an alternative.
function applyEdit(segment, edit) {
  const by = state.reviewer ? ` by ${state.reviewer}` : "";
  if (edit.english !== undefined) {
    segment.alternatives = [segment.english, ...(segment.alternatives || []).filter((text) => text !== edit.english)];
    segment.flags = [...segment.flags, { kind: "review", level: "ok", detail: `edited${by}` }];
    segment.english = edit.english;
  }
  if (!edit.status) return;
  segment.level = edit.status === "accepted" ? "ok" : "do-not-use";
  segment.flags = [...segment.flags, { kind: "review", level: segment.level, detail: `${edit.status}${by}` }];
}

function reviewedLine(line, provenance) {
  return provenance.reviewed_by ? line.replace(/; (?:not reviewed|reviewed by .*)\.$/, `; reviewed by ${provenance.reviewed_by} on ${provenance.reviewed_at.slice(0, 10)}.`) : line;
}

function xml(text) {
  const names = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").replace(/[&<>"]/g, (character) => names[character]);
}

function asTmx(results) {
  const units = results.flatMap(({ result, line }) => segmentsOf(result).filter((segment) => segment.english && segment.level !== "do-not-use").map((segment) =>
    `<tu tuid="${xml(`${result.id}#${segment.id}`)}" srclang="${xml(segment.language || "fa")}">${line ? `<note>${xml(line)}</note>` : ""}<prop type="x-language">${xml(result.provenance.language)}</prop><tuv xml:lang="${xml(segment.language || "fa")}"><seg>${xml(segment.source)}</seg></tuv>` +
    `<tuv xml:lang="en"><seg>${xml(segment.english)}</seg></tuv></tu>`));
  const header = '<header creationtool="xlsum" creationtoolversion="1" segtype="sentence" o-tmf="xlsum" adminlang="en" srclang="fa" datatype="plaintext"/>';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">${header}<body>\n${units.join("\n")}\n</body></tmx>\n`;
}

function asText(results) {
  return results.map(({ result, line }) => [result.translation.text, result.summary ? `SUMMARY\n${result.summary.text}` : "", line].filter(Boolean).join("\n\n")).join("\n\n----\n\n") + "\n";
}

const EXPORTS = {
  jsonl: { name: "reviewed.jsonl", type: "application/x-ndjson", render: (results) => results.map(({ result }) => JSON.stringify(result)).join("\n") + "\n" },
  tmx: { name: "reviewed.tmx", type: "application/x-tmx+xml", render: asTmx },
  text: { name: "reviewed.txt", type: "text/plain", render: asText },
};

// What the reviewer answers for without having judged it, said before the name is put to it.
function showUnjudged() {
  const open = data.results.flatMap((result, place) => segmentsOf(result).filter((segment) => segment.level !== "ok" && !editOf(segment.id, place).status));
  byId("unjudged").textContent = open.length ? `${open.length} flagged sentence${open.length > 1 ? "s are" : " is"} neither accepted nor rejected.` : "";
}

function exportAs(kind) {
  finishEdit();
  const places = byId("all-documents").checked ? data.results.map((_, place) => place) : [state.document];
  const { name, type, render } = EXPORTS[kind];
  const text = render(places.map(editedResult));
  const link = make("a", { href: URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  tell(`Exported ${places.length} document${places.length > 1 ? "s" : ""} as ${name}.`);
}
