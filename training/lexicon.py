"""Count which words of Persian and English stand for each other: the table behind the coverage and names checks.

    python -m training.lexicon --pairs a.tsv.xz b.tsv.xz   # writes xlsum/checks/data/{coverage.tsv,english_words.txt}

IBM Model 1 (Brown et al. 1993) in both directions over stems, eight rounds; a Persian stem keeps the English stems that
it is translated by in two of a hundred cases. How reliable a stem is, and how often one of its words stands in an
unrelated sentence, is counted on the same pairs. What ships are stems and rates, no sentence.
"""

import argparse
import lzma
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from xlsum.checks.words import english_stem, english_words, persian_stem
from xlsum.persian.folding import find_words, fold_letters

OUT = Path(__file__).parent.parent / "xlsum" / "checks" / "data"
ROUNDS = 8
LIGHT = 0.3
FEWEST = 4  # pairs that a stem must stand in
MOST_WORDS = 8
FORWARD, BACKWARD = 0.02, 0.08  # least translation probabilities of a link
LEAST_GAIN = 0.2  # by which a stem's rate in its own pairs must beat that in unrelated ones
UNRELATED = 300
Pair = tuple[list[str], list[str]]
Links = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Rates:
    """In how many of its own pairs a stem has one of its words, and in how many unrelated ones."""

    own: float
    chance: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the pairs, count, write both files."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "--pairs", type=Path, nargs="+", required=True, help="TSV files, xz or plain; Persian and English last"
    )
    parser.add_argument("--light", type=Path, nargs="*", default=[], help="pairs of looser texts, counted at 0.3")
    parser.add_argument("--at-most", type=int, default=150_000, help="pairs sampled from one file")
    parser.add_argument("--dictionary", type=Path, help="a TSV of glosses: its single English words are no names")
    parser.add_argument("--names", type=Path, nargs="*", default=[], help="TSV files of names, which are no words")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args(arguments)
    close = [pair for path in options.pairs for pair in sample(read_pairs(path), options.at_most)]
    light = [pair for path in options.light for pair in sample(read_pairs(path), options.at_most)]
    texts = close + light
    pairs = [cut(persian, english) for persian, english in texts]
    links = link(pairs, [1.0] * len(close) + [LIGHT] * len(light))
    write_table(options.out / "coverage.tsv", links, pairs)
    english = [text for _, text in texts]
    glossed = read_glossed(options.dictionary, options.names, english) if options.dictionary else set()
    write_common_words(options.out / "english_words.txt", english, glossed)


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """The last two columns of a TSV."""
    raw = path.read_bytes()
    text = (lzma.decompress(raw) if path.suffix == ".xz" else raw).decode("utf-8")
    rows = [line.split("\t") for line in text.split("\n")]
    return [(row[-2], row[-1]) for row in rows if len(row) >= 2]


def sample(pairs: list[tuple[str, str]], at_most: int) -> list[tuple[str, str]]:
    """The pairs, or a fixed random choice of them."""
    return pairs if len(pairs) <= at_most else random.Random(1).sample(pairs, at_most)


def read_glossed(dictionary: Path, names: Sequence[Path], english: Iterable[str]) -> set[str]:
    """English words that stand alone in a gloss twice, are used twice in the texts, and are in no list of names."""
    glossed = Counter(gloss for _, gloss in read_pairs(dictionary) if re.fullmatch("[a-z]{3,}", gloss))
    used = Counter(word for text in english for word in re.findall("[a-z]+", text))
    listed = {name.lower() for path in names for _, name in read_pairs(path)}
    return {word for word, times in glossed.items() if times >= 2 and used[word] >= 2 and word not in listed}


def cut(persian: str, english: str) -> Pair:
    """The stems of both sides."""
    return (
        [stem for word in find_words(fold_letters(persian)) if (stem := persian_stem(word))],
        [stem for word in english_words(english) if (stem := english_stem(word))],
    )


def link(pairs: Sequence[Pair], weights: Sequence[float]) -> Links:
    """For each Persian stem its English ones, the likeliest first."""
    links: Links = {}
    for persian, english, chance in translate(pairs, weights):
        if chance >= FORWARD:
            links.setdefault(persian, {})[english] = chance
    for english, persian, chance in translate([(english, persian) for persian, english in pairs], weights):
        if chance >= BACKWARD:
            links.setdefault(persian, {}).setdefault(english, chance / 4)
    return {stem: dict(sorted(found.items(), key=lambda item: -item[1])[:MOST_WORDS]) for stem, found in links.items()}


