"""`python -m benchmarks` is `xlsum bench`."""

import sys

from xlsum.cli import main

sys.argv[1:1] = ["bench"]
main()
