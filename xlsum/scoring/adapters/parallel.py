"""Parallel test sets of sentences: FLORES-200 and FLORES+, NTREX-128, TICO-19, and WMT-style pairs of files.

All of them are read into English, whichever side was written first; NTREX-128 and FLORES were translated from English,
so the Persian is "translationese" and scores are not those of original Persian (Zhang and Toral 2019).
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from xlsum.errors import DataError, MissingExtraError, SourceNotFoundError
from xlsum.scoring.json_lines import Record, numbered_lines, read_json_lines, read_tab_separated
from xlsum.scoring.testset import TestDocument, TestSegment, TestSet, make_test_set

PERSIAN, ENGLISH = "pes_Arab", "eng_Latn"


def read_flores(folder: Path, split: str) -> TestSet:
    """FLORES-200 (`devtest/pes_Arab.devtest`) or FLORES+ (`devtest/pes_Arab.jsonl`), a document a sentence.

    `folder` is the unpacked `flores200_dataset` or what holds it. `split` is "dev" or "devtest" ("" is devtest).
    """
    split = split or "devtest"
    persian = _flores_side(folder, split, PERSIAN)
    return _sentences(persian, [_flores_side(folder, split, ENGLISH)], f"flores {split}")


def read_ntrex(folder: Path, split: str) -> TestSet:
    """NTREX-128: `newstest2019-ref.fas.txt` read into `newstest2019-src.eng.txt`, documents by `DOCUMENT_IDS.tsv`."""
    persian = _lines(_find(folder, ["newstest2019-ref.fas.txt"]))
    english = _lines(_find(folder, ["newstest2019-src.eng.txt"]))
    names = [line.split("\t")[0].strip() for line in _lines(_find(folder, ["DOCUMENT_IDS.tsv"]))]
    check_equal("NTREX-128", persian=persian, english=english, document_ids=names)
    rows = list(zip(names, persian, english, strict=True))
    return make_test_set((_document(name, list(group)) for name, group in groupby(rows, lambda row: row[0])), "NTREX")


def read_tico19(folder: Path, split: str) -> TestSet:
    """TICO-19: `test.en-fa.tsv` (or `dev.en-fa.tsv`), read from Persian into English, a document a `url`."""
    path = _find(folder, [f"{split or 'test'}.en-fa.tsv", f"{split or 'test'}/{split or 'test'}.en-fa.tsv"])
    rows = [_tico_row(record) for record in read_tab_separated(path)]
    return make_test_set(
        (_document(f"{number}", list(group)) for number, (_, group) in enumerate(groupby(rows, lambda r: r[0]), 1)),
        path.name,
    )


def read_wmt(folder: Path, split: str) -> TestSet:
    """One `*.src` (Persian) and its `*.ref*` files (English, one or more) of the same stem, a segment a line."""
    if folder.is_file():
        raise DataError(f"{folder}: a file; give the folder with its .src and .ref")
    sources = sorted(folder.glob(f"{split or '*'}.src"))
    if len(sources) != 1:
        raise DataError(f"{folder}: {len(sources)} .src files; name the one to read with --split STEM")
    references = sorted(folder.glob(f"{sources[0].stem}.ref*"))
    if not references:
        raise SourceNotFoundError(f"{folder}: no {sources[0].stem}.ref beside {sources[0].name}")
    return _sentences(_lines(sources[0]), [_lines(path) for path in references], sources[0].name)


def check_equal(what: str, **sides: Sequence[str]) -> None:
    """Every side has the same number of lines, or DataError gives the numbers."""
    if len({len(lines) for lines in sides.values()}) > 1:
        counts = ", ".join(f"{len(lines)} {name}" for name, lines in sides.items())
        raise DataError(f"{what}: unequal numbers of lines: {counts}")


def _flores_side(folder: Path, split: str, language: str) -> list[str]:
    path = _find(
        folder,
        [
            f"{split}/{language}.{split}",
            f"{language}.{split}",
            f"{split}/{language}.jsonl",
            f"{split}/{language}.parquet",
        ],
    )
    if path.suffix == ".parquet":
        return _parquet_texts(path)
    if path.suffix == ".jsonl":
        return [record.text("text", "sentence") for record in read_json_lines(path)]
    return _lines(path)


def _parquet_texts(path: Path) -> list[str]:
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise MissingExtraError("pyarrow", "archive") from error
    return [str(text) for text in parquet.read_table(path, columns=["text"]).column("text").to_pylist()]


def _find(folder: Path, names: Sequence[str]) -> Path:
    for name in names:
        found = sorted(folder.rglob(name))
        if found:
            return found[0]
    raise SourceNotFoundError(f"{folder}: no {names[0]} in it; is it the folder as the test set is published?")


def _lines(path: Path) -> list[str]:
    lines = [line.rstrip() for _, line in numbered_lines(path)]
    if not lines:
        raise DataError(f"{path.name}: empty file")
    return lines


def _sentences(persian: Sequence[str], references: Sequence[Sequence[str]], what: str) -> TestSet:
    check_equal(what, persian=persian, **{f"reference_{i}": lines for i, lines in enumerate(references, 1)})
    rows = zip(persian, *references, strict=True)
    return make_test_set(
        (TestDocument(str(number), (TestSegment(source, tuple(targets)),)) for number, (source, *targets) in
         enumerate(rows, 1)), what
    )  # fmt: skip


def _document(name: str, rows: Iterable[tuple[str, str, str]]) -> TestDocument:
    return TestDocument(name, tuple(TestSegment(persian, (english,)) for _, persian, english in rows))


def _tico_row(record: Record) -> tuple[str, str, str]:
    return record.optional("url"), record.text("targetString"), record.text("sourceString")
