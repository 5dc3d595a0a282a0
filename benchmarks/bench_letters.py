"""500 letters end to end against one bare compile of the same letters by Typst."""

from __future__ import annotations

import tempfile
from pathlib import Path
from time import perf_counter

from benchmarks.table import Row
from relance_ops import letters
from relance_ops.letters import letter, letterhead
from relance_ops.runs import messages
from relance_ops.typesetting import FONTS, render
from tests.factories import a_desk

COUNT = 500


def measure() -> Row:
    """Both after a warm-up: fonts are read once."""
    with tempfile.TemporaryDirectory() as folder:
        desk = a_desk(Path(folder) / "files")
        desk.yearly_vaccine()
        for number in range(COUNT):
            desk.due_today(
                number, email="", mobile="", postcode=f"35{number % 900:03d}"
            )
        desk.practice.send(by="bench")
        with desk.practice.database.cursor() as cursor:
            batch = messages(cursor, range(1, COUNT + 1))
        clinic = desk.practice.settings().clinic
        started = perf_counter()
        letters.compose(batch, clinic=clinic, folder=Path(folder) / "again")
        ours = perf_counter() - started
        content = {
            "title": "bench",
            "stamp": "",
            "fonts": list(FONTS),
            "clinic": letterhead(clinic),
            "letters": [letter(message, clinic) for message in batch],
        }
        started = perf_counter()
        render("letter", content)
        bare = perf_counter() - started
    return Row(
        f"{COUNT} letters",
        ours,
        (("one bare Typst compile", bare),),
        "ours also indexes, merges, adds bookmarks, hashes and syncs to disk",
    )
