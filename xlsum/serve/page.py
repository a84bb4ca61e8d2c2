"""The home page: paste or drop a wire, get its English and its doubts."""

from importlib.resources import files


def home_page() -> str:
    """The desk's page, one self-contained HTML document."""
    return files("xlsum.serve").joinpath("desk.html").read_text(encoding="utf-8")
