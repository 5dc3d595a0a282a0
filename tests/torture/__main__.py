"""`make torture N=500 [SEED=7]`: plays rounds and prints what was found."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.torture.machine import has_printer, play, world
from tests.torture.rounds import Found


def main() -> int:
    """Play the rounds that were asked for; 1 when a promise was broken."""
    parser = argparse.ArgumentParser(prog="make torture")
    parser.add_argument("rounds", type=int)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    asked = parser.parse_args()
    started = time.monotonic()
    printer = has_printer()
    found = []
    with TemporaryDirectory() as folder, world(Path(folder), printer=printer) as around:
        for seed in range(asked.seed, asked.seed + asked.rounds):
            one = play(seed, around, printer=printer)
            found.append(one)
            blows = ", ".join(map(str, one.story.strikes))
            say(f"SEED={seed} {one.story.front}; {blows}")
            for wrong in one.wrong:
                say(f"    BROKEN: {wrong}")
    say(figures(found, time.monotonic() - started))
    return int(any(one.wrong for one in found))


def say(text: str) -> None:
    """Print *text* at once: a long run is watched."""
    print(text, flush=True)  # noqa: T201  # this is a command


def figures(found: list[Found], seconds: float) -> str:
    """What the rounds found, as lines for a person."""
    landed: Counter[str] = sum((one.landed for one in found), Counter())
    wrong = [sentence for one in found for sentence in one.wrong]
    fronts = Counter(one.story.front for one in found)
    lines = [
        f"{len(found)} rounds in {seconds:.0f} seconds",
        *(f"{count:6} {front}" for front, count in fronts.most_common()),
        f"{landed.total()} blows landed of {sum(len(o.story.strikes) for o in found)}",
        *(f"{count:6} {blow}" for blow, count in sorted(landed.items())),
        f"{sum('lost' in w or 'never left' in w for w in wrong)} lost",
        f"{sum('times' in w for w in wrong)} twice",
        f"{sum(one.listed for one in found)} uncertain, all listed but "
        f"{sum('not listed' in w or 'neither' in w for w in wrong)}",
        f"{len(wrong)} promises broken",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
