"""The catalogue: `models.yaml` read into one card per checkpoint. Nowhere else is a checkpoint named.

A card may inherit with `base: NAME`; a name that starts with "_" is only there to be inherited from. An unknown key is
an error that names the nearest one; an unknown language code is refused with the valid ones listed.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from xlsum.engines.manifest import Score
from xlsum.engines.protocol import DecodingOptions
from xlsum.errors import CatalogueError, UnknownLanguageError, UnknownModelError

TASKS = ("translate", "summarize", "adequacy")
ARCHITECTURES = ("m2m100", "mt5", "t5", "bart", "marian", "encoder", "extractive")
READS = ("", "source", "translation")


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What is known of a checkpoint before it is on this machine."""

    name: str
    task: str
    architecture: str
    licence: str  # an SPDX identifier
    forbids: str  # one plain sentence; "" when the licence forbids nothing but hiding its terms
    description: str = ""
    repo: str = ""  # on the hub; "" for what ships with the package
    revision: str = ""  # the pinned commit
    revision_unverified: bool = False  # no commit could be pinned; `pull` records and prints what it got
    files: Mapping[str, str] = field(default_factory=dict)  # SHA-256 of hub files, where known
    download_bytes: int = 0  # about what a pull fetches
    embedded: bool = False
    rank: int = 0  # `auto` takes the installed checkpoint that ranks highest
    reads: str = ""  # a summarizer's input: the Persian "source" or the English "translation"
    source_languages: tuple[str, ...] = ()  # the first one is the default
    target_language: str = ""
    source_prefix: tuple[str, ...] = ()
    source_suffix: tuple[str, ...] = ()
    target_prefix: tuple[str, ...] = ()
    max_input_tokens: int = 512
    max_positions: int = 0
    prune: bool = True  # whether `pull` and `add` shrink the vocabulary
    decoding: DecodingOptions = field(default_factory=DecodingOptions)
    scores: tuple[Score, ...] = ()

    @property
    def needs_weights(self) -> bool:
        """False for summarizers that only choose sentences."""
        return self.architecture != "extractive"

    def source_code(self, wanted: str) -> str:
        """The source code `wanted`, the card's own for "". Raises UnknownLanguageError, which lists the valid ones."""
        if wanted and wanted not in self.source_languages:
            valid = ", ".join(self.source_languages) or "none"
            raise UnknownLanguageError(f"unknown language code {wanted!r} for {self.name}: valid codes are {valid}")
        return wanted or next(iter(self.source_languages), "")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All cards, in the order of the file."""

    cards: tuple[ModelCard, ...]

    def get(self, name: str) -> ModelCard | None:
        """The card of that name, or None."""
        return next((card for card in self.cards if card.name == name), None)

    def card(self, name: str) -> ModelCard:
        """The card of that name. Raises UnknownModelError, which names the nearest."""
        card = self.get(name)
        if card is None:
            raise UnknownModelError(f"unknown model {name!r}{self.nearest(name)}: see `xlsum models list`")
        return card

    def nearest(self, name: str) -> str:
        """ " (did you mean X?)" for the nearest name, or ""."""
        return _nearest(name, [card.name for card in self.cards])


def load_catalogue(path: Path | None = None) -> Catalogue:
    """The cards of `path`, else of the checkout's or the installed package's `models.yaml`. Raises CatalogueError."""
    where = path or default_path()
    try:
        records = _read_yaml(where.read_text("utf-8"))
    except OSError as error:
        raise CatalogueError(f"{where}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise CatalogueError(f"{where}: {error}") from error
    if not isinstance(records, dict) or not all(isinstance(record, dict) for record in records.values()):
        raise CatalogueError(f"{where}: a mapping of names to cards is due at the top")
    names = [str(name) for name in records]
    return Catalogue(tuple(_card(name, records, where) for name in names if not name.startswith("_")))


def default_path() -> Path:
    """`models.yaml` at the top of a checkout, or beside this module in an installed package."""
    package = Path(__file__).parent
    checkout = package.parent / "models.yaml"
    return checkout if checkout.is_file() and (package.parent / "pyproject.toml").is_file() else package / "models.yaml"


def _card(name: str, records: Mapping[str, dict[str, Any]], where: Path) -> ModelCard:  # Any: YAML as it came
    record = _inherited(name, records, where, ())
    _check_keys(record, _names_of(ModelCard), f"{where}: {name}")
    missing = [f.name for f in fields(ModelCard) if _is_required(f) and f.name not in {*record, "name"}]
    if missing:
        raise CatalogueError(f"{where}: {name}: the key {missing[0]!r} is missing")
    try:
        card = ModelCard(name=name, **{key: _value(key, value, f"{where}: {name}") for key, value in record.items()})
    except TypeError as error:
        raise CatalogueError(f"{where}: {name}: {error}") from error
    _check_values(card, where)
    return card


def _inherited(name: str, records: Mapping[str, dict[str, Any]], where: Path, seen: tuple[str, ...]) -> dict[str, Any]:
    if name in seen:
        raise CatalogueError(f"{where}: {seen[0]}: its bases go in a circle: {' > '.join([*seen, name])}")
    if name not in records:
        raise CatalogueError(f"{where}: {seen[-1]}: unknown base {name!r}{_nearest(name, list(records))}")
    own = dict(records[name])
    base = own.pop("base", None)
    return own if base is None else {**_inherited(str(base), records, where, (*seen, name)), **own}


def _value(key: str, value: Any, where: str) -> Any:
    """A YAML value in the type of the card's field."""
    if key == "decoding":
        _check_keys(_mapping(value, key, where), _names_of(DecodingOptions), f"{where}: decoding")
        return DecodingOptions(**value)
    if key == "scores":
        return tuple(_score(_mapping(score, key, where), where) for score in _sequence(value, key, where))
    kind = _KINDS[key]
    if kind == "tuple":
        return tuple(str(item) for item in _sequence(value, key, where))
    if kind == "mapping":
        return {str(name): str(sha256) for name, sha256 in _mapping(value, key, where).items()}
    if not isinstance(value, _SCALARS[kind]) or (kind == "int" and isinstance(value, bool)):
        raise CatalogueError(f"{where}: {key}: {value!r} is no {kind}")
    return value.strip() if isinstance(value, str) else value


