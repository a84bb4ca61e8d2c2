"""Every error a user can meet, as one tree. `str(error)` is one line: what, where, what to do.

XlsumError                    exit 1
├── UsageError                exit 2   the command or its options are wrong
│   ├── SourceNotFoundError            a SOURCE that does not exist
│   ├── UnknownModelError              no card and no folder of that name
│   ├── UnknownLanguageError           a language code the checkpoint does not have
│   ├── CatalogueError                 models.yaml: an unknown key, a missing field
│   └── SettingsError                  the config file or an XLSUM_* variable
├── DocumentError             exit 1   one document cannot be read; the others go on
├── CheckpointError           exit 1   missing, corrupted or unsafe files of a checkpoint
├── NetworkError              exit 1   the hub or a named source cannot be reached
├── OutputError               exit 1   the output cannot be written (full disk, no permission)
├── DataError                 exit 2   a data set or suite is malformed
└── MissingExtraError         exit 2   an optional dependency is not installed
"""


class XlsumError(Exception):
    """The root of the tree: its text is one line for the user."""

    exit_code = 1


class UsageError(XlsumError):
    """The command or its options are wrong."""

    exit_code = 2


class SourceNotFoundError(UsageError):
    """A SOURCE that does not exist."""


class UnknownModelError(UsageError):
    """No card and no folder of that name."""


class UnknownLanguageError(UsageError):
    """A language code that the checkpoint does not have."""


class CatalogueError(UsageError):
    """The catalogue has an unknown key or a missing field."""


class SettingsError(UsageError):
    """The config file or an XLSUM_* variable cannot be used."""


class DocumentError(XlsumError):
    """One document cannot be read. `where` is `path`, `path:line` or an id; `reason` says what to do."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason


class CheckpointError(XlsumError):
    """Missing, corrupted or unsafe files of a checkpoint."""


class NetworkError(XlsumError):
    """The hub or a source that the user named cannot be reached."""


class OutputError(XlsumError):
    """The output cannot be written."""


class DataError(UsageError):
    """A data set or a suite is malformed."""


class MissingExtraError(UsageError):
    """An optional dependency is not installed. The text names the extra: `pip install 'xlsum[hf]'`."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"{package} is not installed: pip install 'xlsum[{extra}]'")
