"use strict";
// Filter and search over the segments; everything is in the page already.
const segments = [...document.querySelectorAll(".segment")];
const search = document.getElementById("search"), system = document.getElementById("system");
const level = document.getElementById("level"), list = document.getElementById("list");
function filter() {
  const wanted = search.value.toLowerCase();
  let shown = 0;
  for (const segment of segments) {
    const visible = (!wanted || segment.textContent.toLowerCase().includes(wanted))
      && (!system.value || segment.dataset.system === system.value)
      && (!level.value || segment.dataset.level === level.value)
      && (!list.value || segment.dataset.list === list.value);
    segment.hidden = !visible;
    shown += visible;
  }
  document.getElementById("shown").textContent = `${shown} of ${segments.length}`;
}
if (search) {
  for (const control of [search, system, level, list]) control.addEventListener("input", filter);
  filter();
}
