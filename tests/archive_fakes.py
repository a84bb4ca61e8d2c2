"""A pipeline without checkpoints for the archive tests: it runs in the worker, and does what the text tells it to."""

import hashlib
import json
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlsum.archive.memory import WindowMemory
from xlsum.archive.protocol import Options, Refusal
from xlsum.document import (
    Coverage,
    Document,
    Flag,
    Provenance,
    Result,
    SourceInfo,
    TranslatedSegment,
    Translation,
)
from xlsum.errors import NetworkError

FACTORY = "tests.archive_fakes:open_fake"


@dataclass(frozen=True, slots=True)
class FakeWorkshop:
    """Each line of a document is a sentence. The English of one names the window that decoded it, as a cache would."""

    options: Options

    @property
    def configuration(self) -> Mapping[str, object]:
        return {"translate": {"id": "fake", "beam_size": self.options.get("beam_size", 1)}}

    @property
    def introduction(self) -> Sequence[str]:
        return ("translate with fake (fake, Apache-2.0)",)

    def run(self, documents: Sequence[Document], memory: WindowMemory | None) -> list[Result | Refusal]:
        for document in documents:
            self._obey(document)
        time.sleep(float(self.options.get("seconds_a_document", 0.0)) * len(documents))
        return [
            Refusal("no text to translate") if "REFUSED" in document.text else self._result(document, memory)
            for document in documents
        ]

    def count_tokens(self, results: Sequence[Result]) -> int:
        return sum(len(segment.source.split()) for result in results for segment in result.translation.segments)

    def _obey(self, document: Document) -> None:
        if "POISON" in document.text:
            os._exit(9)
        if "BUG" in document.text:
            raise ZeroDivisionError("division by zero")
        if "HANG" in document.text:
            time.sleep(3600)
        if "UNLUCKY" in document.text and not Path(str(self.options["tries"])).exists():
            raise ValueError("no luck today")
        if "DIES ONCE" in document.text:
            self._die_once()
        if "FLAKY" in document.text:
            self._fail_twice()

    def _die_once(self) -> None:
        tries = Path(str(self.options["tries"]))
        if not tries.exists():
            tries.write_text("x")
            os._exit(9)

    def _fail_twice(self) -> None:
        tries = Path(str(self.options["tries"]))
        count = len(tries.read_text()) if tries.exists() else 0
        tries.write_text("x" * (count + 1))
        if count < 2:
            raise NetworkError("the hub is away")

    def _result(self, document: Document, memory: WindowMemory | None) -> Result:
        sentences = document.text.splitlines()
        english = dict.fromkeys(sentences, "")
        known = {key: json.loads(value)["english"] for key, value in _recalled(memory, list(english))}
        number = memory.horizon.window if memory else 0
        fresh = {sentence: f"English of {sentence} ({number})" for sentence in english if sentence not in known}
        if memory:
            memory.put_many((key, json.dumps({"english": value})) for key, value in fresh.items())
        segments = tuple(
            TranslatedSegment(f"p1s{at}", sentence, sentence, (known | fresh)[sentence], flags=_flags(sentence))
            for at, sentence in enumerate(sentences, 1)
        )
        sha256 = hashlib.sha256(document.text.encode()).hexdigest()
        source = SourceInfo(
            document.format, sha256, "fa", path=document.path, published=document.published, warnings=document.warnings
        )
        coverage = Coverage(len(segments), len(segments))
        provenance = Provenance("0", (), {}, sha256, created=str(time.time()))
        return Result(document.id, source, None, Translation((segments,)), (), (), None, coverage, provenance)


def open_fake(options: Options) -> FakeWorkshop:
    """The factory that the worker is told of."""
    return FakeWorkshop(options)


def _recalled(memory: WindowMemory | None, sentences: list[str]) -> Iterable[tuple[str, str]]:
    return memory.get_many(sentences).items() if memory else ()


def _flags(sentence: str) -> tuple[Flag, ...]:
    return (Flag("number", "check", "a number to check"),) if any(map(str.isdigit, sentence)) else ()
