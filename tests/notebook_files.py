"""The notebooks as files: where they are, and what may be kept of them.

`python -m tests.notebook_files` strips them in place: Jupyter keeps what was shown.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def read(path: Path) -> dict[str, Any]:
    """The notebook of *path*."""
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def code(path: Path) -> list[str]:
    """The text of each code cell."""
    return [
        "".join(cell["source"])
        for cell in read(path)["cells"]
        if cell["cell_type"] == "code"
    ]


def stripped(path: Path) -> str:
    """What may be kept of the notebook: words and code, nothing that was shown."""
    cells = []
    for number, cell in enumerate(read(path)["cells"], 1):
        lines = "".join(cell["source"]).splitlines(keepends=True)
        kept = {
            "cell_type": cell["cell_type"],
            "id": f"cell-{number:02d}",
            "metadata": {},
            "source": lines,
        }
        if cell["cell_type"] == "code":
            kept |= {"execution_count": None, "outputs": []}
        cells.append(dict(sorted(kept.items())))
    content = {
        "cells": cells,
        "metadata": {"kernelspec": KERNEL},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for notebook in NOTEBOOKS:
        notebook.write_text(stripped(notebook), encoding="utf-8", newline="\n")
