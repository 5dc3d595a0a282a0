"""Sessions that come and go leave nothing behind in the process."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.dashboard.bare_browser import BareBrowser
from tests.dashboard.clinic import Served

# The first sessions load modules and fill caches; these are not a leak.
WARM_UP = 40
SESSIONS = 200

# Panel drops a session that nobody looks at after half a minute (Bokeh's defaults), and
# later on a machine that is busy: what was kept until then is no leak.
FORGOTTEN_SECONDS = 35
PATIENCE_SECONDS = 180

# The leak this is for (pmui.Page's watcher, see app.py) keeps 3 MB a session. Panel 1.9
# itself keeps a document and a notification area of each (counted), and the allocator
# some more between two looks: 0.2 to 0.4 MB a session, the most on a busy machine.
MOST_PER_SESSION = 0.6


def come_and_go(url: str, count: int) -> None:
    """Visit *count* times, in a thread: Playwright keeps the test's own loop."""

    async def visits() -> None:
        for _session in range(count):
            await BareBrowser(url).visit()

    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(asyncio.run, visits()).result()


def megabytes(pid: int) -> float:
    """What the process really occupies."""
    [line] = [
        line
        for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        if line.startswith("VmRSS")
    ]
    return int(line.split()[1]) / 1024


def grown(pid: int, before: float) -> float:
    """How many megabytes each session has left behind."""
    return (megabytes(pid) - before) / SESSIONS


@pytest.mark.slow
@pytest.mark.timeout(1_800)
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_two_hundred_sessions_leave_nothing_behind(dashboard: Served) -> None:
    come_and_go(dashboard.url, WARM_UP)
    time.sleep(FORGOTTEN_SECONDS)
    before = megabytes(dashboard.pid)

    come_and_go(dashboard.url, SESSIONS)

    end = time.monotonic() + PATIENCE_SECONDS
    time.sleep(FORGOTTEN_SECONDS)
    while (kept := grown(dashboard.pid, before)) >= MOST_PER_SESSION:
        assert time.monotonic() < end, f"{kept:.2f} MB a session stay"
        time.sleep(5)
