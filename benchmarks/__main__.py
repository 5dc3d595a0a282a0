"""`python -m benchmarks [name …]` prints the table of ratios."""

from __future__ import annotations

import sys
from importlib import import_module

from benchmarks.table import Row, as_markdown

NAMES = ("due", "claim", "simulate", "email", "letters", "screen")


def main() -> None:
    """Measure what was named, or everything."""
    rows: list[Row] = []
    for name in sys.argv[1:] or NAMES:
        found = import_module(f"benchmarks.bench_{name}").measure()
        rows += found if isinstance(found, list) else [found]
    print(as_markdown(rows))


if __name__ == "__main__":
    main()
