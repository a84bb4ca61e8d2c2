"""Imports run downward, heavy libraries stay in their rooms, and the command line starts light."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "xlsum"
# From the bottom up. A module may import its own rank and those below; what is not named may be imported by all.
RANKS = (
    ("document", "errors"),
    ("engines", "checks", "persian", "batching", "catalogue", "english", "condense", "antecedents"),
    ("translate", "summarize", "summary_writers", "prepare", "examine", "settings"),
    ("stages", "pipeline"),
    ("serve", "archive", "scoring"),
    ("cli",),
)
RANK_OF = {name: rank for rank, names in enumerate(RANKS) for name in names}
HOMES = {
    "ctranslate2": {"engines"},
    "torch": {"engines"},
    "transformers": {"engines"},
    "typer": {"cli"},
    "yaml": {"catalogue.py", "scoring"},
}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Names of the modules a file imports, inside functions too; imports for type checkers only are left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    hidden = {id(node) for block in ast.walk(tree) if _is_type_checking(block) for node in ast.walk(block)}
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def place(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_downward(path: Path) -> None:
    own = RANK_OF.get(place(path), len(RANKS))
    reached = {name.split(".")[1] for name in imported(path) if name.startswith("xlsum.")}
    above = {name for name in reached if RANK_OF.get(name, -1) > own}
    assert not above, f"{path.name} reaches up to {above}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_heavy_libraries_stay_in_their_rooms(path: Path) -> None:
    parts = {path.name, *path.relative_to(PACKAGE).parts}
    strayed = {name for name in imported(path) if name in HOMES and not HOMES[name] & parts}
    assert not strayed


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_help_and_version_import_nothing_heavy(argument: str) -> None:
    script = f"""
import sys
sys.argv = ["xlsum", {argument!r}]
from xlsum.cli import main
try:
    main()
except SystemExit:
    pass
heavy = {{"torch", "transformers", "numpy", "ctranslate2", "sentencepiece", "sacrebleu", "trafilatura", "lxml", "yaml"}}
sys.stderr.write(",".join(sorted(heavy & set(sys.modules))))
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert ran.stderr == ""


def test_importing_the_package_imports_no_dependency() -> None:
    script = (
        "import sys; import xlsum; print([m for m in sys.modules if m.split('.')[0] in ('typer', 'numpy', 'rich')])"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert ran.stdout.strip() == "[]"


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        path for path in modules() if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_no_checkpoint_from_outside_is_unpickled_and_no_remote_code_is_run() -> None:
    for path in modules():
        text = path.read_text(encoding="utf-8")
        assert "trust_remote_code=True" not in text, path
        assert "import pickle" not in text, path
        assert text.count("torch.load(") <= text.count("weights_only=True"), path
