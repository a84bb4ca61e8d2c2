"use strict";
// Keeps ratings in this browser and saves them as CSV; sends nothing anywhere.
const names = ["score", "severity", "category", "comment"], articles = [...document.querySelectorAll("[data-item]")];
const place = `ratings ${document.title}`;
const kept = (() => { try { return JSON.parse(localStorage.getItem(place)) || {}; } catch { return {}; } })();
function fields(article) { return names.map((name) => article.querySelector(`[name=${name}]`)); }
function count() {
  const done = articles.filter((article) => fields(article).slice(0, 2).some((field) => field.value)).length;
  document.getElementById("done").textContent = `${done} of ${articles.length} rated`;
}
for (const article of articles) {
  const item = article.dataset.item;
  fields(article).forEach((field, at) => {
    field.value = (kept[item] || [])[at] || "";
    field.addEventListener("input", () => {
      kept[item] = fields(article).map((one) => one.value);
      try { localStorage.setItem(place, JSON.stringify(kept)); } catch { /* private windows keep nothing */ }
      count();
    });
  });
}
document.getElementById("save").addEventListener("click", () => {
  const quote = (text) => `"${text.replaceAll('"', '""')}"`;
  const rows = articles.map((article) => [article.dataset.item, ...fields(article).map((field) => field.value)]);
  const text = [["item", ...names], ...rows].map((row) => row.map(quote).join(",")).join("\r\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text + "\r\n"], { type: "text/csv" }));
  link.download = "ratings.csv";
  link.click();
});
count();
