"""Count the word forms that `xlsum.persian.half_spaces` rests on, and measure it on text that was not counted.

    python -m training.half_space_lexicon build FOLDER xlsum/persian/data/half_spaces.tsv.xz
    python -m training.half_space_lexicon measure FOLDER

FOLDER is the data folder (its README names the sources). Only counts leave it. Every 25th block of 400 lines of the
news text and the whole of wire-dev are never counted: `measure` deletes their half-spaces and compares what comes back.
"""

import argparse
import lzma
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from xlsum.persian.half_space_lexicon import (
    JOINS_NO_FURTHER,
    NEARNESS,
    WORD,
    Lexicon,
    breaks_of,
    lexicon_of,
    near_odds,
)
from xlsum.persian.half_spaces import RepairMode, repair
from xlsum.persian.normalize import ZWNJ, normalize

NEWS = "train/persian_news_monolingual.txt.xz"
WIRE_TRAIN = "wire/wire-train.tsv.xz"
WIRE_DEV = "wire/wire-dev.tsv"
# Well edited lists: few half-spaces are lost in them, and they hold the names that the news lacks.
LISTS = ("wikititles_pdict", "ne_geo_dr5hn", "firstnames_pdict", "ne_isocodes", "debian_mo_ui")
BLOCK_LINES, BLOCKS, HELD_OUT_BLOCK = 400, 25, 7

MIN_AFFIX_TYPES = 4  # an affix is one that was seen with its half-space in so many words
MIN_PART = 3  # a word counts as known when it was seen so often
MIN_CONTEXT = 8  # a neighbour says something when it was seen so often
MIN_NEAR, TELLING_ODDS = 4, 0.7
FREQUENT = 200  # words more frequent than this are in the lexicon themselves and say nothing of new ones

