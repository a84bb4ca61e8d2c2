// From the results to the page. Everything is made with textContent: nothing of a wire is ever read as markup.
const LEVEL_WORDS = { ok: "Note", check: "Check", "do-not-use": "Do not use" };
const PERSIAN_RUN = /([\u0600-\u06ff](?:[\u0600-\u06ff\u200c\s\u00ab\u00bb]*[\u0600-\u06ff])?)/;
const STATUS_WORDS = { accepted: "accepted", rejected: "rejected" };

function byId(id) {
  return document.getElementById(id);
}

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

function button(text, attributes, act) {
  const element = make("button", { type: "button", ...attributes }, text);
  element.addEventListener("click", (event) => {
    event.stopPropagation();
    act();
  });
  return element;
}

function flagItem(flag) {
  const words = LEVEL_WORDS[flag.level] || flag.level;
  return make("li", { class: flag.level }, make("strong", {}, `${words}: `), ...isolated(`${flag.detail} (${flag.kind})`));
}

// Persian within an English sentence, each run set apart so that digits and quotes beside it keep their places.
function isolated(text) {
  return text.split(PERSIAN_RUN).map((part, place) => (place % 2 ? make("bdi", { dir: "rtl", class: "inline" }, part) : part));
}

function showDocument() {
  const result = currentResult();
  byId("documents").value = String(state.document);
  byId("page-title").textContent = data.results.length > 1 ? `Review ${state.document + 1} of ${data.results.length}` : "Review";
  byId("headline").textContent = result.headline ? headlineOf(result, state.document) : result.id;
  showLabel(result);
  const { source, provenance, coverage } = result;
  const { extra = {} } = source;
  const facts = [result.id, source.agency, source.published, extra.dateline || source.dateline, extra.byline, extra.urgency && `urgency ${extra.urgency}`, extra.version && `version ${extra.version}`, source.path || source.url, `created ${provenance.created.slice(0, 16).replace("T", " ")} UTC`];
  byId("facts").replaceChildren(...facts.filter(Boolean).flatMap((fact, place) => [place ? " \u00b7 " : "", make("bdi", {}, fact)]));
  const lost = coverage.segments_in - coverage.segments_out;
  const cautions = [
    ...(result.document_flags || []),
    ...source.warnings.map((detail) => ({ kind: "source", level: "check", detail })),
    ...coverage.left_out.map((detail) => ({ kind: "left out", level: "check", detail })),
    ...(lost > 0 ? [{ kind: "coverage", level: "do-not-use", detail: `${lost} sentences were not translated` }] : []),
  ];
  byId("cautions").replaceChildren(...cautions.map(flagItem));
  byId("models").replaceChildren(...provenance.models.map((model) => make("li", {}, `${model.stage}: ${model.id} ${model.revision} (${model.licence}), ${model.engine} ${model.engine_version}`)));
  showSummary(result);
  showPairs(result);
  showStatistics();
}

function showLabel(result) {
  const label = byId("label");
  label.textContent = result.labelLine;
  label.hidden = !result.labelLine;
  label.classList.toggle("reviewed", Boolean(result.provenance.reviewed_by));
}

function showSummary(result) {
  const box = byId("summary");
  state.pinned = { sentence: null, ids: [] };
  byId("summary-title").parentElement.hidden = !result.summary;
  if (!result.summary) return;
  const edited = editOf("summary").english;
  const summary = { ...result.summary, text: edited ?? result.summary.text };
  const line = make("p", { lang: result.provenance.language, dir: "ltr" });
  for (const sentence of summarySentences(summary)) {
    const span = make("span", { class: sentence.ids.length ? "sentence" : "sentence unsupported", tabindex: "0", role: "button", "aria-label": `${sentence.text} Rests on ${sentence.ids.join(", ") || "no sentence of the source"}` }, sentence.text);
    for (const event of ["mouseenter", "focus"]) span.addEventListener(event, () => support(span, sentence.ids, false));
    for (const event of ["mouseleave", "blur"]) span.addEventListener(event, () => support(null, [], false));
    span.addEventListener("click", () => support(span, sentence.ids, true));
    span.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      support(span, sentence.ids, true);
    });
    line.append(span, " ");
  }
  const tools = make("div", { class: "meta" },
    make("span", { class: "place" }, `${result.summary.method}${edited === undefined ? "" : ", edited"}`),
    button("Edit summary", { id: "edit-summary" }, () => startEdit("summary")),
    edited === undefined ? null : button("Undo", { "aria-label": "Undo the edit of the summary" }, () => { change("summary", { english: result.summary.text }); showSummary(result); showStatistics(); }));
  box.replaceChildren(line, tools, make("ul", { class: "flags", "aria-label": "Flags of the summary" }, ...result.summary.flags.map(flagItem)));
}

// Marks the sentences that a summary sentence rests on; a click keeps the marks and goes to the first.
function support(sentence, ids, go) {
  if (go) state.pinned = { sentence, ids };
  const shown = sentence ? { sentence, ids } : state.pinned;
  for (const other of document.querySelectorAll(".sentence")) other.classList.toggle("active", other === shown.sentence);
  for (const pair of document.querySelectorAll(".pair")) pair.classList.toggle("supporting", shown.ids.includes(pair.dataset.id));
  const first = go && ids.length && pairOf(ids[0]);
  if (first) first.scrollIntoView({ block: "center" });
}

function showPairs(result) {
  const items = [];
  for (const paragraph of result.translation.paragraphs) {
    paragraph.forEach((segment, place) => items.push(pairItem(result, segment, place === 0)));
  }
  byId("pairs").replaceChildren(...items);
  applyFilter();
}

