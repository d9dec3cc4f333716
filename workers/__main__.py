"""`python -m workers`: the `dateline` command."""

from workers.cli import main

main()
