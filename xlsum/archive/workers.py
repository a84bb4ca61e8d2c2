"""The run's side of a worker: start it, hand it windows, notice when it dies or hangs, start another."""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from xlsum.archive.memory import Horizon
from xlsum.archive.protocol import START_SECONDS, Answer, WorkerProblem, WorkerSettings, answer_of
from xlsum.archive.records import document_to_json
from xlsum.document import Document
from xlsum.errors import CheckpointError, UsageError, XlsumError


@dataclass(slots=True)
class WorkerProcess:
    """One worker. `configuration` is what its pipeline says decides a result, `introduction` names its checkpoints."""

    settings: WorkerSettings
    configuration: Mapping[str, object] = field(default_factory=dict)
    introduction: tuple[str, ...] = ()
    _process: "subprocess.Popen[bytes] | None" = None
    _closed: bool = False
    _answers: "queue.Queue[bytes]" = field(default_factory=queue.Queue)

    def start(self) -> None:
        """Start the process and wait until its checkpoints are loaded. Raises what the pipeline raises."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "xlsum.archive.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=_environment(),
            start_new_session=True,  # Ctrl-C in the terminal reaches the run alone
        )
        self._answers = queue.Queue()
        threading.Thread(target=_listen, args=(self._process.stdout, self._answers), daemon=True).start()
        self._send(
            {
                "out": str(self.settings.out),
                "factory": self.settings.factory,
                "options": dict(self.settings.options),
                "memory": self.settings.memory,
                "translation_memory": self.settings.translation_memory,
            }
        )
        try:
            hello = self._receive(START_SECONDS)
        except WorkerProblem as problem:
            raise CheckpointError(f"the pipeline does not start: {problem.reason}; `xlsum doctor` tells more") from None
        if "error" in hello:
            _raise_start_error(str(hello["error"]), int(str(hello.get("exit_code", 1))))
        configuration = hello["configuration"]
        assert isinstance(configuration, dict)  # our own message
        self.configuration = configuration
        introduction = hello["introduction"]
        assert isinstance(introduction, list)
        self.introduction = tuple(introduction)

    def process(self, documents: Sequence[Document], horizon: Horizon) -> Answer:
        """What the documents give. Raises WorkerProblem."""
        if self._closed:
            raise WorkerProblem("the run has ended", transient=False, died=True)
        if self._process is None:
            self.start()
        self._send(
            {
                "window": horizon.window,
                "since": horizon.since,
                "until": horizon.until,
                "documents": [document_to_json(document) for document in documents],
            }
        )
        message = self._receive(self.settings.document_seconds * len(documents))
        if "error" in message:
            raise WorkerProblem(str(message["error"]), transient=bool(message["transient"]), died=False)
        return answer_of(message)

    @property
    def is_running(self) -> bool:
        return self._process is not None

    def close(self) -> None:
        """End the process at once, and start no other."""
        self._closed = True
        self.stop()

    def stop(self) -> None:
        """End the process at once."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    def _send(self, message: Mapping[str, object]) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(message).encode() + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise self._died() from error

    def _receive(self, seconds: float) -> dict[str, object]:
        try:
            line = self._answers.get(timeout=seconds)
        except queue.Empty:
            self.stop()
            raise WorkerProblem(f"no answer in {seconds:.0f} s", transient=False, died=True) from None
        if not line.endswith(b"\n"):
            raise self._died()
        message = json.loads(line)
        assert isinstance(message, dict)
        return message

    def _died(self) -> WorkerProblem:
        process = self._process
        code = process.wait() if process else 0
        self.stop()
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        return WorkerProblem(f"the worker process died ({how})", transient=False, died=True)


def _environment() -> dict[str, str]:
    """This process's environment, in which the worker finds this very package, installed or not."""
    package = Path(__file__).parent.parent.parent
    paths = [str(package), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def _listen(stream: IO[bytes] | None, answers: "queue.Queue[bytes]") -> None:
    assert stream is not None
    for line in stream:
        answers.put(line)
    answers.put(b"")


def _raise_start_error(text: str, exit_code: int) -> None:
    raise (UsageError if exit_code == UsageError.exit_code else XlsumError)(text)
