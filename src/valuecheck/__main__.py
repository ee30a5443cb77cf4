"""`valuecheck` and `python -m valuecheck`: the command line."""

import gc


def main() -> None:
    """Run the command line, without a search for garbage while it starts and ends."""
    # Modules and tables stay until the end: looking through them takes a tenth of a check.
    gc.set_threshold(100_000)
    from valuecheck.cli import main as run

    try:
        run()
    finally:
        gc.freeze()


if __name__ == "__main__":
    main()
