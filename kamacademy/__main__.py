"""`python -m kamacademy` is the kamacademy command."""

from kamacademy.cli import main

main()
