"""schemathesis against a running server: no 500, and every answer is one that its OpenAPI document tells of.

    python -m benchmarks.server.fuzz [--examples 100]

It starts `xlsum serve` with the embedded checkpoints; the rest is `schemathesis run`, whose report is printed and whose
exit code is given. A file may be any bytes by the document, and one that holds no wire is refused with 422: that
check of schemathesis is off for the paths that take files, and on for all others.
"""

import argparse
import subprocess
import sys
import tempfile

from benchmarks.server.running import running_server

TAKING_FILES = "^/(v1/(translate|summarize|run)|review|translate_file)$"


def main() -> None:
    """Run the fuzzer twice: on the paths that take files, and on the others."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--examples", type=int, default=100, help="requests of each operation and kind")
    chosen = parser.parse_args()
    with running_server() as server:
        fuzz = [sys.executable, "-m", "schemathesis.cli", "run", f"{server.address}/openapi.json"]
        fuzz += ["--max-examples", str(chosen.examples), "--request-timeout", "120", "--seed", "1", "--no-color"]
        files = ["--include-path-regex", TAKING_FILES, "--exclude-checks", "positive_data_acceptance"]
        others = ["--exclude-path-regex", TAKING_FILES]
        with tempfile.TemporaryDirectory() as folder:  # schemathesis keeps notes where it runs
            codes = [subprocess.run([*fuzz, *paths], cwd=folder).returncode for paths in (files, others)]
        up = server.process.poll() is None
    print(f"exit codes of schemathesis: {codes}; the server is {'up' if up else 'DOWN'}")
    sys.exit(0 if up and not any(codes) else 1)


if __name__ == "__main__":
    main()
