// Editing, judging, moving about, searching.
function setCurrent(id, focus = false) {
  state.current = id;
  for (const pair of document.querySelectorAll(".pair")) {
    const here = pair.dataset.id === id;
    pair.classList.toggle("current", here);
    pair.tabIndex = here ? 0 : -1;
    if (here && focus) {
      pair.focus({ preventScroll: true });
      pair.scrollIntoView({ block: "nearest" });
    }
  }
}

function visiblePairs() {
  return [...document.querySelectorAll(".pair")].filter((pair) => !pair.hidden);
}

function move(step, wanted = () => true) {
  const pairs = visiblePairs();
  const here = pairs.findIndex((pair) => pair.dataset.id === state.current);
  const rest = step > 0 ? pairs.slice(here + 1) : pairs.slice(0, Math.max(here, 0)).reverse();
  const target = rest.find(wanted);
  if (target) setCurrent(target.dataset.id, true);
}

function judge(id, status) {
  change(id, { status: editOf(id).status === status ? "" : status });
  redraw(id);
  setCurrent(id, true);
}

function pick(id, text) {
  change(id, { english: text });
  redraw(id);
  setCurrent(id, true);
}

function undo(id) {
  pick(id, machineText(id));
}

function goOn(id) {
  judge(id, "accepted");
  if (editOf(id).status) move(1);
}

// Turns the English into a text box; Ctrl+Enter or leaving it keeps the text, Escape does not.
function startEdit(id, addition = "") {
  finishEdit();
  const isSummary = id === "summary";
  const box = isSummary ? byId("summary").querySelector("p") : document.querySelector(`.pair[data-id="${CSS.escape(id)}"] .english-text`);
  if (!box) return;
  if (!isSummary) setCurrent(id);
  const before = editOf(id).english ?? machineText(id);
  const area = make("textarea", { "aria-label": isSummary ? "The summary" : `English of sentence ${id}`, "data-edits": id, lang: "en", dir: "ltr", spellcheck: "true" });
  area.value = addition ? `${before} ${addition}` : before;
  box.replaceWith(area);
  area.addEventListener("input", () => change(id, { english: oneLine(area.value) }));
  area.addEventListener("blur", () => finishEdit(area));
  area.addEventListener("keydown", (event) => {
    if (event.key === "Escape") area.value = before;
    if (event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      event.stopPropagation();
      finishEdit(area);
    }
  });
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
}

function oneLine(text) {
  return text.replace(/\s+/g, " ").trim();
}

function finishEdit(area = document.querySelector("textarea[data-edits]")) {
  if (!area || !area.isConnected || area.dataset.done) return;
  area.dataset.done = "yes";
  const id = area.dataset.edits;
  const held = document.activeElement === area;
  change(id, { english: oneLine(area.value) });
  if (id === "summary") {
    showSummary(currentResult());
    showStatistics();
    return;
  }
  redraw(id);
  setCurrent(id, held);
}

function applyFilter() {
  const query = folded(byId("search").value).trim();
  const wanted = byId("filter").value;
  let shown = 0;
  for (const pair of document.querySelectorAll(".pair")) {
    const segment = segmentById(currentResult(), pair.dataset.id);
    pair.hidden = !(matchesFilter(segment, wanted) && matchesSearch(segment, query));
    shown += pair.hidden ? 0 : 1;
  }
  const all = indexOf(currentResult()).segments.size;
  byId("shown").textContent = shown === all ? `(${all})` : `(${shown} of ${all} shown)`;
  highlight(query);
}

// Where the words that were searched for stand, shown by the browser's own highlights: the text stays as it is.
function highlight(query) {
  if (!window.CSS || !CSS.highlights) return;
  CSS.highlights.delete("found");
  const ranges = query.length < 2 ? [] : visiblePairs().slice(0, 200).flatMap((pair) => [...pair.querySelectorAll("p")].flatMap((line) => rangesOf(line, query)));
  if (ranges.length) CSS.highlights.set("found", new Highlight(...ranges));
}

function rangesOf(line, query) {
  const ranges = [];
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { places, text } = foldedWithPlaces(walker.currentNode.data);
    for (let at = text.indexOf(query); at >= 0; at = text.indexOf(query, at + query.length)) {
      const range = new Range();
      range.setStart(walker.currentNode, places[at]);
      range.setEnd(walker.currentNode, places[at + query.length - 1] + 1);
      ranges.push(range);
    }
  }
  return ranges;
}

function matchesSearch(segment, query) {
  return !query || folded(`${segment.source}\n${englishOf(segment)}`).includes(query);
}

function matchesFilter(segment, wanted) {
  const edit = editOf(segment.id);
  const [kind, value] = wanted.split(":");
  if (kind === "flag") return segment.flags.some((flag) => flag.kind === value);
  const tests = {
    all: () => true,
    flagged: () => segment.flags.length > 0,
    check: () => segment.level === "check",
    "do-not-use": () => segment.level === "do-not-use",
    edited: () => edit.english !== undefined,
    accepted: () => edit.status === "accepted",
    rejected: () => edit.status === "rejected",
    open: () => !edit.status,
  };
  return tests[wanted]();
}

function fillFilter() {
  const kinds = new Set(data.results.flatMap((result) => segmentsOf(result).flatMap((segment) => segment.flags.map((flag) => flag.kind))));
  const rows = [
    ["all", "All sentences"], ["flagged", "Flagged"], ["do-not-use", "Do not use"], ["check", "Check"], ["open", "Not judged yet"],
    ["edited", "Edited"], ["accepted", "Accepted"], ["rejected", "Rejected"], ...[...kinds].sort().map((kind) => [`flag:${kind}`, `Flag: ${kind}`]),
  ];
  byId("filter").replaceChildren(...rows.map(([value, text]) => make("option", { value }, text)));
}

function fillDocuments() {
  byId("documents").replaceChildren(...data.results.map((result, place) => make("option", { value: String(place) }, `${place + 1}. ${result.headline ? result.headline.english : result.id}`)));
  document.querySelector(".documents").hidden = data.results.length < 2;
}

function openDocument(place) {
  if (place < 0 || place >= data.results.length) return;
  finishEdit();
  state.document = place;
  state.current = "";
  showDocument();
  window.scrollTo(0, 0);
  document.querySelector("main").scrollTo(0, 0);
}
