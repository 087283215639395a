"""The program: `sanctrack` and `python -m sanctrack`. Light, so that Ctrl-C is heard while the rest
is imported.
"""

import sys


def main() -> None:
    """Run the command line; Ctrl-C ends it with 130 and without a traceback."""
    try:
        from sanctrack.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("sanctrack: stopped\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
