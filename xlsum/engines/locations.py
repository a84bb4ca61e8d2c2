"""Where checkpoints live: the embedded ones in the package, the rest under `$XLSUM_HOME` or the XDG data folder."""

from __future__ import annotations

import os
from pathlib import Path

WEIGHTS = Path(__file__).parent.parent / "weights"


def store_folder() -> Path:
    """`$XLSUM_HOME/models`, else `xlsum/models` in the user's data folder. It need not exist yet."""
    return _home("data") / "models"


def cache_folder() -> Path:
    """`$XLSUM_HOME/cache`, else `xlsum` in the user's cache folder. Safe to delete at any time."""
    home = os.environ.get("XLSUM_HOME")
    return Path(home).expanduser() / "cache" if home else _home("cache")


def desk_folder() -> Path:
    """`$XLSUM_HOME/desk`, else `xlsum/desk` in the user's data folder: results of the feeds that a server watches."""
    return _home("data") / "desk"


def _home(kind: str) -> Path:
    home = os.environ.get("XLSUM_HOME")
    if home:
        return Path(home).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("xlsum") if kind == "data" else platformdirs.user_cache_dir("xlsum"))
