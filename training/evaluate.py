"""The table of the embedded system: BLEU and chrF++ with signatures and intervals, numbers kept, speed, size."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from sacrebleu.metrics import BLEU, CHRF

from training.corpus import read_wire_dev, read_wire_train
from training.overlap import without_shared_phrases
from xlsum.engines.ct2 import Ct2Engine
from xlsum.engines.manifest import read_manifest
from xlsum.engines.protocol import DecodingOptions
from xlsum.persian.digits import latin_digits

RESAMPLES = 1000
TRANSLATOR = "compact-fa-en"
NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
EXAMPLES = (
    "به گزارش خبرگزاری، وزیر راه و شهرسازی گفت: ساخت ۱۲ هزار واحد مسکونی در استان خراسان از فروردین آغاز می‌شود.",
    "تیم ملی والیبال ایران با نتیجه ۳ بر ۱ از سد لهستان گذشت.",
    "رئیس مجلس تاکید کرد که بودجه ۱۴۰۳ باید شفاف باشد و نمایندگان تا پایان هفته درباره آن رای می‌دهند.",
    "قیمت هر بشکه نفت برنت با ۲.۴ درصد افزایش به ۸۳ دلار رسید.",
    "پژوهشگران دانشگاه شریف باتری‌ای ساخته‌اند که در سرمای منفی سی درجه کار می‌کند.",
    "گربه‌ای که روی دیوار خوابیده بود با صدای رعد از جا پرید.",
)


@dataclass(frozen=True, slots=True)
class TestText:
    """Persian sentences with their reference English."""

    name: str
    persian: list[str]
    english: list[str]


@dataclass(frozen=True, slots=True)
class Measured:
    """One row of the table; intervals are half-widths of the 95 % bootstrap interval."""

    text: str
    sentences: int
    decoding: DecodingOptions
    compute_type: str
    bleu: float
    bleu_interval: float
    bleu_signature: str
    chrf: float
    chrf_interval: float
    chrf_signature: str
    number_fidelity: float
    unfinished: int
    sentences_per_second: float
    cpu_seconds: float
    megabytes: float


def read_test_texts(data: Path) -> list[TestText]:
    """Returns wire-dev, the part of it without a phrase of the wire training text, and FLORES-200's development set."""
    wire = read_wire_dev(data)
    flores = [(data / f"dev/flores.dev.{side}").read_text(encoding="utf-8").splitlines() for side in ("fa", "en")]
    return [
        _test_text("wire-dev", wire),
        _test_text("wire-dev, no shared phrase", without_shared_phrases(wire, read_wire_train(data))),
        TestText("flores-200 dev", *flores),
    ]


def _test_text(name: str, pairs: Sequence[tuple[str, str]]) -> TestText:
    return TestText(name, [persian for persian, _ in pairs], [english for _, english in pairs])


def measure(
    folder: Path, text: TestText, options: DecodingOptions | None, threads: int, compute_type: str = "auto"
) -> tuple[Measured, list[str]]:
    """Translates `text` with the checkpoint in `folder` and returns its row with the outputs; loading is not timed."""
    engine = Ct2Engine(folder, read_manifest(folder), device="cpu", compute_type=compute_type, threads=threads)
    options = options or engine.default_options
    engine.generate(text.persian[:4], replace(options, max_output_tokens=16))
    wall, cpu = time.perf_counter(), time.process_time()
    answers = [hypotheses[0] for hypotheses in engine.generate(text.persian, options)]
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    outputs = [answer.text for answer in answers]
    bleu, chrf = BLEU(), CHRF(word_order=2)
    bleu_score = bleu.corpus_score(outputs, [text.english], n_bootstrap=RESAMPLES)
    chrf_score = chrf.corpus_score(outputs, [text.english], n_bootstrap=RESAMPLES)
    row = Measured(
        text=text.name,
        sentences=len(outputs),
        decoding=options,
        compute_type=engine.compute_type,
        bleu=round(bleu_score.score, 2),
        bleu_interval=round(float(bleu_score._ci), 2),
        bleu_signature=str(bleu.get_signature()),
        chrf=round(chrf_score.score, 2),
        chrf_interval=round(float(chrf_score._ci), 2),
        chrf_signature=str(chrf.get_signature()),
        number_fidelity=round(number_fidelity(text.persian, outputs), 4),
        unfinished=sum(not answer.finished for answer in answers),
        sentences_per_second=round(len(outputs) / wall, 2),
        cpu_seconds=round(cpu, 1),
        megabytes=round(sum(path.stat().st_size for path in folder.iterdir()) / 1e6, 1),
    )
    return row, outputs


def evaluate_folder(data: Path, weights: Path, threads: int) -> list[dict[str, object]]:
    """Measures the translator in `weights` on every test text, as shipped and greedily, checks left out."""
    folder = weights / TRANSLATOR
    rows = []
    for text in read_test_texts(data):
        rows.append(measure(folder, text, None, threads)[0])
        rows.append(measure(folder, text, DecodingOptions(max_output_tokens=200), threads)[0])
    return [asdict(row) for row in rows]


def translate_examples(folder: Path, threads: int) -> list[dict[str, str]]:
    """Returns the model card's sentences with what the translator makes of them, no check applied."""
    engine = Ct2Engine(folder, read_manifest(folder), device="cpu", threads=threads)
    answers = engine.generate(EXAMPLES, engine.default_options)
    return [
        {"persian": persian, "english": hypotheses[0].text}
        for persian, hypotheses in zip(EXAMPLES, answers, strict=True)
    ]


def number_fidelity(persian: Sequence[str], english: Sequence[str]) -> float:
    """Returns the share of the numbers written in digits in the source that stand in the output as they are."""
    asked = kept = 0
    for source, output in zip(persian, english, strict=True):
        given = [plain_number(number) for number in NUMBER.findall(output)]
        for number in map(plain_number, NUMBER.findall(latin_digits(source))):
            asked += 1
            if number in given:
                given.remove(number)
                kept += 1
    return kept / asked if asked else 1.0


def plain_number(number: str) -> str:
    """Returns a number in Latin digits without grouping, its decimal sign a point."""
    return number.replace(",", "").replace("/", ".").rstrip(".")
