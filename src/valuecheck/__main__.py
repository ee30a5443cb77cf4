"""`python -m valuecheck` is the command line."""

from valuecheck.cli import main

if __name__ == "__main__":
    main()
