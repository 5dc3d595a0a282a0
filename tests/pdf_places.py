"""Where words stand on a page of a PDF."""

from __future__ import annotations

from pypdf import PageObject

MM = 72 / 25.4


def words(page: PageObject) -> list[tuple[str, float, float]]:
    """Every piece of text with its place: millimetres from the left and the top."""
    height = float(page.mediabox.height)
    found: list[tuple[str, float, float]] = []

    def look(text: str, user: list[float], own: list[float], *_font: object) -> None:
        x = user[0] * own[4] + user[2] * own[5] + user[4]
        y = user[1] * own[4] + user[3] * own[5] + user[5]
        if text.strip():
            found.append((text.strip(), x / MM, (height - y) / MM))

    page.extract_text(visitor_text=look)
    return found
