// Edit statistics: characters changed, and TER (word edits and block shifts; Snover et al. 2006), machine text against edited.
const MAX_SHIFT_WORDS = 10;
const MAX_SHIFT_DISTANCE = 50;
const MAX_SHIFT_CANDIDATES = 1000;
const MAX_CHARACTERS = 4000; // beyond this the table of a character distance is too large to fill while typing

function editDistance(from, to) {
  let row = Array.from({ length: to.length + 1 }, (_, place) => place);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const change = row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[to.length];
}

function characterDistance(from, to) {
  if (from === to) return 0;
  if (from.length > MAX_CHARACTERS || to.length > MAX_CHARACTERS) return Math.abs(from.length - to.length);
  return editDistance(from, to);
}

function words(text) {
  return text.split(/\s+/).filter(Boolean);
}

// Word edits with block shifts, chosen as tercom and sacrebleu choose them; equal to sacrebleu's count in the tests.
function terEdits(machine, edited) {
  let from = words(machine);
  const to = words(edited);
  let shifts = 0;
  let tried = 0;
  while (to.length && tried < MAX_SHIFT_CANDIDATES) {
    const shift = bestShift(from, to);
    tried += shift.tried;
    if (shift.saved <= 0 || tried >= MAX_SHIFT_CANDIDATES) break;
    from = shift.words;
    shifts += 1;
  }
  return shifts + editDistance(from, to);
}

function bestShift(from, to) {
  const before = editDistance(from, to);
  const alignment = align(from, to);
  let best = { saved: 0, words: from, rank: null };
  let tried = 0;
  for (const [start, place, length] of commonBlocks(from, to)) {
    const isWrongHere = alignment.wrongFrom.slice(start, start + length).some(Boolean);
    const isWrongThere = alignment.wrongTo.slice(place, place + length).some(Boolean);
    const within = start <= alignment.at[place] && alignment.at[place] < start + length;
    if (!isWrongHere || !isWrongThere || within) continue;
    for (const target of targetsOf(alignment, place, length)) {
      const moved = shifted(from, start, length, target);
      const rank = [before - editDistance(moved, to), length, -start, -target];
      tried += 1;
      if (!best.rank || comesBefore(rank, best.rank)) best = { saved: rank[0], words: moved, rank };
    }
    if (tried >= MAX_SHIFT_CANDIDATES) break;
  }
  return { ...best, tried };
}

function comesBefore(rank, other) {
  const place = rank.findIndex((value, at) => value !== other[at]);
  return place >= 0 && rank[place] > other[place];
}

function* targetsOf(alignment, place, length) {
  let previous = -1;
  for (let offset = -1; offset < length; offset += 1) {
    const at = alignment.at[place + offset];
    if (place + offset !== -1 && at === undefined) return;
    const target = place + offset === -1 ? 0 : at + 1;
    if (target !== previous) yield target;
    previous = target;
  }
}

function shifted(from, start, length, target) {
  const block = from.slice(start, start + length);
  const rest = [...from.slice(0, start), ...from.slice(start + length)];
  const place = target < start ? target : target > start + length ? target - length : target;
  return [...rest.slice(0, place), ...block, ...rest.slice(place)];
}

// Blocks that both texts have at different places: [start in from, start in to, length].
function* commonBlocks(from, to) {
  for (let start = 0; start < from.length; start += 1) {
    for (let place = 0; place < to.length; place += 1) {
      if (Math.abs(place - start) > MAX_SHIFT_DISTANCE) continue;
      for (let length = 1; length <= MAX_SHIFT_WORDS; length += 1) {
        const word = from[start + length - 1];
        if (word === undefined || word !== to[place + length - 1]) break;
        yield [start, place, length];
      }
    }
  }
}

// Which word of `from` each word of `to` stands at, and which words of either are wrong.
function align(from, to) {
  const table = distanceTable(from, to);
  const steps = [];
  for (let [i, j] = [from.length, to.length]; i > 0 || j > 0; ) {
    const step = table[i][j].step;
    steps.unshift(step);
    if (step !== "insert") i -= 1;
    if (step !== "delete") j -= 1;
  }
  const alignment = { at: {}, wrongFrom: [], wrongTo: [] };
  let [inFrom, inTo] = [-1, -1];
  for (const step of steps) {
    if (step !== "insert") alignment.wrongFrom[(inFrom += 1)] = step !== "same";
    if (step !== "delete") alignment.wrongTo[(inTo += 1)] = step !== "same";
    if (step !== "delete") alignment.at[inTo] = inFrom;
  }
  return alignment;
}

function distanceTable(from, to) {
  const table = [to.reduce((row, _, j) => [...row, { cost: j + 1, step: "insert" }], [{ cost: 0, step: "" }])];
  for (let i = 1; i <= from.length; i += 1) {
    table.push([{ cost: i, step: "delete" }]);
    for (let j = 1; j <= to.length; j += 1) {
      const same = from[i - 1] === to[j - 1];
      let best = { cost: table[i - 1][j - 1].cost + (same ? 0 : 1), step: same ? "same" : "change" };
      if (table[i - 1][j].cost + 1 < best.cost) best = { cost: table[i - 1][j].cost + 1, step: "delete" };
      if (table[i][j - 1].cost + 1 < best.cost) best = { cost: table[i][j - 1].cost + 1, step: "insert" };
      table[i].push(best);
    }
  }
  return table;
}

function statisticsOf(pairs) {
  const total = { characters: 0, edits: 0, words: 0, edited: 0, accepted: 0, rejected: 0, open: 0 };
  for (const { machine, english, status } of pairs) {
    total.words += words(english).length;
    if (english !== machine) {
      total.edited += 1;
      total.characters += characterDistance(machine, english);
      total.edits += terEdits(machine, english);
    }
    total[status || "open"] += 1;
  }
  return { ...total, ter: total.words ? total.edits / total.words : 0 };
}
