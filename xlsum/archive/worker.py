"""The worker: a process of its own that holds the checkpoints, so that a poison document kills it and not the run.

It speaks JSON, one message a line: windows come on standard input, results go out on standard output. When its
standard input ends (the run was killed), it ends too, whatever it is doing.
"""

import importlib
import json
import os
import queue
import signal
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from xlsum.archive.ledger import NAME
from xlsum.archive.memory import Horizon, WindowMemory
from xlsum.archive.protocol import Options, Refusal, Workshop
from xlsum.archive.records import document_from_json
from xlsum.archive.translation_memory import open_memory
from xlsum.document import Document, Result
from xlsum.errors import NetworkError, XlsumError
from xlsum.formats.result_json import result_to_line


def main() -> None:
    """Serve windows until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the run, which lets the window in hand finish
    answers = _own_standard_output()
    messages: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_listen, args=(messages,), daemon=True).start()
    try:
        workshop, memory = _open(json.loads(messages.get()))
    except XlsumError as error:
        _answer(answers, {"error": str(error), "exit_code": error.exit_code})
        return
    _answer(answers, {"configuration": workshop.configuration, "introduction": list(workshop.introduction)})
    while True:
        _answer(answers, _serve(workshop, memory, json.loads(messages.get())))


def open_workshop(factory: str, options: Options) -> Workshop:
    """The workshop that `module:function` makes of the options."""
    module, _, function = factory.partition(":")
    make: Callable[[Options], Workshop] = getattr(importlib.import_module(module), function)
    return make(options)


def work(workshop: Workshop, memory: WindowMemory | None, documents: Sequence[Document]) -> dict[str, object]:
    """What a window's documents give, as one JSON message."""
    started = time.perf_counter()
    answers = workshop.run(documents, memory)
    results = [answer for answer in answers if isinstance(answer, Result)]
    flags = Counter(flag.kind for result in results for flag in result.flags)
    return {
        "refused": {at: answer.reason for at, answer in enumerate(answers) if isinstance(answer, Refusal)},
        "lines": [result_to_line(result) for result in results],
        "pairs": memory.new if memory else (),
        "seconds": time.perf_counter() - started,
        "tokens": workshop.count_tokens(results),
        "flags": dict(flags),
    }


def serve(workshop: Workshop, memory: WindowMemory | None, documents: Sequence[Document]) -> dict[str, object]:
    """The answer to a window: what its documents give, or the error and whether it may go well another time."""
    try:
        return work(workshop, memory, documents)
    except (NetworkError, ConnectionError, TimeoutError, sqlite3.OperationalError) as error:
        return {"error": _one_line(error), "transient": True}
    except MemoryError:
        raise  # the process is beyond help: the run starts another
    except Exception as error:  # any other is of a document: bisection finds which
        return {"error": _one_line(error), "transient": False}


def _open(settings: Mapping[str, object]) -> tuple[Workshop, WindowMemory | None]:
    options = settings["options"]
    assert isinstance(options, dict)  # our own message
    workshop = open_workshop(str(settings["factory"]), options)
    if not settings["memory"]:
        return workshop, None
    ledger = (Path(str(settings["out"])) / NAME).absolute().as_uri()
    recorded = sqlite3.connect(f"{ledger}?mode=ro", uri=True, timeout=60)
    shared = str(settings["translation_memory"])
    return workshop, WindowMemory(recorded, open_memory(Path(shared)) if shared else None)


def _serve(workshop: Workshop, memory: WindowMemory | None, message: Mapping[str, object]) -> dict[str, object]:
    documents = message["documents"]
    assert isinstance(documents, list)
    if memory:
        memory.begin(Horizon(*(int(str(message[name])) for name in ("window", "since", "until"))))
    return serve(workshop, memory, [document_from_json(document) for document in documents])


def _one_line(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return text if isinstance(error, XlsumError) else f"{type(error).__name__}: {text}"[:500]


def _own_standard_output() -> TextIO:
    """Standard output for the answers alone: whatever a library prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _answer(answers: TextIO, message: Mapping[str, object]) -> None:
    try:
        answers.write(json.dumps(message, ensure_ascii=False) + "\n")
        answers.flush()
    except BrokenPipeError:
        os._exit(0)  # the run is gone


def _listen(messages: "queue.Queue[str]") -> None:
    with os.fdopen(os.dup(0), "rb") as windows:  # a descriptor of its own: at exit Python waits for sys.stdin's lock
        for line in windows:
            messages.put(line.decode())
    os._exit(0)


if __name__ == "__main__":
    main()
