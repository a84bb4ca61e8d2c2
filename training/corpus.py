"""Reads the data folder into clean, counted, deduplicated pairs, one list a source."""

from __future__ import annotations

import lzma
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

Pair = tuple[str, str]

WIRE = "wire/wire-train.tsv.xz"
WIRE_DEV = "wire/wire-dev.tsv"
MONOLINGUAL = "train/persian_news_monolingual.txt.xz"
# Sources taken as they are, after cleaning; the rest have a function of their own below.
PLAIN = {
    "seed": "nllb_seed_dari",
    "tico": "tico19_dev",
    "parsinlu": "parsinlu_mt_dev",
    "tatoeba": "tatoeba_anki",
    "phrases": "phrases_pdict",
    "idioms": "idioms_fa_en",
    "terms": "terms_tico19_google",
}
MAX_WORDS = 110
TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "…": "...", "\u00a0": " "})
SMALL_WORDS = frozenset("of the and in on at by for to a an de la el vs or from with".split())


def read_sources(data: Path) -> dict[str, list[Pair]]:
    """Returns every training source by name; no pair is in two of them, and none of a development set."""
    held_out = {persian for persian, _ in read_wire_dev(data)}
    held_out |= {line.strip() for line in (data / "dev/flores.dev.fa").read_text(encoding="utf-8").splitlines()}
    sources = {"wire": read_wire_train(data)}
    sources |= {name: list(_pairs(data / f"train/{file}.tsv.xz")) for name, file in PLAIN.items()}
    known = cased_words(english for pairs in sources.values() for _, english in pairs)
    sources["places"] = list(_pairs(data / "train/ne_geo_dr5hn.tsv.xz"))
    sources["places"] += list(_pairs(data / "train/ne_isocodes.tsv.xz"))
    sources["titles"] = [
        (p, title_case(e)) for p, e in _pairs(data / "train/wikititles_pdict.tsv.xz") if is_title(p, e)
    ]
    sources["subtitles"] = list(clean_subtitles(_pairs(data / "train/subtitles_pdict.tsv.xz"), known))
    return _without(sources, held_out)


def read_wire_train(data: Path) -> list[Pair]:
    """Returns the agency sentences to train on."""
    return [(row[1], row[2]) for row in _rows(data / WIRE)]


def read_wire_dev(data: Path) -> list[Pair]:
    """Returns the held-out wire sentences, for measuring only."""
    return [(row[1], row[2]) for row in _rows(data / WIRE_DEV)]


def read_wire_dev_stories(data: Path) -> list[tuple[str, str]]:
    """Returns story and Persian of every held-out sentence, story by story, headlines first."""
    return [(row[0].split(".")[0], row[1]) for row in _rows(data / WIRE_DEV)]


def read_monolingual(data: Path, every: int = 1) -> list[str]:
    """Returns every `every`-th line of the Persian stories without English."""
    with lzma.open(data / MONOLINGUAL, "rt", encoding="utf-8") as lines:
        return [line.strip() for number, line in enumerate(lines) if number % every == 0 and line.strip()]


def cased_words(texts: Iterable[str]) -> frozenset[str]:
    """Returns the words that the cleaner English writes in lower case more often than not: what is surely no name."""
    counts = Counter(word for text in texts for word in re.findall(r"[A-Za-z']+", text))
    return frozenset(w for w, n in counts.items() if w.islower() and n > counts[w.capitalize()] and n > 1)


def clean_subtitles(pairs: Iterable[Pair], known: frozenset[str]) -> Iterator[Pair]:
    """Yields the subtitle lines whose every word is a known common word, with case and end mark put back."""
    for persian, english in pairs:
        words = re.findall(r"[a-z']+", english)
        if (
            not 4 <= len(words) <= 16
            or re.search(r"[^a-z', ]", english)
            or not all(w in known for w in words if w != "i")
        ):
            continue
        if not 0.5 <= len(persian.split()) / len(words) <= 1.6:
            continue
        end = persian.rstrip()[-1] if persian.rstrip()[-1:] in ("!", "؟") else "."
        yield persian.rstrip(" .!؟") + end, restore_case(english) + end.replace("؟", "?")


def restore_case(english: str) -> str:
    """Returns a lower-case English sentence with its first letter and the pronoun I in capitals."""
    cased = re.sub(r"\bi\b", "I", re.sub(r"\s+,", ",", english.strip(" ,")))
    return cased[:1].upper() + cased[1:]


def is_title(persian: str, english: str) -> bool:
    """Tells whether a title pair is a plain name: letters, one to five words on both sides, no years or brackets."""
    words = english.split()
    return (
        1 <= len(words) <= 5 and not re.search(r"[^a-z' \-]", english) and abs(len(persian.split()) - len(words)) <= 2
    )


def title_case(english: str) -> str:
    """Returns a lower-case title with its words in capitals, small words excepted."""
    return " ".join(
        word if word in SMALL_WORDS and at else word[:1].upper() + word[1:] for at, word in enumerate(english.split())
    )


def read_rows(path: Path) -> list[list[str]]:
    """Returns the columns of a TSV file, plain or .xz; the last column, the English, in plain typography."""
    return list(_rows(path))


def _rows(path: Path) -> Iterator[list[str]]:
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = line.rstrip("\n").split("\t")
            if all(row):
                yield [*row[:-1], " ".join(row[-1].translate(TYPOGRAPHY).split())]


def _pairs(path: Path) -> Iterator[Pair]:
    for persian, english in _rows(path):
        longest, shortest = max(len(persian), len(english)), min(len(persian), len(english))
        if longest <= 6 * shortest + 20 and len(english.split()) <= MAX_WORDS:
            yield persian.strip(), english


def _without(sources: dict[str, list[Pair]], held_out: set[str]) -> dict[str, list[Pair]]:
    seen: set[Pair] = set()
    kept: dict[str, list[Pair]] = {}
    for name, pairs in sources.items():
        fresh = dict.fromkeys(pair for pair in pairs if pair not in seen and pair[0] not in held_out)
        seen.update(fresh)
        kept[name] = list(fresh)
    return kept
