"use strict";
const POLL_MILLISECONDS = 5000;
const LEVELS = { "do-not-use": "not to use", check: "to check" };
const NOTICES = { kill: "Withdrawn: ", correction: "Corrected: ", notice: "This is " };
const $ = (id) => document.getElementById(id);
let shown = ""; // the list as it was last drawn

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function say(words, bad = false) {
  $("state").textContent = words;
  $("state").classList.toggle("bad", bad);
}

function withKey(headers = {}) {
  return $("key").value ? { ...headers, Authorization: `Bearer ${$("key").value}` } : headers;
}

// Ask for the review page of a wire: its lead is shown as soon as it is there.
async function translate(body) {
  say("Working …");
  $("lead").hidden = $("review").hidden = true;
  $("run").disabled = true;
  try {
    const response = await fetch("review", { method: "POST", body, headers: withKey({ Accept: "text/event-stream" }) });
    if (!response.ok) throw new Error((await response.json()).error);
    await readEvents(response.body.pipeThrough(new TextDecoderStream()).getReader());
  } catch (error) {
    say(error.message, true);
  } finally {
    $("run").disabled = false;
  }
}

async function readEvents(reader) {
  for (let buffer = "", part; !(part = await reader.read()).done; ) {
    const blocks = (buffer + part.value).split("\n\n");
    buffer = blocks.pop();
    blocks.forEach(takeEvent);
  }
}

function takeEvent(block) {
  const name = block.match(/^event: (.*)$/m)?.[1];
  const data = JSON.parse(block.match(/^data: (.*)$/m)?.[1] ?? "null");
  if (name === "lead") {
    $("lead").replaceChildren(element("strong", { textContent: data.headline ?? "" }), data.lead);
    $("lead").hidden = false;
    say("Headline and lead are here; the rest is being translated …");
  }
  if (name === "page") {
    say("");
    openReview(data.address);
  }
  if (name === "error") throw new Error(data.error);
}

function openReview(address) {
  $("page").src = $("own").href = address;
  $("review").hidden = false;
  $("review").scrollIntoView();
}

function formOf(file) {
  const form = new FormData();
  if (file) form.append("file", file, file.name);
  else form.append("text", $("text").value);
  return form;
}

function takeFile(file) {
  if (!file) return;
  $("text").value = "";
  $("text").placeholder = file.name;
  translate(formOf(file));
}

function storyItem(story) {
  const killed = story.notices.some((notice) => notice.kind === "kill");
  const title = story.headline?.english || story.gist || story.id;
  const link = element("a", { href: story.address, textContent: title, lang: "en" });
  link.addEventListener("click", (event) => {
    event.preventDefault();
    openReview(story.address);
  });
  const item = element("li", { className: killed ? "story killed" : "story" }, element("h3", {}, link));
  item.append(...story.notices.map((notice) => element("p", { className: `notice ${notice.level}`, textContent: NOTICES[notice.kind] + notice.detail })));
  if (story.headline) item.append(element("p", { dir: "rtl", lang: "fa", textContent: story.headline.source }));
  if (story.gist) item.append(element("p", { className: "gist", lang: "en", textContent: story.gist }));
  item.append(facts(story));
  if (story.changes.length) item.append(changes(story.changes));
  return item;
}

function facts(story) {
  const line = element("p", { className: "quiet" });
  for (const [level, words] of Object.entries(LEVELS)) {
    const count = story.sentences[level];
    if (count) line.append(element("span", { className: `badge ${level}`, textContent: `${count} ${count === 1 ? "sentence" : "sentences"} ${words}` }));
  }
  const when = new Date(story.created).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  line.append([story.agency, story.version > 1 ? `version ${story.version}` : "", `came in ${when}`].filter(Boolean).join(" · "));
  return line;
}

function changes(found) {
  const rows = found.map((change) => element("p", { lang: "en" }, element("del", { textContent: change.before }), " ", element("ins", { textContent: change.now })));
  return element("details", {}, element("summary", { textContent: `What this version changed (${found.length})` }), ...rows);
}

function draw(listing) {
  const text = JSON.stringify(listing);
  if (text === shown) return;
  shown = text;
  $("feed").hidden = !listing.sources.length;
  $("columns").classList.toggle("alone", !listing.sources.length);
  $("count").textContent = `(${listing.stories.length})`;
  $("sources").textContent = `Watched: ${listing.sources.join(", ")}`;
  $("troubles").replaceChildren(...Object.values(listing.troubles).map((words) => element("p", { className: "trouble", textContent: words })));
  $("stories").replaceChildren(...listing.stories.map(storyItem));
}

async function poll() {
  try {
    const response = await fetch("v1/stories", { headers: withKey() });
    if (response.ok) draw(await response.json());
  } catch {
    // The server is away: what is shown stays, and the next look may find it again.
  }
  setTimeout(poll, POLL_MILLISECONDS);
}

async function askForKey() {
  const settings = await (await fetch("frontend/settings")).json();
  $("key-label").hidden = !settings.keyRequired;
}

$("wire").addEventListener("submit", (event) => {
  event.preventDefault();
  if ($("text").value.trim()) translate(formOf());
  else say("Paste a wire first, or choose a file.", true);
});
$("choose").addEventListener("click", () => $("file").click());
$("file").addEventListener("change", () => takeFile($("file").files[0]));
["dragenter", "dragover"].forEach((name) => $("wire").addEventListener(name, (event) => {
  event.preventDefault();
  $("wire").classList.add("over");
}));
["dragleave", "drop"].forEach((name) => $("wire").addEventListener(name, () => $("wire").classList.remove("over")));
$("wire").addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  takeFile(event.dataTransfer.files[0]);
});
askForKey();
poll();