def translate(pairs: Sequence[Pair], weights: Sequence[float]) -> Iterable[tuple[str, str, float]]:
    """Model 1 probabilities of target given source stem; NULL explains what nothing else does."""
    sources, targets = _number(side[0] for side in pairs), _number(side[1] for side in pairs)
    width = len(targets) + 1
    keys, groups, heft = _cells(pairs, weights, sources, targets, width)
    cells, inverse = np.unique(keys, return_inverse=True)
    probability = np.ones(len(cells))
    for _ in range(ROUNDS):
        share = probability[inverse]
        share = share / np.bincount(groups, share)[groups] * heft
        counted = np.bincount(inverse, share)
        probability = counted / np.bincount(cells // width, counted)[cells // width]
    names = [dict(enumerate(table, 1)) for table in (sources, targets)]
    kept = (cells >= width) & (probability >= FORWARD)
    for cell, chance in zip(cells[kept].tolist(), probability[kept].tolist(), strict=True):
        yield names[0][cell // width], names[1][cell % width], chance


def rate(words: Mapping[str, Iterable[str]], own: Sequence[tuple[set[str], set[str]]]) -> dict[str, Rates]:
    """The rates of each stem that stands often enough."""
    hits: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    sets = {stem: frozenset(found) for stem, found in words.items()}
    for mine, theirs in own:
        for stem in mine & sets.keys():
            seen[stem] += 1
            hits[stem] += not sets[stem].isdisjoint(theirs)
    unrelated = [theirs for _, theirs in random.Random(1).sample(own, min(UNRELATED, len(own)))]
    chance = {stem: sum(not sets[stem].isdisjoint(theirs) for theirs in unrelated) for stem in seen}
    return {
        stem: Rates((hits[stem] + 1) / (seen[stem] + 2), (chance[stem] + 1) / (len(unrelated) + 2))
        for stem in seen
        if seen[stem] >= FEWEST
    }


def write_table(path: Path, links: Links, pairs: Sequence[Pair]) -> None:
    """`language, stem, percent in its own pairs, percent in unrelated ones, words`."""
    own = [(set(persian), set(english)) for persian, english in pairs]
    back: dict[str, set[str]] = {}
    for stem, found in links.items():
        for word in found:
            back.setdefault(word, set()).add(stem)
    persian = rate(links, own)
    english = rate(back, [(other, mine) for mine, other in own])
    lines = [_line("fa", stem, persian[stem], " ".join(links[stem])) for stem in sorted(persian)]
    lines += [_line("en", stem, english[stem], "") for stem in sorted(english)]
    path.write_text("\n".join([*_HEAD, *filter(None, lines), ""]), encoding="utf-8")


def write_common_words(path: Path, english: Iterable[str], glossed: set[str]) -> None:
    """Stems of words that are written small at least twice, and not mostly with a capital inside a sentence."""
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for text in english:
        for place, word in enumerate(re.findall("[A-Za-z]+", text)):
            if word.islower():
                small[word] += 1
            elif place and word.istitle():
                capital[word.lower()] += 1
    words = [word for word, times in small.items() if times >= 2 and times * 8 >= capital[word] and len(word) > 2]
    words += [word for word in glossed if capital[word] == 0]
    stems = sorted({english_stem(word) for word in words} - {""})
    head = "# Stems of English words that are no names, from the texts that training/lexicon.py counts."
    path.write_text("\n".join([head, *stems, ""]), encoding="utf-8")


_HEAD = (
    "# The words of one language that stand for a word of the other: language, stem, percent of pairs that have one of",
    "# its words, percent of unrelated pairs that have one, the words. Counted by training/lexicon.py.",
)


def _line(language: str, stem: str, rates: Rates, words: str) -> str:
    if rates.own - rates.chance < LEAST_GAIN:
        return ""
    return f"{language}\t{stem}\t{round(rates.own * 100)}\t{max(1, round(rates.chance * 100))}\t{words}"


def _number(sides: Iterable[Sequence[str]]) -> dict[str, int]:
    counts = Counter(stem for side in sides for stem in set(side))
    return {stem: place for place, stem in enumerate((s for s, times in counts.items() if times >= 3), 1)}


def _cells(
    pairs: Sequence[Pair],
    weights: Sequence[float],
    sources: Mapping[str, int],
    targets: Mapping[str, int],
    width: int,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Every source-target cell of every pair as one number, the target word it competes for, and its weight."""
    heft: list[npt.NDArray[np.float64]] = []
    keys: list[npt.NDArray[np.int64]] = []
    groups: list[npt.NDArray[np.int64]] = []
    words = 0
    for (source, target), weight in zip(pairs, weights, strict=True):
        rows = np.array([0, *sorted({sources[stem] for stem in source if stem in sources})], dtype=np.int64)
        columns = np.array(sorted({targets[stem] for stem in target if stem in targets}), dtype=np.int64)
        keys.append((rows[None, :] * width + columns[:, None]).ravel())
        groups.append(np.repeat(np.arange(words, words + len(columns)), len(rows)))
        heft.append(np.full(len(keys[-1]), weight))
        words += len(columns)
    return np.concatenate(keys), np.concatenate(groups), np.concatenate(heft)


if __name__ == "__main__":
    main()
