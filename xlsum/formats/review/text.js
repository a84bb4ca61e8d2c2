// Words and sentences: where a date or number of the Persian stands in the English, and how texts are cut.
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const HAS_DIGIT = /[0-9\u0660-\u0669\u06f0-\u06f9]/;
const SMALL = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
const SCALES = [[1e12, "trillion"], [1e9, "billion"], [1e6, "million"], [1e3, "thousand"]];

// Letters as a reader means them: Arabic yeh and kaf, half-spaces, Persian digits, capitals all count as the same.
const SAME = { "\u064a": "\u06cc", "\u0649": "\u06cc", "\u0643": "\u06a9", "\u200c": "", "\u0640": "" };

function foldedCharacter(character) {
  const digit = "\u06f0\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6\u06f7\u06f8\u06f9\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669".indexOf(character);
  if (digit >= 0) return String(digit % 10);
  return SAME[character] ?? character.toLowerCase().slice(0, 1);
}

function foldedWithPlaces(text) {
  const places = [];
  let result = "";
  for (let place = 0; place < text.length; place += 1) {
    const kept = foldedCharacter(text[place]);
    if (kept) places.push(place);
    result += kept;
  }
  return { text: result, places };
}

function folded(text) {
  return foldedWithPlaces(text).text;
}

function escapePattern(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

// "1.5" is also written "1.50", and "12" "12.0".
function withZeros(form) {
  return escapePattern(form) + (form.includes(".") ? "0*" : "(?:\\.0+)?");
}

// Patterns that say the number in English, the surest first.
function numberPatterns(value) {
  const number = Number(value);
  if (!Number.isFinite(number)) return [];
  const plain = String(number);
  const grouped = number.toLocaleString("en-US", { maximumFractionDigits: 10 });
  const patterns = [...new Set([grouped, plain])].map((form) => `(?<![\\d.,])${withZeros(form)}(?![\\d]|[.,]\\d)`);
  for (const [size, name] of SCALES) {
    if (Math.abs(number) < size) continue;
    const scaled = String(Number((number / size).toPrecision(12)));
    if (scaled.length <= 8) patterns.push(`(?<![\\d.,])${withZeros(scaled)}[\\s-]?${name}`);
  }
  if (Number.isInteger(number) && number >= 0 && number < SMALL.length) patterns.push(`\\b${SMALL[number]}\\b`);
  return patterns;
}

// Patterns that say the day in English; a date without a day is looked for by its month or year.
function datePatterns(reading) {
  const day = reading.gregorian;
  const patterns = [];
  if (day) {
    const [year, month, number] = day.split("-").map(Number);
    const name = `(?:${MONTHS[month - 1]}|${MONTHS[month - 1].slice(0, 3)}\\.?)`;
    patterns.push(`${name} ${number}(?:st|nd|rd|th)?,? ${year}`, `${number} ${name},? ${year}`, escapePattern(day));
    patterns.push(`${name} ${number}(?!\\d)`, `(?<!\\d)${number} ${name}`);
  } else if (reading.span) {
    const [first, last] = reading.span;
    const [year, month] = first.split("-").map(Number);
    if (first.slice(0, 7) === last.slice(0, 7)) patterns.push(`${MONTHS[month - 1]},? ${year}`);
    patterns.push(`(?<!\\d)${year}(?!\\d)`);
  }
  if (!HAS_DIGIT.test(reading.text)) patterns.push(...wordedDatePatterns(day));
  return patterns;
}

// «یکشنبه», «دیروز», «سال گذشته»: a weekday, or a day or period told from the day of publication.
function wordedDatePatterns(day) {
  const weekday = day ? [new Date(`${day}T12:00:00Z`).toLocaleDateString("en-US", { weekday: "long", timeZone: "UTC" })] : [];
  return [...weekday.map((name) => `\\b${name}\\b`), "\\b(?:yesterday|today|tomorrow|tonight)\\b", "\\b(?:last|past|previous|this|current|next|coming) (?:\\w+ )?(?:day|week|month|year|night|spring|summer|autumn|winter)\\b"];
}

function explainDate(reading) {
  const calendar = { jalali: "Solar Hijri", hijri: "lunar Hijri", gregorian: "Gregorian" }[reading.calendar] || reading.calendar;
  const span = reading.span && reading.span[0] !== reading.span[1] ? `${reading.span[0]} to ${reading.span[1]}` : "";
  const read = reading.gregorian || span || "no day could be read";
  return `${calendar} date: ${read}${reading.problem ? ` (${reading.problem})` : ""}`;
}

function explainNumber(reading) {
  return `number: ${reading.value}${reading.unit ? ` ${reading.unit}` : ""}`;
}

// Every date and number of a document, with what to look for in the English.
function allReadings(result) {
  return [
    ...result.dates.map((date) => ({ ...date, patterns: datePatterns(date), title: explainDate(date) })),
    ...result.numbers.map((number) => ({ ...number, patterns: numberPatterns(number.value), title: explainNumber(number) })),
  ].filter((reading) => reading.text);
}

// The readings of one segment: where each stands in the source.
function readingsOf(result, segment) {
  const readings = indexOf(result).readings.get(segment.id) || [];
  const taken = [];
  const placed = [];
  for (const reading of readings) {
    const start = freePlace(segment.source, reading.text, taken);
    if (start < 0) continue;
    taken.push([start, start + reading.text.length]);
    placed.push({ ...reading, start, end: start + reading.text.length, key: `${segment.id}-${placed.length}` });
  }
  return placed;
}

function freePlace(text, part, taken) {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    if (!taken.some(([start, end]) => at < end && at + part.length > start)) return at;
  }
  return -1;
}

// Spans of the English for the readings that are said there: [{start, end, key, title}], none overlapping.
function englishSpans(readings, english) {
  const spans = [];
  for (const reading of readings) {
    const span = firstSpan(reading, english, spans);
    if (span) spans.push({ ...span, key: reading.key, title: reading.title });
  }
  return spans;
}

function firstSpan(reading, english, spans) {
  for (const pattern of reading.patterns) {
    for (const found of english.matchAll(new RegExp(pattern, "gi"))) {
      const [start, end] = [found.index, found.index + found[0].length];
      if (!spans.some((span) => start < span.end && end > span.start)) return { start, end };
    }
  }
  return null;
}

function summarySentences(summary) {
  const sentences = summary.text.split(/(?<=[.!?]["'\u201d\u2019)\]]*)\s+(?=["'\u201c\u2018(]?[A-Z0-9])/).filter((part) => part.trim());
  const matched = (summary.support || []).length === sentences.length;
  return sentences.map((text, place) => ({ text, ids: matched ? summary.support[place] : summary.supported_by }));
}
