"""Settings come from the command line over the environment over the config file over the defaults."""

from pathlib import Path

import pytest

from xlsum.errors import SettingsError
from xlsum.settings import Settings, load_settings


def write(folder: Path, text: str) -> Path:
    path = folder / "xlsum.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('beam = 3\nlength = "short"', id="top"),
        pytest.param('[xlsum]\nbeam = 3\nlength = "short"', id="table"),
        pytest.param('[tool.xlsum]\nbeam = 3\nlength = "short"', id="pyproject-like"),
    ],
)
def test_a_config_file_sets_defaults(tmp_path: Path, text: str) -> None:
    settings = load_settings(config=write(tmp_path, text), environment={})
    assert (settings.beam, settings.length) == (3, "short")


def test_each_place_wins_over_the_one_below(tmp_path: Path) -> None:
    path = write(tmp_path, "beam = 3\nthreads = 3\ndevice = 'cpu'")
    settings = load_settings({"beam": 1, "threads": None}, config=path, environment={"XLSUM_THREADS": "2"})
    assert (settings.beam, settings.threads, settings.device) == (1, 2, "cpu")


def test_the_config_file_in_the_xdg_place_is_found(own_home: Path) -> None:
    (own_home / "config" / "xlsum").mkdir(parents=True)
    (own_home / "config" / "xlsum" / "config.toml").write_text("repair-half-spaces = 'off'", encoding="utf-8")
    assert load_settings(environment={}).repair_half_spaces == "off"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("beem = 3", "no setting 'beem'; did you mean beam?", id="typo"),
        pytest.param("beam = -1", "beam cannot be -1", id="negative"),
        pytest.param("beam = 'x'", "beam cannot be 'x'; it is a whole number", id="not a number"),
        pytest.param("beam = true", "beam cannot be True", id="boolean for a number"),
        pytest.param("dates = 'roman'", "it is one of both, gregorian, source", id="not a choice"),
        pytest.param("retry = 'maybe'", "it is true or false", id="not a boolean"),
        pytest.param("beam = ", "not TOML", id="not TOML"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SettingsError, match=r"xlsum\.toml") as caught:
        load_settings(config=write(tmp_path, text), environment={})
    assert message in str(caught.value)


def test_a_config_file_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(config=tmp_path / "no.toml", environment={})


def test_the_record_holds_every_setting_as_a_plain_value() -> None:
    assert set(map(type, Settings().recorded().values())) == {str, int}
