"""What the pipeline asks of CTranslate2: every call written down, to be made again with nothing else in between."""

import json
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from xlsum.engines.adequacy import AdequacyScorer
from xlsum.engines.ct2 import Ct2Engine
from xlsum.errors import UsageError
from xlsum.pipeline import Pipeline
from xlsum.settings import Settings
from xlsum.stages import ADEQUACY

METHODS = {"translate": ("Translator", "translate_batch"), "encode": ("Encoder", "forward_batch")}


@dataclass(frozen=True, slots=True)
class Call:
    """One call: `kind` is "translate" or "encode", `given` and `named` are its arguments as JSON has them."""

    kind: str
    given: list[Any]  # Any: tokens and their prefixes
    named: dict[str, Any]  # Any: decoding options of CTranslate2


class Recorder:
    """Writes the calls of this process to a file, one a line."""

    def __init__(self, path: Path) -> None:
        self._path, self._writing = path, threading.Lock()

    def watch(self) -> None:
        """Write down every call from now on."""
        import ctranslate2

        for kind, (owner, method) in METHODS.items():
            setattr(
                getattr(ctranslate2, owner), method, self._written(kind, getattr(getattr(ctranslate2, owner), method))
            )

    def _written(self, kind: str, call: Callable[..., object]) -> Callable[..., object]:
        def written(engine: object, *given: object, **named: object) -> object:
            line = json.dumps(asdict(Call(kind, list(given), dict(named))), ensure_ascii=False)
            with self._writing, self._path.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
            return call(engine, *given, **named)

        return written


def read_calls(path: Path) -> list[Call]:
    """The calls in the order they were made."""
    with path.open(encoding="utf-8") as file:
        return [Call(**json.loads(line)) for line in file]


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """The networks alone, as the pipeline loads them."""

    translator: Any  # ctranslate2.Translator, which ships no types
    encoder: Any  # ctranslate2.Encoder
    threads: int

    @classmethod
    def load(cls, pipeline: Pipeline, settings: Settings) -> "Checkpoints":
        """The networks behind a pipeline that translates with CTranslate2, on the threads of its settings."""
        engine = pipeline.translator.engine if pipeline.translator else None
        if not isinstance(engine, Ct2Engine):
            raise UsageError("only checkpoints that CTranslate2 runs are timed alone")
        encoder = AdequacyScorer.load(ADEQUACY, threads=settings.threads, workers=settings.threads).encoder
        return cls(engine._translator, encoder, settings.threads)

    def replay(self, calls: Sequence[Call]) -> None:
        """Make the calls again, as many at a time as there are threads."""
        networks = {"translate": self.translator, "encode": self.encoder}
        with ThreadPoolExecutor(self.threads) as pool:
            made = [
                pool.submit(getattr(networks[call.kind], METHODS[call.kind][1]), *call.given, **call.named)
                for call in calls
            ]
            for future in made:
                future.result()