def _score(record: dict[str, Any], where: str) -> Score:
    _check_keys(record, _names_of(Score), f"{where}: scores")
    try:
        return Score(**{**record, "value": float(record["value"])})
    except (KeyError, TypeError, ValueError) as error:
        raise CatalogueError(f"{where}: scores: benchmark, metric and value are due ({error})") from error


def _check_values(card: ModelCard, where: Path) -> None:
    for key, value, valid in (
        ("task", card.task, TASKS),
        ("architecture", card.architecture, ARCHITECTURES),
        ("reads", card.reads, READS),
    ):
        if value not in valid:
            raise CatalogueError(
                f"{where}: {card.name}: {key} {value!r}{_nearest(value, valid)}: one of {', '.join(valid)}"
            )


def _check_keys(record: Mapping[str, Any], valid: Sequence[str], where: str) -> None:
    unknown = next((str(key) for key in record if key not in valid), None)
    if unknown is not None:
        raise CatalogueError(f"{where}: unknown key {unknown!r}{_nearest(unknown, valid)}")


def _mapping(value: Any, key: str, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise CatalogueError(f"{where}: {key}: a mapping is due")
    return value


def _sequence(value: Any, key: str, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise CatalogueError(f"{where}: {key}: a list is due")
    return value


def _nearest(word: str, words: Sequence[str]) -> str:
    lowered = {known.lower(): known for known in words if known}
    near = get_close_matches(word.lower(), list(lowered), n=1, cutoff=0.4)
    # A short word may be the start of a long name ("nlb" of "nllb-200-3.3B").
    near = near or [name for name in lowered if get_close_matches(word.lower(), [name[: len(word) + 1]], cutoff=0.7)]
    return f" (did you mean {lowered[near[0]]!r}?)" if near else ""


def _names_of(kind: type) -> list[str]:
    return [f.name for f in fields(kind) if not (kind is ModelCard and f.name == "name")]


def _is_required(of: Any) -> bool:
    return of.default is MISSING and of.default_factory is MISSING


_SCALARS: dict[str, type] = {"str": str, "int": int, "bool": bool}
_KINDS = {
    f.name: "tuple" if str(f.type).startswith("tuple") else "mapping" if "Mapping" in str(f.type) else str(f.type)
    for f in fields(ModelCard)
}


def _read_yaml(text: str) -> Any:
    """The document of a YAML text; a key given twice is an error. Raises ValueError with one line."""
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # the faster one where it is built
        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
            keys = [self.construct_object(key, deep=True) for key, _ in node.value]
            twice = next((key for at, key in enumerate(keys) if key in keys[:at]), None)
            if twice is not None:
                raise ValueError(f"line {node.start_mark.line + 1}: the key {twice!r} is given twice")
            found: dict[Hashable, Any] = super().construct_mapping(node, deep)
            return found

    try:
        return yaml.load(text, Loader)
    except yaml.YAMLError as error:
        raise ValueError(" ".join(str(error).split())) from error
