"""A clinic at the command line, before and after the green button."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from relance_ops.i18n import speaking
from tests.cli.desk import ON, Export, Keyboard, in_a_process


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A command sets the language of the process: put it back."""
    with speaking("fr"):
        yield


@pytest.fixture
def keyboard(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Keyboard:
    """Nothing imported yet."""
    return Keyboard(tmp_path, capsys)


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three letters, a card and an email due; one blocked, one held, one planned."""
    folder = tmp_path_factory.mktemp("imported")
    export = Export(folder / "export")
    for number in (1, 2, 3):
        export.client(number)
    export.client(4, act_type="VERM")
    export.client(5, email="c5@example.fr")
    export.client(6, address=False)
    export.client(7)
    export.appointments.append("R1,C7,2026-12-01\n")
    export.client(8, performed_on="2026-01-10")
    database = folder / "x.duckdb"
    assert in_a_process(database, "import", str(export.write())).status == 0
    return folder


@pytest.fixture(scope="session")
def after_send(imported: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after the green button."""
    folder = tmp_path_factory.mktemp("sent")
    shutil.copytree(imported, folder, dirs_exist_ok=True)
    done = in_a_process(folder / "x.duckdb", "send", "--yes", "--on", ON)
    assert done.status == 0
    return folder


@pytest.fixture
def clinic(keyboard: Keyboard, imported: Path) -> Keyboard:
    """A copy of `imported` of one's own."""
    shutil.copytree(imported, keyboard.folder, dirs_exist_ok=True)
    return keyboard


@pytest.fixture
def sent(keyboard: Keyboard, after_send: Path) -> Keyboard:
    """A copy of `after_send` of one's own."""
    shutil.copytree(after_send, keyboard.folder, dirs_exist_ok=True)
    return keyboard
