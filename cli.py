"""A door for a checkout: `python cli.py ...` is the installed command `xlsum`."""

from xlsum.cli import main

main()
