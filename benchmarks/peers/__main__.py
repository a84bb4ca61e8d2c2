"""Run a peer on a suite: its translations go to a file, one segment a line, which `xlsum bench run --hypotheses`
scores.

    python -m benchmarks.peers list
    python -m benchmarks.peers argos --suite wire-mini --out argos.en
    xlsum bench run wire-mini --hypotheses argos.en --name argos
"""

import argparse
import sys
import time
from pathlib import Path

from benchmarks.peers.peers import PEERS, PeerUnavailableError
from xlsum.errors import XlsumError
from xlsum.scoring.records import write_whole
from xlsum.scoring.suites import load_data, load_suite


def main() -> int:
    """Exit 0 when the outputs are written, 2 when the peer or the suite cannot be had."""
    options = _options()
    if options.peer == "list":
        for name, peer in PEERS.items():
            print(f"{name:<14} {peer.description}")
        return 0
    try:
        _run(options.peer, options.suite, options.data, options.limit, Path(options.out or f"{options.peer}.en"))
    except PeerUnavailableError as error:
        print(f"{options.peer}: not run: {error}", file=sys.stderr)
        return 2
    except XlsumError as error:
        print(f"{options.peer}: {error}", file=sys.stderr)
        return error.exit_code
    return 0


def _run(name: str, suite: str, data: str, limit: int, out: Path) -> None:
    chosen = load_suite(suite)
    documents = load_data(chosen, data).head(limit).documents
    lines = [" ".join(segment.persian.split()) for document in documents for segment in document.segments]
    translate = PEERS[name].load()
    translate(lines[:2])  # warm-up, not timed
    started = time.perf_counter()
    english = translate(lines)
    seconds = time.perf_counter() - started
    write_whole(out, "".join(" ".join(line.split()) + "\n" for line in english))
    print(f"{name}: {len(lines)} segments in {seconds:.1f} s, without loading -> {out}", file=sys.stderr)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description="Run a peer on a suite.")
    parser.add_argument("peer", choices=["list", *PEERS])
    parser.add_argument("--suite", default="wire-mini")
    parser.add_argument("--data", default="", help="folder of a test set that is not shipped")
    parser.add_argument("--limit", type=int, default=0, help="only the first documents")
    parser.add_argument("--out", default="")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
