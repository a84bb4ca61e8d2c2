"""The scorer agrees with sacrebleu and rouge-score digit for digit, and refuses what cannot be scored."""

import gzip
import json
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from rouge_score.rouge_scorer import RougeScorer
from sacrebleu.metrics import BLEU, CHRF, TER
from typer.testing import CliRunner

from xlsum.cli import app
from xlsum.errors import DataError, SourceNotFoundError, UsageError
from xlsum.scoring.corpus import score_corpus
from xlsum.scoring.edit_rate import edit_statistics
from xlsum.scoring.metrics import DEFAULT_METRICS, canonical_name
from xlsum.scoring.score_files import score_files

ROUGE_TYPES = {"ROUGE-1": "rouge1", "ROUGE-2": "rouge2", "ROUGE-L": "rougeL", "ROUGE-Lsum": "rougeLsum"}

REFERENCE = [
    "The central bank raised its key rate to 23 percent on Tuesday, the third increase this year.",
    "At least 12 people were injured when a bus overturned near the town of Abadeh.",
    '"We will not leave the talks," the foreign ministry\'s spokesman told reporters in Tehran.',
    "Exports of non-oil goods reached $4.2 billion in the first month of spring.",
    "Heavy rain closed the mountain road between the two provinces overnight.",
    "The festival will screen 31 films from 14 countries.",
    "Esteghlal drew 1-1 with Sepahan in front of 40,000 spectators.",
    "No.",
]
SECOND_REFERENCE = [
    "On Tuesday the central bank lifted the policy rate to 23%, its third rise of the year.",
    "A bus rolled over close to Abadeh and injured no fewer than 12 people.",
    '"We will not walk out of the negotiations", said the ministry spokesman to journalists in Tehran.',
    "Non-oil exports came to 4.2 billion dollars in the first month of the spring.",
    "The mountain road between both provinces was shut overnight by heavy rain.",
    "Thirty-one films of 14 countries are going to be shown at the festival.",
    "Esteghlal and Sepahan tied 1-1 before a crowd of 40,000.",
    "They did not.",
]
OUTPUTS = {
    "close": [line.replace("raised", "increased").replace("overturned", "turned over") for line in REFERENCE],
    "shuffled words": [" ".join(sorted(line.split())) for line in REFERENCE],
    "half of each": [" ".join(line.split()[: len(line.split()) // 2]) for line in REFERENCE],
    "one line empty": ["", *REFERENCE[1:6], "سپاهان 1-1", "Yes ."],
    "wrong lines": [*REFERENCE[1:], REFERENCE[0]],
    "nothing shared": ["Zzz qqq", *["پاسخ فارسی"] * 7],
}


def direct_scores(hypotheses: Sequence[str], references: Sequence[Sequence[str]]) -> dict[str, float]:
    """What the two tools say when they are called without us."""
    tools = {"BLEU": BLEU(), "chrF": CHRF(), "chrF++": CHRF(word_order=2), "TER": TER()}
    scores = {name: tool.corpus_score(hypotheses, references).score for name, tool in tools.items()}
    rouge = RougeScorer(list(ROUGE_TYPES.values()), use_stemmer=True)
    each = [rouge.score_multi(targets, line) for line, *targets in zip(hypotheses, *references, strict=True)]
    means = {name: sum(one[kind].fmeasure for one in each) / len(each) for name, kind in ROUGE_TYPES.items()}
    return scores | means


def write(folder: Path, name: str, lines: Sequence[str]) -> str:
    path = folder / name
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("references", [[REFERENCE], [REFERENCE, SECOND_REFERENCE]], ids=["one reference", "two"])
@pytest.mark.parametrize("output", OUTPUTS)
def test_every_score_is_that_of_the_standard_tool_to_the_last_digit(
    tmp_path: Path, output: str, references: list[list[str]]
) -> None:
    hypothesis_file = write(tmp_path, "hyp", OUTPUTS[output])
    reference_files = [write(tmp_path, f"ref{i}", lines) for i, lines in enumerate(references)]
    arguments = [part for file in reference_files for part in ("--references", file)]
    answer = CliRunner().invoke(app, ["bench", "score", "--hypotheses", hypothesis_file, *arguments, "--json"])
    assert json.loads(answer.stdout)["scores"] == direct_scores(OUTPUTS[output], references)


def test_the_signatures_are_those_of_sacrebleu() -> None:
    scores = score_corpus([("a b c", ("a b d",))], ["BLEU", "chrF++", "TER"])
    tools = [BLEU(), CHRF(word_order=2), TER()]
    for tool in tools:
        tool.corpus_score(["a b c"], [["a b d"]])
    assert [score.signature for score in scores] == [str(tool.get_signature()) for tool in tools]


def test_edits_are_those_of_sacrebleu_on_pairs_drawn_by_chance() -> None:
    chance = random.Random(5)
    words = [f"w{number}" for number in range(12)]
    for _ in range(150):
        reference = chance.choices(words[: chance.choice([3, 12])], k=chance.choice([0, 1, 3, 8, 20]))
        hypothesis = reference[chance.randrange(4) :] + reference[: chance.randrange(6)]
        hypothesis = [word if chance.random() < 0.9 else chance.choice(words) for word in hypothesis]
        references = [" ".join(reference), " ".join(chance.sample(reference, len(reference)))]
        expected = TER()._extract_corpus_statistics([" ".join(hypothesis)], [[text] for text in references])
        assert edit_statistics(hypothesis, [text.split() for text in references]) == tuple(expected[0])


def test_several_processes_give_the_same_scores_as_one() -> None:
    pairs = [(line, (reference,)) for line, reference in zip(OUTPUTS["close"], REFERENCE, strict=True)] * 100
    assert score_corpus(pairs, DEFAULT_METRICS, workers=2) == score_corpus(pairs, DEFAULT_METRICS)


def test_rouge_over_lines_within_a_segment_is_that_of_the_tool() -> None:
    hypothesis, reference = (
        "Rain closed the road.\nTwelve people were hurt.",
        "Twelve people are hurt.\nRain shut a road.",
    )
    direct = RougeScorer(["rougeLsum"], use_stemmer=True).score(reference, hypothesis)["rougeLsum"].fmeasure
    (score,) = score_corpus([(hypothesis, (reference,))], ["ROUGE-Lsum"])
    assert score.value == direct


@pytest.mark.parametrize(
    ("hypotheses", "references", "error", "message"),
    [
        pytest.param(b"", b"a\n", DataError, "empty file", id="no hypotheses"),
        pytest.param(b"a\n", b"", DataError, "empty file", id="no references"),
        pytest.param(b"a\nb\n", b"a\n", DataError, "1 lines, but", id="fewer references"),
        pytest.param(b"a\n", b"a\n\n", DataError, "2 lines, but", id="more references"),
        pytest.param("سلام".encode("cp1256"), b"a\n", DataError, ":1: not UTF-8", id="windows-1256"),
        pytest.param("a\nb\n".encode("utf-16"), b"a\nb\n", DataError, ":1: not UTF-8", id="utf-16 with a mark"),
        pytest.param("a\nb\n".encode("utf-16-le"), b"a\nb\n", DataError, "a NUL character", id="utf-16 without"),
        pytest.param(b"a\n\xe2\x80\n", b"a\nb\n", DataError, ":2: not UTF-8", id="a cut character"),
        pytest.param(None, b"a\n", SourceNotFoundError, "no such file", id="no file"),
    ],
)
def test_malformed_data_is_refused_with_one_line(
    tmp_path: Path, hypotheses: bytes | None, references: bytes, error: type[Exception], message: str
) -> None:
    if hypotheses is not None:
        (tmp_path / "hyp").write_bytes(hypotheses)
    (tmp_path / "ref").write_bytes(references)
    with pytest.raises(error, match=message) as caught:
        score_files(str(tmp_path / "hyp"), [str(tmp_path / "ref")], ["BLEU"])
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "same",
    [
        pytest.param(b"a b c d\r\nx y z w\r\n", id="carriage returns"),
        pytest.param("\ufeffa b c d\nx y z w\n".encode(), id="a byte order mark"),
        pytest.param(b"a b c d\nx y z w", id="no last line end"),
        pytest.param(b"a b c d  \nx y z w\t\n", id="trailing white space"),
    ],
)
def test_how_lines_end_does_not_change_a_score(tmp_path: Path, same: bytes) -> None:
    (tmp_path / "hyp").write_bytes(same)
    (tmp_path / "ref").write_bytes(b"a b c d\nx y z w\n")
    scores = score_files(str(tmp_path / "hyp"), [str(tmp_path / "ref")], ["BLEU", "TER"]).scores
    assert [round(score.value, 9) for score in scores] == [100, 0]


def test_a_line_separator_inside_a_segment_does_not_end_it(tmp_path: Path) -> None:
    hypothesis_file, reference_file = write(tmp_path, "hyp", ["a\u2028b", "c"]), write(tmp_path, "ref", ["a b", "c"])
    assert score_files(hypothesis_file, [reference_file], ["BLEU"]).hypotheses.lines == 2


def test_a_gzipped_file_and_a_stream_are_read(tmp_path: Path) -> None:
    (tmp_path / "ref.gz").write_bytes(gzip.compress(b"a b c d e\n"))
    command = [
        sys.executable,
        "-m",
        "benchmarks",
        "score",
        "--hypotheses",
        "-",
        "--references",
        str(tmp_path / "ref.gz"),
    ]
    done = subprocess.run(
        [*command, "--metric", "bleu", "--json"], input="a b c d e\n", text=True, capture_output=True, check=True
    )
    assert round(json.loads(done.stdout)["scores"]["BLEU"], 9) == 100


def test_empty_lines_are_scored_and_counted_aloud(tmp_path: Path) -> None:
    result = score_files(write(tmp_path, "hyp", ["a", ""]), [write(tmp_path, "ref", ["a", "b"])], ["chrF"])
    assert result.warnings == (f"{tmp_path / 'hyp'}: 1 empty line(s), scored as they are",)


def test_intervals_hold_the_scores_and_leave_them_as_they_were(tmp_path: Path) -> None:
    files = write(tmp_path, "hyp", OUTPUTS["one line empty"]), [write(tmp_path, "ref", REFERENCE)]
    found = score_files(*files, DEFAULT_METRICS, resamples=50)
    assert found.scores == score_files(*files, DEFAULT_METRICS).scores
    assert all(found.intervals[s.metric].low <= s.value <= found.intervals[s.metric].high for s in found.scores)


def test_nothing_to_score_is_an_error() -> None:
    with pytest.raises(DataError, match="no segments"):
        score_corpus([], ["BLEU"])


@pytest.mark.parametrize(
    ("given", "name"), [("bleu", "BLEU"), ("chrf++", "chrF++"), ("rouge1", "ROUGE-1"), ("ROUGE_Lsum", "ROUGE-Lsum")]
)
def test_a_metric_is_found_by_the_names_that_tools_use(given: str, name: str) -> None:
    assert canonical_name(given) == name


def test_an_unknown_metric_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"METEOR: unknown; choose from BLEU"):
        canonical_name("METEOR")


def test_rouge_score_is_blind_to_persian_and_the_multilingual_variant_is_not() -> None:
    text = "نرخ تورم اعلام شد"
    scores = {score.metric: score.value for score in score_corpus([(text, (text,))], ["ROUGE-1", "mROUGE-1"])}
    assert scores == {"ROUGE-1": 0.0, "mROUGE-1": 1.0}
