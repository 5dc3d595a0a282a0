"""How text is set: on one line, not too long, with French spaces. Pure."""

from __future__ import annotations

import re

# Line breaks of every kind: in a name they would open a second mail header.
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029 ]+")
# Marks that print nothing yet turn the reading direction of what follows.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Half of a character outside the first 65,536: cannot be written anywhere.
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")

_BEFORE_HIGH_MARKS = re.compile(r"(?<=\S) (?=[;!?])|^ (?=[;!?])")
_BEFORE_COLONS = re.compile(r"(?<=\S) (?=[:»])|^ (?=[:»])")


def one_line(text: str) -> str:
    """*text* without line breaks, control characters or invisible marks."""
    visible = _LONE_SURROGATES.sub("�", _INVISIBLE.sub("", text))
    return _BREAKS.sub(" ", visible).strip()


def shortened(text: str, limit: int) -> str:
    """*text* in at most *limit* characters, ending in "…" when it was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def with_french_spaces(text: str) -> str:
    """*text* whose plain spaces before ; : ! ? » and after « no longer break.

    Imprimerie nationale: narrow before ; ! ? and a full one before : and ».
    """
    narrow = _BEFORE_HIGH_MARKS.sub("\u202f", text)
    return _BEFORE_COLONS.sub("\u00a0", narrow).replace("« ", "«\u00a0")
