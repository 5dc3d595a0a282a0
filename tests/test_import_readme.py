"""data/README.md promises columns and examples: both are held to it."""

from __future__ import annotations

import re
from pathlib import Path

from relance_ops.import_columns import FILES
from tests.import_desk import Desk

README = Path(__file__).parent.parent / "data" / "README.md"


def sections() -> dict[str, str]:
    """The text under each heading of a file."""
    parts = re.split(r"^##+ (.+)\n", README.read_text(encoding="utf-8"), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_column_is_explained_with_whether_it_is_required() -> None:
    told = sections()

    for file in FILES:
        first_cells = re.findall(r"^\| ([^|]+) \|", told[file.name], flags=re.M)[1:]
        names = [name for cell in first_cells for name in cell.split(", ")]
        assert names == [
            f"**{column.name}**" if column.required else column.name
            for column in file.columns
        ]


def test_the_examples_load_as_they_stand(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    examples = re.findall(
        r"^```csv (\w+)\n(.*?)^```", README.read_text("utf-8"), flags=re.M | re.S
    )
    desk.write(**dict(examples))

    report = desk.load()

    assert [name for name, _text in examples] == [file.name for file in FILES]
    assert report.exit_status == 0
    assert [file.loaded for file in report.files] == [2, 2, 3, 2, 3, 2]
    assert not any(file.notices for file in report.files)
