"""The systems that are timed: a naive transformers loop, a fair one, and xlsum's engine."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from xlsum.engines.ct2 import Ct2Engine
from xlsum.engines.manifest import Manifest, read_manifest
from xlsum.engines.network import load_network
from xlsum.engines.protocol import DecodingOptions
from xlsum.engines.source import read_source

SENTENCES = 16  # of a wire
SENTENCE_TOKENS = 28
SENTENCES_OF_PARAGRAPH = 2
SUMMARY_TOKENS = 84


@dataclass(frozen=True, slots=True)
class Wire:
    """A wire of 448 source tokens as its sentences; the outputs are forced to be as long as the sources."""

    sentences: tuple[str, ...]

    @property
    def paragraphs(self) -> list[str]:
        pairs = range(0, len(self.sentences), SENTENCES_OF_PARAGRAPH)
        return [" ".join(self.sentences[at : at + SENTENCES_OF_PARAGRAPH]) for at in pairs]

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


Generate = Callable[[Sequence[str], int], None]  # texts, and how many tokens to make of each


class System(Protocol):
    """What is timed: translate and summarize these wires."""

    name: str

    def run(self, wires: Sequence[Wire]) -> None: ...


def forced(tokens: int, batch_tokens: int = 4096) -> DecodingOptions:
    """Greedy, with exactly so many output tokens."""
    return DecodingOptions(max_output_tokens=tokens, min_output_tokens=tokens, batch_tokens=batch_tokens)


class NaiveTransformers:
    """float32, one paragraph at a time, greedy; then the summary of the whole text."""

    name = "transformers, naive (float32, paragraph by paragraph)"

    def __init__(self, translate: Generate, summarize: Generate) -> None:
        self._translate, self._summarize = translate, summarize

    def run(self, wires: Sequence[Wire]) -> None:
        for wire in wires:
            for paragraph in wire.paragraphs:
                self._translate([paragraph], SENTENCE_TOKENS * SENTENCES_OF_PARAGRAPH)
            self._summarize([wire.text], SUMMARY_TOKENS)


class FairTransformers:
    """Sentences sorted and in batches, in the faster of float32 and bfloat16; summaries in batches too."""

    def __init__(self, translate: Generate, summarize: Generate, dtype: str, batch: int = 32) -> None:
        self._translate, self._summarize, self._batch = translate, summarize, batch
        self.name = f"transformers, fair ({dtype}, sorted, batches of {batch})"

    def run(self, wires: Sequence[Wire]) -> None:
        sentences = sorted((s for wire in wires for s in wire.sentences), key=len)
        for at in range(0, len(sentences), self._batch):
            self._translate(sentences[at : at + self._batch], SENTENCE_TOKENS)
        for at in range(0, len(wires), self._batch // 4):
            self._summarize([wire.text for wire in wires[at : at + self._batch // 4]], SUMMARY_TOKENS)


class XlsumEngine:
    """CTranslate2, int8, pruned vocabulary: all sentences at once, batches by tokens."""

    def __init__(self, translator: Path, summarizer: Path, *, threads: int, workers: int) -> None:
        load = [(folder, read_manifest(folder)) for folder in (translator, summarizer)]
        self._engines = [
            Ct2Engine(folder, known, device="cpu", threads=threads, workers=workers) for folder, known in load
        ]
        split = f"{workers} x {threads // workers} threads"
        self.name = f"xlsum (CTranslate2, {self._engines[0].compute_type}, pruned, {split})"

    def run(self, wires: Sequence[Wire]) -> None:
        translate, summarize = self._engines
        translate.generate([s for wire in wires for s in wire.sentences], forced(SENTENCE_TOKENS))
        summarize.generate([wire.text for wire in wires], forced(SUMMARY_TOKENS))


def transformers_generator(folder: Path, manifest: Manifest, dtype: str, threads: int) -> Generate:
    """A function that generates exactly so many tokens from each text with transformers in `dtype`."""
    import torch

    from xlsum.engines.hf import HfEngine

    torch.set_num_threads(threads)
    source = read_source(folder)
    network = load_network(source).to(getattr(torch, dtype))
    engine = HfEngine(source, replace(manifest, max_input_tokens=1024), device="cpu", network=network)

    def generate(texts: Sequence[str], tokens: int) -> None:
        engine.generate(texts, forced(tokens, batch_tokens=10**6))

    return generate


def cpu_seconds(work: Callable[[], None]) -> tuple[float, float]:
    """(CPU-seconds of this process's threads, wall seconds) of some work."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall
