"""`python -m xlsum` is the installed command."""

from xlsum.cli import main

main()
