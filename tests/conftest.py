"""Shared fixtures: no unit test opens a network connection, and none reads the user's own settings."""

import socket
from collections.abc import Sequence
from pathlib import Path

import pytest

from xlsum.document import ModelIdentity
from xlsum.engines.protocol import DecodingOptions, Hypothesis


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection to anything but this machine fails the test."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test reached for the network: {address}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Checkpoints, caches and settings of a test live in a folder of its own."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XLSUM_HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    return home


class FakeEngine:
    """Answers from a table (or upper-cases the text) and remembers what it was asked."""

    def __init__(self, answers: dict[str, str] | None = None, *, stage: str = "translate") -> None:
        self.answers = answers or {}
        self.asked: list[list[str]] = []
        self.options: list[DecodingOptions] = []
        self.identity = ModelIdentity(
            stage, id="fake", revision="0", sha256="0" * 64, licence="Apache-2.0", engine="fake", engine_version="0"
        )
        self.source_languages: tuple[str, ...] = ("fa", "prs")
        self.max_input_tokens = 200
        self.default_options = DecodingOptions()

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def generate(
        self, texts: Sequence[str], options: DecodingOptions, *, source_language: str = ""
    ) -> list[list[Hypothesis]]:
        self.asked.append(list(texts))
        self.options.append(options)
        return [
            [Hypothesis(self.answers.get(text, f"English of {text}"), -0.5, len(text.split()))] * options.num_hypotheses
            for text in texts
        ]


@pytest.fixture
def fake_engine() -> FakeEngine:
    return FakeEngine()
