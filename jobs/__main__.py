"""`python -m jobs` is `assent`."""

from jobs.cli import main

main()
