"""Which copies are kept, for how long, and how much of the disk they may take."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from relance_ops.copies import Copy, Occasion, in_folder, name_of, outlived, too_many
from tests.factories import NOON


def a_copy(*, hours: float = 0, days: float = 0, size: int = 10) -> Copy:
    at = NOON - timedelta(hours=hours, days=days)
    return Copy(Path(name_of(at, Occasion.SEND)), at, "send", size)


def test_every_copy_of_two_days_is_kept() -> None:
    copies = [a_copy(hours=hour) for hour in range(48)]

    assert outlived(copies, now=NOON) == ()


def test_of_a_month_one_copy_a_day_is_kept_the_last_one() -> None:
    copies = [a_copy(days=10, hours=hour) for hour in (0, 1, 2)]

    assert outlived([a_copy(), *copies], now=NOON) == tuple(copies[1:])


def test_of_a_year_one_copy_a_month_is_kept() -> None:
    copies = [a_copy(days=day) for day in range(366)]

    kept = set(copies) - set(outlived(copies, now=NOON))

    months = {copy.at.strftime("%Y-%m") for copy in kept}
    assert len(months) == 13
    assert len(kept) < 31 + 13
    assert sum(copy.at < NOON - timedelta(days=31) for copy in kept) <= 12


def test_what_is_older_than_a_year_goes() -> None:
    old = a_copy(days=400)

    assert outlived([a_copy(), old], now=NOON) == (old,)


def test_the_only_copy_stays_whatever_its_age() -> None:
    assert outlived([a_copy(days=4_000)], now=NOON) == ()


def test_the_oldest_ones_make_room() -> None:
    copies = [a_copy(days=day, size=100) for day in range(5)]

    going = too_many(copies, more=100, free=1_100)

    assert going == (copies[4], copies[3])


def test_the_newest_one_never_makes_room() -> None:
    assert too_many([a_copy(size=100)], more=100, free=600) is None


def test_nothing_goes_where_there_is_room() -> None:
    assert too_many([a_copy(size=100)], more=100, free=10_000) == ()


def test_copies_are_found_the_newest_first_and_nothing_else_is(tmp_path: Path) -> None:
    names = [
        "20261124T110000Z-send.duckdb", "20261124T110000Z-send-2.duckdb",
        "20261123T020000Z-night.duckdb",
    ]  # fmt: skip
    for name in (*names, "notes.duckdb", "20261124T110000Z-send.duckdb.partial"):
        (tmp_path / name).touch()

    found = [copy.path.name for copy in in_folder(tmp_path)]

    assert found == [names[1], names[0], names[2]]