Row = tuple[str | int, ...]
Sections = dict[str, Sequence[Row]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    build_command = commands.add_parser("build")
    build_command.add_argument("folder", type=Path)
    build_command.add_argument("output", type=Path)
    measure_command = commands.add_parser("measure")
    measure_command.add_argument("folder", type=Path)
    measure_command.add_argument("--mode", default="auto", choices=["auto", "on"])
    arguments = parser.parse_args()
    if arguments.command == "build":
        build(arguments.folder, arguments.output)
    else:
        measure(arguments.folder, arguments.mode)


def build(folder: Path, output: Path) -> None:
    """Write the counts as xz-compressed TSV: sections with a name and sorted rows, a blank line between them."""
    lines = [WORD.findall(line) for line in counted_lines(folder)]
    forms = Counter(word for line in lines for word in line)
    for name in LISTS:
        forms.update(word for line in read_column(folder / f"train/{name}.tsv.xz", 0) for word in WORD.findall(line))
    sections: Sections = {**affix_sections(forms), **context_sections(lines), "spaced": spaced_rows(lines, forms)}
    often = {form: count for form, count in forms.items() if count > 1 or ZWNJ in form}
    sections["form"] = sorted(often.items())
    # A word seen once is kept where it is seen whole and would be broken if it had not been seen.
    lexicon = lexicon_of(write_sections(sections))
    once = [form for form in forms if form not in often and lexicon.usual_form(form) != form]
    sections["form"] = sorted([*often.items(), *((form, 1) for form in once)])
    sections["near"] = near_rows(lines, lexicon)
    output.write_bytes(lzma.compress(write_sections(sections).encode("utf-8"), preset=9 | lzma.PRESET_EXTREME))
    rows = {name: len(section) for name, section in sections.items()}
    print(f"{rows} from {sum(forms.values())} words, {output.stat().st_size} bytes")


def write_sections(sections: Sections) -> str:
    blocks = ("\n".join([name, *("\t".join(map(str, row)) for row in rows)]) for name, rows in sections.items())
    return "\n\n".join(blocks)


def counted_lines(folder: Path) -> Iterator[str]:
    """The running text that is counted."""
    for number, line in enumerate(read_column(folder / NEWS, 0)):
        if (number // BLOCK_LINES) % BLOCKS != HELD_OUT_BLOCK:
            yield line
    yield from read_column(folder / WIRE_TRAIN, 1)


def held_out_lines(folder: Path) -> dict[str, list[str]]:
    """The running text that is never counted, by name."""
    news = enumerate(read_column(folder / NEWS, 0))
    return {
        "news held out": [line for number, line in news if (number // BLOCK_LINES) % BLOCKS == HELD_OUT_BLOCK],
        "wire-dev": list(read_column(folder / WIRE_DEV, 1)),
    }


def read_column(path: Path, column: int) -> Iterator[str]:
    content = path.read_bytes()
    text = (lzma.decompress(content) if path.suffix == ".xz" else content).decode("utf-8")
    for line in text.removesuffix("\n").split("\n"):
        yield normalize(line.split("\t")[column])


def affix_sections(forms: Counter[str]) -> Sections:
    """Of words with an affix and a known stem: how many have the half-space, and how many there are.

    Suffixes are counted apart after letters that join the next one and after those that do not.
    """
    parts: Counter[str] = Counter()
    groups: dict[str, Counter[str]] = {}
    for form, count in forms.items():
        groups.setdefault(form.replace(ZWNJ, ""), Counter())[form] += count
        for part in form.split(ZWNJ):
            parts[part] += count
    heads, tails = _frequent_affixes(forms)
    broken: Counter[tuple[str, str]] = Counter()
    seen: Counter[tuple[str, str]] = Counter()
    for glued, group in groups.items():
        if group.total() > FREQUENT:
            continue
        breaks = breaks_of(max(group, key=lambda form: group[form]))
        for position in range(2, len(glued)):
            head, tail = glued[:position], glued[position:]
            suffix = ("loose suffix" if head[-1] in JOINS_NO_FURTHER else "suffix", tail)
            found = [suffix] if tail in tails and parts[head] >= MIN_PART else []
            found += [("prefix", head)] if head in heads and parts[tail] >= MIN_PART else []
            seen.update(found)
            broken.update(affix for affix in found if position in breaks)
    kinds: tuple[str, ...] = ("suffix", "loose suffix", "prefix")
    return {
        kind: sorted(
            (affix, broken[k, affix], seen[k, affix]) for k, affix in seen if k == kind and broken[k, affix] > 1
        )
        for kind in kinds
    }


def _frequent_affixes(forms: Iterable[str]) -> tuple[set[str], set[str]]:
    """What stands before and after half-spaces in many words."""
    heads: Counter[str] = Counter()
    tails: Counter[str] = Counter()
    for form in forms:
        parts = form.split(ZWNJ)
        for cut in range(1, len(parts)):
            heads["".join(parts[:cut])] += 1
            tails["".join(parts[cut:])] += 1
    return _many(heads), _many(tails)


def _many(affixes: Counter[str]) -> set[str]:
    return {affix for affix, types in affixes.items() if types >= MIN_AFFIX_TYPES and affix}


def context_sections(lines: list[list[str]]) -> Sections:
    """How often a word stands before or after a plural in -های and before or after a word in -ه‌ای."""
    counts: dict[str, dict[str, list[int]]] = {"before": {}, "after": {}}
    for line in lines:
        glued = ["^", *(word.replace(ZWNJ, "") for word in line), "$"]
        for position, word in enumerate(line):
            if word.endswith((f"{ZWNJ}های", f"ه{ZWNJ}ای")):
                indefinite = int(word.endswith(f"ه{ZWNJ}ای"))
                for kind, neighbour in (("before", glued[position]), ("after", glued[position + 2])):
                    counts[kind].setdefault(neighbour, [0, 0])[indefinite] += 1
    totals = [sum(pair[side] for pair in counts["before"].values()) for side in (0, 1)]
    sections: Sections = {"context": [("", *totals)]}
    for kind, neighbours in counts.items():
        sections[kind] = sorted((word, *pair) for word, pair in neighbours.items() if sum(pair) >= MIN_CONTEXT)
    return sections


def near_rows(lines: list[list[str]], lexicon: Lexicon) -> list[Row]:
    """For stems such as زمین and زمینه: how often a word stands near forms of the one and of the other.

    Only stems whose glued plural is truly either, and only words that speak for one of the two. The row with an empty
    word holds how often the two were seen themselves.
    """
    stems = {word[:-3] for word in lexicon.breaks if lexicon.is_ambiguous(word) and _is_either(lexicon, word[:-3])}
    family = {stem + ending: (stem, 0) for stem in stems for ending in ("", f"{ZWNJ}ها", f"{ZWNJ}های", f"{ZWNJ}هایی")}
    family |= {f"{s}ه{e}": (s, 1) for s in stems for e in ("", f"{ZWNJ}ها", f"{ZWNJ}های", f"{ZWNJ}هایی", f"{ZWNJ}ای")}
    counts: dict[tuple[str, str], list[int]] = {}
    for line in lines:
        for position, word in enumerate(line):
            if word not in family:
                continue
            stem, side = family[word]
            counts.setdefault((stem, ""), [0, 0])[side] += 1
            for near in (*line[max(0, position - NEARNESS) : position], *line[position + 1 : position + 1 + NEARNESS]):
                counts.setdefault((stem, near.replace(ZWNJ, "")), [0, 0])[side] += 1
    totals = {stem: pair for (stem, near), pair in counts.items() if not near}
    return sorted(
        (stem, near, *pair)
        for (stem, near), pair in counts.items()
        if not near or (sum(pair) >= MIN_NEAR and abs(near_odds(*pair, *totals[stem])) >= TELLING_ODDS)
    )


def _is_either(lexicon: Lexicon, stem: str) -> bool:
    counts = sorted((lexicon.forms[f"{stem}{ZWNJ}های"], lexicon.forms[f"{stem}ه{ZWNJ}ای"]))
    return counts[0] >= 2 and counts[0] >= 0.02 * counts[1]


def spaced_rows(lines: list[list[str]], forms: Counter[str]) -> list[Row]:
    """How often a form of two parts that is seen with a half-space is written with a space."""
    pairs = {form: 0 for form, count in forms.items() if count >= 5 and form.count(ZWNJ) == 1}
    for line in lines:
        for first, second in pairwise(line):
            pair = f"{first}{ZWNJ}{second}"
            if pair in pairs:
                pairs[pair] += 1
    return sorted(pairs.items())


def measure(folder: Path, mode: RepairMode) -> None:
    """Print precision, recall and F1 of the breaks put back into glued words, and what is changed in intact text.

    Where the text has a space («می شود») and the repair a half-space, that is counted apart, as a join.
    """
    for name, lines in held_out_lines(folder).items():
        print(f"{name}: {score(lines, mode)}")


def score(lines: list[str], mode: RepairMode) -> str:
    right = wrong = missed = words = joined = false = 0
    for line in lines:
        wanted, spaces, words = breaks_of(line), spaces_of(line), words + len(line.split())
        made = breaks_of(repair(line.replace(ZWNJ, ""), mode).text)
        joined += len(made & spaces - wanted)
        made -= spaces - wanted
        right, wrong, missed = right + len(wanted & made), wrong + len(made - wanted), missed + len(wanted - made)
        false += len(breaks_of(repair(line).text) - wanted - spaces)
    precision, recall = right / (right + wrong), right / (right + missed)
    f1 = 2 * precision * recall / (precision + recall)
    return (
        f"{words} words, half-spaces deleted: precision {precision:.1%} recall {recall:.1%} F1 {f1:.1%}, "
        f"{1000 * joined / words:.1f} spaces joined in 1000 words; "
        f"intact: {1000 * false / words:.2f} new breaks in 1000 words"
    )


def spaces_of(text: str) -> set[int]:
    """Where the spaces of `text` stand, counted as `breaks_of` counts."""
    return breaks_of(text.replace(ZWNJ, "").replace(" ", ZWNJ))


if __name__ == "__main__":
    main()
