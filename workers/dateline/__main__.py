"""`python -m workers`: the `dateline` command."""

from dateline.cli import main

main()
