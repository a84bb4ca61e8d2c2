"""Count the word forms that `xlsum.persian.half_spaces` rests on, and measure it on text that was not counted.

    python training/half_space_lexicon.py build FOLDER xlsum/persian/data/half_spaces.tsv.xz
    python training/half_space_lexicon.py measure FOLDER

FOLDER is the data folder (its README names the sources). Only counts leave it. Every 25th block of 400 lines of the
news text and the whole of wire-dev are never counted: `measure` deletes their half-spaces and compares what comes back.
"""

import argparse
import lzma
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from xlsum.persian.half_space_lexicon import JOINS_NO_FURTHER, WORD, breaks_of
from xlsum.persian.half_spaces import repair
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
FREQUENT = 200  # words more frequent than this are in the lexicon themselves and say nothing of new ones


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    build_command = commands.add_parser("build")
    build_command.add_argument("folder", type=Path)
    build_command.add_argument("output", type=Path)
    measure_command = commands.add_parser("measure")
    measure_command.add_argument("folder", type=Path)
    measure_command.add_argument("--mode", default="on", choices=["auto", "on"])
    arguments = parser.parse_args()
    if arguments.command == "build":
        build(arguments.folder, arguments.output)
    else:
        measure(arguments.folder, arguments.mode)


def build(folder: Path, output: Path) -> None:
    """Write the counts as xz-compressed TSV, one kind of row a section, sorted."""
    lines = [WORD.findall(line) for line in counted_lines(folder)]
    forms = Counter(word for line in lines for word in line)
    for name in LISTS:
        forms.update(word for line in read_column(folder / f"train/{name}.tsv.xz", 0) for word in WORD.findall(line))
    rows = [*affix_rows(forms), *context_rows(lines), *spaced_rows(lines, forms), *form_rows(forms)]
    with lzma.open(output, "wt", encoding="utf-8", preset=9 | lzma.PRESET_EXTREME) as file:
        file.writelines("\t".join(map(str, row)) + "\n" for row in rows)
    print(f"{len(rows)} rows from {sum(forms.values())} words, {output.stat().st_size} bytes")


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
    opened = lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8")
    with opened as file:
        for line in file:
            yield normalize(line.rstrip("\n").split("\t")[column])


def form_rows(forms: Counter[str]) -> Iterator[tuple[str, str, int]]:
    """Every form but those seen once without a half-space that no affix could break."""
    suffixes = tuple(affix for kind, affix, *_ in affix_rows(forms) if kind == "suffix")
    prefixes = tuple(affix for kind, affix, *_ in affix_rows(forms) if kind == "prefix")
    for form, count in sorted(forms.items()):
        if count > 1 or ZWNJ in form or form.startswith(prefixes) or form.endswith(suffixes):
            yield "form", form, count


def affix_rows(forms: Counter[str]) -> list[tuple[str, str, int, int, int]]:
    """(kind, affix, the stem ends in a letter that joins no further, words with the half-space, words in all)."""
    parts: Counter[str] = Counter()
    groups: dict[str, Counter[str]] = {}
    for form, count in forms.items():
        groups.setdefault(form.replace(ZWNJ, ""), Counter())[form] += count
        for part in form.split(ZWNJ):
            parts[part] += count
    heads, tails = _frequent_affixes(forms)
    broken: Counter[tuple[str, str, int]] = Counter()
    seen: Counter[tuple[str, str, int]] = Counter()
    for glued, group in groups.items():
        if group.total() > FREQUENT:
            continue
        breaks = breaks_of(max(group, key=lambda form: group[form]))
        for position in range(2, len(glued)):
            head, tail = glued[:position], glued[position:]
            for known, affix in (
                (head, ("suffix", tail, int(head[-1] in JOINS_NO_FURTHER))),
                (tail, ("prefix", head, 0)),
            ):
                if affix[1] in (tails if affix[0] == "suffix" else heads) and parts[known] >= MIN_PART:
                    seen[affix] += 1
                    broken[affix] += position in breaks
    return sorted((*affix, broken[affix], seen[affix]) for affix in seen if broken[affix] >= 2)


def _frequent_affixes(forms: Iterable[str]) -> tuple[set[str], set[str]]:
    heads: Counter[str] = Counter()
    tails: Counter[str] = Counter()
    for form in forms:
        parts = form.split(ZWNJ)
        for cut in range(1, len(parts)):
            heads["".join(parts[:cut])] += 1
            tails["".join(parts[cut:])] += 1
    return tuple({affix for affix, types in c.items() if types >= MIN_AFFIX_TYPES and affix} for c in (heads, tails))  # type: ignore[return-value]


def context_rows(lines: list[list[str]]) -> Iterator[tuple[str, str, int, int]]:
    """How often a word stands before or after a plural in -های and before or after an adjective in -ه‌ای."""
    counts: dict[tuple[str, str], list[int]] = {}
    for line in lines:
        glued = ["^", *(word.replace(ZWNJ, "") for word in line), "$"]
        for position, word in enumerate(line):
            if word.endswith((f"{ZWNJ}های", f"ه{ZWNJ}ای")):
                indefinite = int(word.endswith(f"ه{ZWNJ}ای"))
                for kind, neighbour in (("before", glued[position]), ("after", glued[position + 2])):
                    counts.setdefault((kind, neighbour), [0, 0])[indefinite] += 1
    yield "context", "", sum(c[0] for c in counts.values()) // 2, sum(c[1] for c in counts.values()) // 2
    for (kind, neighbour), (plural, indefinite) in sorted(counts.items()):
        if plural + indefinite >= MIN_CONTEXT:
            yield kind, neighbour, plural, indefinite


def spaced_rows(lines: list[list[str]], forms: Counter[str]) -> Iterator[tuple[str, str, int]]:
    """How often a form of two parts that is seen with a half-space is written with a space."""
    pairs = {form.replace(ZWNJ, " "): 0 for form, count in forms.items() if count >= 5 and form.count(ZWNJ) == 1}
    for line in lines:
        for first, second in zip(line, line[1:], strict=False):
            pair = f"{first} {second}"
            if pair in pairs:
                pairs[pair] += 1
    for pair, count in sorted(pairs.items()):
        yield "spaced", pair, count


def measure(folder: Path, mode: str) -> None:
    """Print precision, recall and F1 of the breaks put back, and the false breaks in a thousand intact words."""
    for name, lines in held_out_lines(folder).items():
        print(f"{name}: {score(lines, mode)}")


def score(lines: list[str], mode: str) -> str:
    right = wrong = missed = words = false = 0
    for line in lines:
        glued = line.replace(ZWNJ, "")
        before, after = breaks_of(line), breaks_of(repair(glued, mode).text)
        right, wrong, missed = right + len(before & after), wrong + len(after - before), missed + len(before - after)
        words += len(line.split())
        false += len(breaks_of(repair(line, "auto").text) - before)
    precision, recall = right / (right + wrong), right / (right + missed)
    f1 = 2 * precision * recall / (precision + recall)
    return (
        f"{words} words, deleted: precision {precision:.1%} recall {recall:.1%} F1 {f1:.1%}; "
        f"intact, auto: {1000 * false / words:.2f} new breaks in 1000 words"
    )


if __name__ == "__main__":
    main()
