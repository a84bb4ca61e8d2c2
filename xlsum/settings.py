"""What a user can set, and where it comes from: command line over environment over config file over default.

The config file is TOML: the keys of `Settings` at the top or under `[tool.xlsum]` or `[xlsum]`. It is looked for at
`--config`, then `XLSUM_CONFIG`, then `xlsum/config.toml` in the XDG config folder. `XLSUM_BEAM=2` sets `beam`.
"""

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from platformdirs import user_config_path

from xlsum.errors import SettingsError

CHOICES: Mapping[str, tuple[str, ...]] = {
    "device": ("auto", "cpu", "cuda"),
    "length": ("short", "medium", "long"),
    "summary_from": ("auto", "source", "translation"),
    "dates": ("both", "gregorian", "source"),
    "repair_half_spaces": ("auto", "on", "off"),
    "unsupported": ("drop", "mark", "fallback"),
    "loaded_terms": ("source", "neutral"),
    "language": ("", "fa", "prs"),
}
NOT_SETTINGS = frozenset({"XLSUM_HOME", "XLSUM_CONFIG"})


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that changes a result. 0 and "" mean: as the checkpoint's card says."""

    translator: str = "auto"
    summarizer: str = "auto"
    beam: int = 0
    batch_tokens: int = 0
    device: str = "auto"
    compute_type: str = "auto"
    threads: int = 0
    glossary: str = ""
    language: str = ""
    length: str = "medium"
    summary_from: str = "auto"
    dates: str = "both"
    repair_half_spaces: str = "auto"
    unsupported: str = "drop"
    loaded_terms: str = "source"
    retry: bool = True
    adequacy: bool = True

    def recorded(self) -> dict[str, float | int | str]:
        """The settings as provenance keeps them."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}

    def changed(self, given: Mapping[str, str | int | bool | None], where: str) -> "Settings":
        """These settings with others in their place; None leaves one as it is. Raises SettingsError naming `where`."""
        return replace(self, **{key: _checked(key, value, where) for key, value in given.items() if value is not None})  # type: ignore[arg-type]  # _checked gives each field its own type


def load_settings(
    given: Mapping[str, str | int | bool | None] | None = None,
    *,
    config: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Settings:
    """The settings in force: `given` (the command line) over XLSUM_* over the config file over the defaults.

    Raises SettingsError for a file that cannot be read, an unknown key (the nearest one is named) and a wrong value.
    """
    variables = os.environ if environment is None else environment
    path = config or (Path(variables["XLSUM_CONFIG"]) if variables.get("XLSUM_CONFIG") else None)
    settings = Settings().changed(*_from_file(path))
    settings = settings.changed(_from_environment(variables), "environment")
    return settings.changed(given or {}, "command line")


def _from_file(path: Path | None) -> tuple[dict[str, str | int | bool], str]:
    place = path or user_config_path("xlsum") / "config.toml"
    if path is None and not place.is_file():
        return {}, ""
    try:
        table = tomllib.loads(place.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{place}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{place}: not TOML: {error}") from error
    inner = table.get("tool", {}).get("xlsum") or table.get("xlsum") or table
    return {key.replace("-", "_"): value for key, value in inner.items()}, str(place)


def _from_environment(variables: Mapping[str, str]) -> dict[str, str]:
    known = {f"XLSUM_{field.name.upper()}": field.name for field in fields(Settings)}
    return {known[name]: value for name, value in variables.items() if name in known and name not in NOT_SETTINGS}


def _checked(key: str, value: str | int | bool, where: str) -> str | int | bool:
    defaults = {field.name: field.default for field in fields(Settings)}
    if key not in defaults:
        near = difflib.get_close_matches(key, defaults, n=1)
        hint = f"; did you mean {near[0]}?" if near else f"; there are {', '.join(defaults)}"
        raise SettingsError(f"{where}: no setting {key!r}{hint}")
    typed = _typed(key, value, type(defaults[key]), where)
    if key in CHOICES and typed not in CHOICES[key]:
        raise SettingsError(f"{where}: {key} cannot be {value!r}; it is one of {', '.join(filter(None, CHOICES[key]))}")
    return typed


def _typed(key: str, value: str | int | bool, kind: type, where: str) -> str | int | bool:
    if kind is bool:
        return _boolean(key, value, where)
    if kind is str and isinstance(value, str):
        return value
    if kind is int and not isinstance(value, bool) and str(value).isascii() and str(value).isdigit():
        return int(value)
    wanted = "a whole number of 0 or more" if kind is int else "a string"
    raise SettingsError(f"{where}: {key} cannot be {value!r}; it is {wanted}")


def _boolean(key: str, value: str | int | bool, where: str) -> bool:
    words = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}
    if str(value).lower() not in words:
        raise SettingsError(f"{where}: {key} cannot be {value!r}; it is true or false")
    return words[str(value).lower()]


def _plain(value: str | int | bool) -> str | int:
    return int(value) if isinstance(value, bool) else value
