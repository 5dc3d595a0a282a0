"""A picture as somebody uploads it, made into a logo: checked, and drawn again by us.

What is uploaded is never shown nor printed as it came: it is decoded and encoded again,
so nothing hidden in it goes anywhere, and every letter stays small.
"""

from __future__ import annotations

import io
import warnings

from PIL import Image, UnidentifiedImageError

from relance_ops.errors import SettingError
from relance_ops.i18n import _
from relance_ops.model import Logo

MOST_BYTES = 1_000_000
_MOST_PIXELS = 25_000_000

# On paper 55 × 20 mm at most: 300 points an inch.
_LARGEST = (650, 240)

# Beyond this a PNG is a photograph, which JPEG keeps in a tenth.
_PNG_BYTES = 80_000

_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def drawn(upload: bytes) -> Logo:
    """*upload* as a logo: on white, as large as paper needs.

    Raises:
        SettingError: It is too large, no PNG nor JPEG, or damaged.
    """
    if len(upload) > MOST_BYTES:
        raise SettingError(
            _("Ce fichier est trop gros pour un logo : 1 Mo au plus. Réduisez l'image.")
        )
    if not upload.startswith(_STARTS):
        raise SettingError(
            _("Ce fichier n'est ni un PNG ni un JPEG. Enregistrez le logo en PNG.")
        )
    picture = _opened(upload)
    picture.thumbnail(_LARGEST)
    sheet = Image.new("RGB", picture.size, "white")
    sheet.paste(picture, mask=picture.getchannel("A"))
    png, jpeg = _encoded(sheet, "PNG"), _encoded(sheet, "JPEG")
    small = len(png) <= max(_PNG_BYTES, len(jpeg))
    return Logo(
        media="image/png" if small else "image/jpeg",
        content=png if small else jpeg,
        width=sheet.width,
        height=sheet.height,
    )


def _opened(upload: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            # A small file may unfold into gigabytes: its size is asked before it does.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(upload), formats=("PNG", "JPEG")) as picture:
                if picture.width * picture.height > _MOST_PIXELS:
                    raise SettingError(
                        _("Cette image a trop de points pour un logo. Réduisez-la.")
                    )
                return picture.convert("RGBA")
    except (
        UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError,
        ValueError,
    ) as error:  # fmt: skip
        raise SettingError(
            _(
                "Cette image est abîmée : elle ne s'ouvre pas. Enregistrez-la de nouveau."
            )
        ) from error


def _encoded(sheet: Image.Image, form: str) -> bytes:
    written = io.BytesIO()
    sheet.save(written, form, optimize=True, quality=88)
    return written.getvalue()