function pairOf(id) {
  return document.querySelector(`.pair[data-id="${CSS.escape(id)}"]`);
}

function redraw(id) {
  const result = currentResult();
  const old = pairOf(id);
  const segment = segmentById(result, id);
  const fresh = pairItem(result, segment, old.classList.contains("opens"));
  old.replaceWith(fresh);
  applyFilter();
  byId("headline").textContent = result.headline ? headlineOf(result, state.document) : result.id;
  showStatistics();
  return fresh;
}

function pairItem(result, segment, opens) {
  const edit = editOf(segment.id);
  const english = englishOf(segment);
  const readings = readingsOf(result, segment);
  const spans = englishSpans(readings, english);
  const said = new Set(spans.map((span) => span.key));
  const classes = ["pair", segment.level, edit.status, opens ? "opens" : "", state.current === segment.id ? "current" : ""];
  const item = make("li", { class: classes.filter(Boolean).join(" "), "data-id": segment.id, tabindex: "-1", "aria-label": pairName(segment, edit) },
    make("p", { class: "english-text", lang: result.provenance.language, dir: "ltr", title: "Click to edit" }, ...withSpans(english || "\u2014 no English \u2014", spans)),
    make("p", { class: "source-text", lang: segment.language, dir: "rtl" }, ...withSpans(segment.source, readings.map((one) => ({ ...one, lonely: HAS_DIGIT.test(one.text) && !said.has(one.key) })))),
    segment.flags.length ? make("ul", { class: "flags", "aria-label": "Flags" }, ...segment.flags.map(flagItem)) : null,
    choices(segment, english),
    tools(segment, edit));
  item.addEventListener("click", () => setCurrent(segment.id));
  item.querySelector(".english-text").addEventListener("click", () => startEdit(segment.id));
  return item;
}

function pairName(segment, edit) {
  const flags = segment.flags.length ? `, ${segment.flags.length} flags` : "";
  const edited = edit.english === undefined ? "" : ", edited";
  return `Sentence ${segment.id}, ${LEVEL_WORDS[segment.level]}${flags}${edited}${edit.status ? `, ${edit.status}` : ""}`;
}

function withSpans(text, spans) {
  const pieces = [];
  let at = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const title = span.lonely ? `${span.title}; not found in the English` : span.title;
    const mark = make("span", { class: span.lonely ? "reading lonely" : "reading", "data-key": span.key, title }, text.slice(span.start, span.end));
    mark.addEventListener("mouseenter", () => linkReadings(span.key));
    mark.addEventListener("mouseleave", () => linkReadings(""));
    mark.addEventListener("touchstart", () => linkReadings(span.key), { passive: true });
    pieces.push(text.slice(at, span.start), mark);
    at = span.end;
  }
  return [...pieces, text.slice(at)].filter((piece) => piece !== "");
}

function linkReadings(key) {
  for (const mark of document.querySelectorAll(".reading")) mark.classList.toggle("linked", mark.dataset.key === key);
}

function choices(segment, english) {
  const others = [segment.english, ...(segment.alternatives || [])].filter((text, place, all) => text && text !== english && all.indexOf(text) === place);
  const terms = (data.suggestions[state.document] || {})[segment.id] || [];
  const missing = terms.filter((term) => !term.english.some((form) => english.toLowerCase().includes(form.toLowerCase())));
  if (!others.length && !missing.length) return null;
  const box = make("div", { class: "choices" });
  if (others.length) box.append(wordings(segment, others));
  if (missing.length) box.append(make("span", {}, "Glossary:"));
  for (const term of missing) {
    box.append(button(`${term.persian} = ${term.english[0]}`, { class: "term", title: "Add to the English" }, () => startEdit(segment.id, term.english[0])));
  }
  return box;
}

// Other hypotheses: in sight where the sentence is in doubt, one click away where it is not.
function wordings(segment, others) {
  const title = `${others.length} other wording${others.length > 1 ? "s" : ""}`;
  const list = others.map((text, place) => button(`${place + 1}. ${text}`, { class: "alternative" }, () => pick(segment.id, text)));
  return make("details", { open: segment.level !== "ok" }, make("summary", {}, title), ...list);
}

function tools(segment, edit) {
  const pressed = (status) => ({ "aria-pressed": String(edit.status === status), class: status });
  const score = segment.score === null || segment.score === undefined ? "" : ` \u00b7 score ${segment.score.toFixed(2)}`;
  return make("div", { class: "meta" },
    make("span", { class: "place" }, `${segment.id}${score}${edit.english === undefined ? "" : " \u00b7 edited"}${edit.status ? ` \u00b7 ${STATUS_WORDS[edit.status]}` : ""}`),
    button("Accept", pressed("accepted"), () => judge(segment.id, "accepted")),
    button("Reject", pressed("rejected"), () => judge(segment.id, "rejected")),
    button("Edit", { class: "edit" }, () => startEdit(segment.id)),
    edit.english === undefined ? null : button("Undo", { class: "undo", "aria-label": "Undo the edit" }, () => undo(segment.id)));
}

function showStatistics() {
  const one = statisticsOf(pairsOf(state.document));
  const rows = [
    ["Accepted", one.accepted], ["Rejected", one.rejected], ["Open", one.open], ["Edited", one.edited],
    ["Characters changed", one.characters], ["TER", `${(100 * one.ter).toFixed(1)}%`],
  ];
  byId("statistics").replaceChildren(...rows.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", { "data-statistic": name }, String(value)))));
}

function headlineOf(result, place) {
  const first = result.translation.paragraphs[0] || [];
  return first.map((segment) => englishOf(segment, place)).join(" ");
}
