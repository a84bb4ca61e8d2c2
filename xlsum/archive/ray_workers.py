"""Workers on a Ray cluster: an actor for each GPU, or group of cores, holds its checkpoints.

The ledger stays with the run: windows are cut, retried, bisected and recorded as with local workers, so what comes out
and how a run resumes is the same. Actors cannot read the ledger, so each window is done without the sentence memory.
Ray's own scheduler places the actors, and on an autoscaling cluster brings up nodes for those that wait.
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlsum.archive.memory import Horizon
from xlsum.archive.protocol import START_SECONDS, Answer, Options, WorkerProblem, WorkerSettings, answer_of
from xlsum.archive.records import document_from_json, document_to_json
from xlsum.archive.worker import open_workshop, serve
from xlsum.document import Document
from xlsum.errors import CheckpointError, MissingExtraError, XlsumError

CORES_A_WORKER = 4


@dataclass(slots=True)
class RayWorker:
    """A worker as the run knows it, whose process is an actor somewhere in the cluster."""

    settings: WorkerSettings
    configuration: Mapping[str, object] = field(default_factory=dict)
    introduction: tuple[str, ...] = ()
    _actor: Any = None  # Any: ray ships no types for handles
    _closed: bool = False

    @property
    def is_running(self) -> bool:
        return self._actor is not None

    def start(self) -> None:
        """Start the actor and wait until its checkpoints are loaded. Raises CheckpointError."""
        import ray

        gpu = self.settings.options.get("device") == "cuda"
        cores = int(self.settings.options.get("threads", 0)) or 1
        remote = ray.remote(num_gpus=1 if gpu else 0, num_cpus=cores, max_restarts=0)(WorkshopActor)
        self._actor = remote.remote(self.settings.factory, dict(self.settings.options))
        try:
            hello = json.loads(ray.get(self._actor.hello.remote(), timeout=START_SECONDS))
        except ray.exceptions.RayError as error:
            self.stop()
            raise CheckpointError(f"the pipeline does not start on the cluster: {_first_line(error)}") from error
        self.configuration, self.introduction = hello["configuration"], tuple(hello["introduction"])

    def process(self, documents: Sequence[Document], horizon: Horizon) -> Answer:
        """What the documents give. Raises WorkerProblem."""
        import ray

        if self._closed:
            raise WorkerProblem("the run has ended", transient=False, died=True)
        if self._actor is None:
            self.start()
        message = json.dumps([document_to_json(document) for document in documents])
        try:
            waiting = self._actor.process.remote(message)
            answer = json.loads(ray.get(waiting, timeout=self.settings.document_seconds * len(documents)))
        except ray.exceptions.RayError as error:
            self.stop()
            hung = isinstance(error, ray.exceptions.GetTimeoutError)
            reason = "no answer in time" if hung else f"the worker process died ({_first_line(error)})"
            raise WorkerProblem(reason, transient=False, died=True) from error
        if "error" in answer:
            raise WorkerProblem(str(answer["error"]), transient=bool(answer["transient"]), died=False)
        return answer_of(answer)

    def close(self) -> None:
        """End the actor at once, and start no other."""
        self._closed = True
        self.stop()

    def stop(self) -> None:
        """End the actor at once."""
        actor, self._actor = self._actor, None
        if actor is not None:
            import ray

            ray.kill(actor)


class WorkshopActor:
    """What runs in the cluster: a pipeline that answers for documents."""

    def __init__(self, factory: str, options: Options) -> None:
        self._workshop = open_workshop(factory, options)

    def hello(self) -> str:
        """What decides the results, and which checkpoints speak, as JSON."""
        workshop = self._workshop
        return json.dumps({"configuration": workshop.configuration, "introduction": list(workshop.introduction)})

    def process(self, documents: str) -> str:
        """The worker's answer for documents, both as JSON."""
        return json.dumps(serve(self._workshop, None, [document_from_json(one) for one in json.loads(documents)]))


def connect(cores: int = 0) -> None:
    """Join the cluster of RAY_ADDRESS, or start one on this machine. Raises MissingExtraError."""
    try:
        import ray
    except ImportError as error:
        raise MissingExtraError("ray", "ray") from error
    if ray.is_initialized():
        return
    address = os.environ.get("RAY_ADDRESS")
    try:
        ray.init(address, num_cpus=None if address else cores or None, include_dashboard=False, log_to_driver=False)
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise XlsumError(f"no Ray cluster at {address or 'this machine'}: {_first_line(error)}") from error


def cluster_workers() -> int:
    """One worker for each GPU of the cluster, or else for each four cores."""
    import ray

    resources = ray.cluster_resources()
    return max(1, int(resources.get("GPU", 0)) or int(resources.get("CPU", 1)) // CORES_A_WORKER)


def _first_line(error: BaseException) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
