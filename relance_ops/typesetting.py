"""Typst, kept on a short lead: fixed layouts, data only, our own fonts.

No text of a client or of the clinic ever becomes Typst code: it arrives as JSON.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import font_source_sans_pro
import typst
from fontTools.ttLib import TTFont

from relance_ops.errors import LetterError
from relance_ops.i18n import _

# DejaVu Sans, which matplotlib ships, covers what Source Sans lacks.
FONTS = ("Source Sans Pro", "DejaVu Sans")
_FACES = ("Regular", "It", "Semibold", "SemiboldIt", "Bold", "BoldIt")
_LAYOUTS = files("relance_ops") / "templates" / "layout"

# Shown for a character that no font of ours has: never a silent blank.
MISSING = "□"


def render(layout: str, content: Mapping[str, object]) -> bytes:
    """The PDF of `templates/layout/<layout>.typ` filled with *content*.

    Raises:
        LetterError: It could not be composed; nothing was written.
    """
    # Tags are lost in the merge anyway, and triple the size (measured).
    pdf = _compiled(layout, content, format="pdf", pdf_tags=False)
    assert isinstance(pdf, bytes)
    return pdf


def pictures(
    layout: str, content: Mapping[str, object], *, sharpness: float
) -> list[bytes]:
    """The pages that `render` would print, each as a PNG of *sharpness* points an inch.

    Raises:
        LetterError: It could not be composed.
    """
    drawn = _compiled(layout, content, format="png", ppi=sharpness)
    return [drawn] if isinstance(drawn, bytes) else list(drawn)


def _compiled(
    layout: str, content: Mapping[str, object], **form: Any
) -> bytes | list[bytes]:
    folder = Path(str(_LAYOUTS))
    try:
        made: bytes | list[bytes] = typst.compile(
            str(folder / f"{layout}.typ"),
            root=str(folder),
            font_paths=_fonts(),
            sys_inputs={"data": json.dumps(content, ensure_ascii=False)},
            **form,
        )
    except (typst.TypstError, RuntimeError, ValueError) as error:
        raise LetterError(
            _("Les courriers n'ont pas pu être composés : {detail}").format(
                detail=str(error).splitlines()[0][:200]
            )
        ) from error
    return made


def printable(text: str) -> str:
    """*text* in characters that the letters' fonts have.

    A missing glyph would print blank without any warning (measured): it becomes its
    plain form where Unicode knows one, else a small square.
    """
    known = _characters()
    if all(ord(character) in known for character in text):
        return text
    return "".join(_shown(character, known) for character in text)


def _shown(character: str, known: frozenset[int]) -> str:
    if ord(character) in known:
        return character
    plain = unicodedata.normalize("NFKD", character)
    kept = "".join(c for c in plain if ord(c) in known and not unicodedata.combining(c))
    if kept or not character.isprintable():
        return kept
    return MISSING


def font_files() -> list[Path]:
    """The font files used, and no other of the machine: the same letter everywhere."""
    import matplotlib as mpl  # noqa: PLC0415  # slow, and only paper needs it

    folder = Path(font_source_sans_pro.__file__).parent / "files"
    dejavu = Path(mpl.get_data_path()) / "fonts" / "ttf"
    return [
        *(folder / f"SourceSansPro-{face}.ttf" for face in _FACES),
        dejavu / "DejaVuSans.ttf",
        dejavu / "DejaVuSans-Bold.ttf",
    ]


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        # Folders: a path to a file is silently ignored (measured).
        font_paths=sorted({str(path.parent) for path in font_files()}),
    )


@cache
def _characters() -> frozenset[int]:
    covered: set[int] = set()
    for path in font_files():
        with TTFont(path, lazy=True) as font:
            covered.update(font.getBestCmap())
    # Line breaks are layout, not glyphs.
    return frozenset(covered | {ord("\n")})
