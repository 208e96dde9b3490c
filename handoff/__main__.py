"""`python -m handoff` is the `handoff` command."""

from handoff.config.cli import main

if __name__ == "__main__":
    main()
