"""Fixtures that every test may ask for."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.factories import Desk, a_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty clinic whose messages go to an outbox under the test's folder."""
    made = a_desk(tmp_path / "files")
    yield made
    made.practice.database.close()


@pytest.fixture
def due_desk(desk: Desk) -> Desk:
    """A clinic with a yearly vaccine and one client due today, by email."""
    desk.yearly_vaccine()
    desk.due_today()
    return desk


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a test skipped for want of a browser or a peer fails: nothing was tried."""
    report = yield
    needs_more = item.get_closest_marker("browser") or item.get_closest_marker("peer")
    if os.environ.get("CI") and report.skipped and needs_more:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped in CI: make chromium peers"
    return report
