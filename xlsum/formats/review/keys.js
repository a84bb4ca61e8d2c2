// The keyboard and the buttons that stand on the page from the start.
const KEYS = [
  ["j or \u2193", "next sentence"], ["k or \u2191", "previous sentence"], ["n", "next flagged sentence"], ["a", "accept"],
  ["A", "accept and go on"], ["r", "reject"], ["e or Enter", "edit"], ["1 \u2013 9", "take an alternative"], ["u", "undo the edit"],
  ["Ctrl+Enter", "keep the edit"], ["Esc", "leave the edit as it was"], ["/", "search"], ["[ and ]", "other document"], ["?", "this list"],
];
const THEMES = ["auto", "light", "dark"];

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.matches("input, textarea, select")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const isButton = event.target.matches("button, .sentence, summary, a");
  if (isButton && event.key === "Enter") return;
  const id = state.current;
  const onPair = { a: () => judge(id, "accepted"), A: () => goOn(id), r: () => judge(id, "rejected"), e: () => startEdit(id), Enter: () => startEdit(id), u: () => undo(id) };
  const anywhere = {
    j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1),
    n: () => move(1, (pair) => pair.querySelector(".flags")),
    "/": () => byId("search").focus(), "?": () => byId("keys").showModal(),
    "[": () => openDocument(state.document - 1), "]": () => openDocument(state.document + 1),
  };
  const act = anywhere[event.key] || (id && (onPair[event.key] || pickByNumber(id, event.key)));
  if (!act) return;
  event.preventDefault();
  act();
}

function pickByNumber(id, key) {
  if (!/^[1-9]$/.test(key)) return null;
  const choice = document.querySelectorAll(`.pair[data-id="${CSS.escape(id)}"] .alternative`)[Number(key) - 1];
  return choice ? () => choice.click() : null;
}

function setTheme(name) {
  if (name === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
  byId("theme").textContent = `Theme: ${name}`;
  byId("theme").dataset.name = name;
  try {
    localStorage.setItem("xlsum-theme", JSON.stringify(name));
  } catch {
    // a browser without storage forgets the theme, nothing else
  }
}

function wireUp() {
  document.addEventListener("keydown", onKey);
  byId("search").addEventListener("input", applyFilter);
  byId("filter").addEventListener("change", applyFilter);
  byId("documents").addEventListener("change", (event) => openDocument(Number(event.target.value)));
  byId("previous-document").addEventListener("click", () => openDocument(state.document - 1));
  byId("next-document").addEventListener("click", () => openDocument(state.document + 1));
  byId("theme").addEventListener("click", () => setTheme(THEMES[(THEMES.indexOf(byId("theme").dataset.name) + 1) % THEMES.length]));
  byId("reviewer").addEventListener("input", (event) => { state.reviewer = event.target.value.trim(); save(); });
  byId("open-export").addEventListener("click", showUnjudged);
  window.addEventListener("pagehide", () => finishEdit());
  for (const name of ["export", "keys"]) byId(`open-${name}`).addEventListener("click", () => byId(name).showModal());
  for (const close of document.querySelectorAll("[data-close]")) close.addEventListener("click", () => close.closest("dialog").close());
  for (const kind of document.querySelectorAll("[data-export]")) kind.addEventListener("click", () => exportAs(kind.dataset.export));
  byId("key-list").replaceChildren(...KEYS.map(([key, text]) => make("div", {}, make("dt", {}, make("kbd", {}, key)), make("dd", {}, text))));
}

loadState();
fillFilter();
fillDocuments();
wireUp();
setTheme(THEMES.includes(saved("xlsum-theme")) ? saved("xlsum-theme") : "auto");
byId("reviewer").value = state.reviewer;
showDocument();
