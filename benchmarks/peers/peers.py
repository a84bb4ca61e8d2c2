"""The peers: each loads what it needs and gives back a function from Persian lines to English lines.

They are run as their own documentation says to, with their own defaults, so that the comparison is with what a user
gets. None of them is a dependency of this project; one whose package or weights cannot be had says so.
"""

import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Translate = Callable[[Sequence[str]], list[str]]
NLLB = "facebook/nllb-200-distilled-600M"
BATCH = 16


class PeerUnavailableError(Exception):
    """The package or the weights of a peer cannot be had; the text says which, and how to get them."""


@dataclass(frozen=True, slots=True)
class Peer:
    """One alternative. `load` raises PeerUnavailableError."""

    description: str
    load: Callable[[], Translate]


def _load_transformers() -> Translate:
    """The loop that the model card of NLLB shows: float32, one batch after the other, beam 1."""
    torch, transformers = _packages("torch", "transformers")
    tokenizer, model = _weights(
        NLLB,
        lambda: (
            transformers.AutoTokenizer.from_pretrained(NLLB, src_lang="pes_Arab"),
            transformers.AutoModelForSeq2SeqLM.from_pretrained(NLLB).eval(),
        ),
    )
    english = tokenizer.convert_tokens_to_ids("eng_Latn")

    def translate(lines: Sequence[str]) -> list[str]:
        found: list[str] = []
        for start in range(0, len(lines), BATCH):
            batch = tokenizer(list(lines[start : start + BATCH]), return_tensors="pt", padding=True, truncation=True)
            with torch.inference_mode():
                tokens = model.generate(**batch, forced_bos_token_id=english, max_length=256)
            found += tokenizer.batch_decode(tokens, skip_special_tokens=True)
        return found

    return translate


def _load_argos() -> Translate:
    """Argos Translate, the engine of LibreTranslate: the installed fa -> en package, sentence by sentence."""
    (translate_module,) = _packages("argostranslate.translate")
    try:
        return _line_by_line(translate_module.get_translation_from_codes("fa", "en").translate)
    except (AttributeError, TypeError, KeyError) as error:
        raise PeerUnavailableError(
            "Argos Translate has no fa -> en package installed: argospm update && argospm install translate-fa_en"
        ) from error


def _load_easynmt() -> Translate:
    """EasyNMT with opus-mt, as its README shows."""
    (easynmt,) = _packages("easynmt")
    model = _weights("opus-mt of EasyNMT", lambda: easynmt.EasyNMT("opus-mt"))
    return lambda lines: list(model.translate(list(lines), source_lang="fa", target_lang="en"))


def _load_dl_translate() -> Translate:
    """dl-translate with its default, m2m100."""
    (dl_translate,) = _packages("dl_translate")
    model = _weights("m2m100 of dl-translate", dl_translate.TranslationModel)
    return lambda lines: list(model.translate(list(lines), source="Persian", target="English", batch_size=BATCH))


def _load_firefox() -> Translate:
    """Firefox's translator: `translateLocally` with the fa-en model, lines on its standard input."""
    program = shutil.which("translateLocally")
    if program is None:
        raise PeerUnavailableError(
            "translateLocally is not installed (github.com/XapaJIaMnu/translateLocally); "
            "then: translateLocally -d fa-en-tiny"
        )

    def translate(lines: Sequence[str]) -> list[str]:
        given = "".join(f"{line}\n" for line in lines)
        done = subprocess.run([program, "-m", "fa-en-tiny"], input=given, capture_output=True, text=True, check=False)
        english = done.stdout.splitlines()
        if done.returncode or len(english) != len(lines):
            raise PeerUnavailableError(f"translateLocally failed: {' '.join(done.stderr.split())[:200] or 'no model'}")
        return english

    return translate


def _line_by_line(translate: Callable[[str], str]) -> Translate:
    return lambda lines: [translate(line) for line in lines]


def _packages(*names: str) -> list[Any]:  # Any: modules that are not dependencies
    import importlib

    found = []
    for name in names:
        try:
            found.append(importlib.import_module(name))
        except ImportError as error:
            package = name.partition(".")[0].replace("_", "-")
            raise PeerUnavailableError(f"the package {package} is not installed: pip install {package}") from error
    return found


def _weights(name: str, load: Callable[[], Any]) -> Any:
    """What `load` gives; every way in which a download fails becomes one line."""
    try:
        return load()
    except (OSError, ValueError, ImportError, RuntimeError) as error:
        reason = " ".join(str(error).split())[:160]
        raise PeerUnavailableError(f"the weights of {name} cannot be had here: {reason}") from error


PEERS: Mapping[str, Peer] = {
    "transformers": Peer(
        "NLLB-200 distilled 600M in the loop of its model card (transformers, float32)", _load_transformers
    ),
    "argos": Peer("Argos Translate, the engine of LibreTranslate, package fa_en", _load_argos),
    "easynmt": Peer("EasyNMT with opus-mt", _load_easynmt),
    "dl-translate": Peer("dl-translate with m2m100", _load_dl_translate),
    "firefox": Peer("Firefox's Bergamot model fa-en through translateLocally", _load_firefox),
}
