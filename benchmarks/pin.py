"""Pin the shipped data: write the SHA-256 of its files into the suites. Run it after data was changed on purpose.

python -m benchmarks.pin
"""

import hashlib
import re
from pathlib import Path

HERE = Path(__file__).parent
FILES = re.compile(r"^files:.*\n(?:  .*\n)*", re.MULTILINE)
FOLDER = re.compile(r"^folder: (.+)$", re.MULTILINE)


def pin_suite(path: Path) -> bool:
    """Whether the suite has data of its own; its `files` are then those of the folder."""
    text = path.read_text(encoding="utf-8")
    folder = FOLDER.search(text)
    if folder is None:
        return False
    files = sorted((HERE / "data" / folder.group(1).strip()).glob("*.jsonl"))
    lines = "".join(f"  {file.name}: {hashlib.sha256(file.read_bytes()).hexdigest()}\n" for file in files)
    path.write_text(FILES.sub("", text).rstrip("\n") + f"\nfiles:\n{lines}", encoding="utf-8")
    return True


if __name__ == "__main__":
    for suite in sorted((HERE / "suites").glob("*.yaml")):
        if pin_suite(suite):
            print(f"{suite.name}: pinned")
