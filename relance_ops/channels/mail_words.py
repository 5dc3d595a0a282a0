"""The words of an email as a person reads them, and whether they ask to stop. Pure."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from html import unescape
from itertools import pairwise

from relance_ops.typography import one_line

# Quoted: lines with ">", and all below what mail programs write above a quotation.
_QUOTED_LINE = re.compile(r"\s*>")
_BELOW_IS_QUOTED = re.compile(
    r"\s*("
    r"-{2,}\s*(message|original|mail|forwarded)"
    r"|_{8,}\s*$"
    r"|(le|on|am|il)\b.{4,200}(écrit|wrote|schrieb|scritto)\s*:?\s*$"
    r"|(de|from|von)\s*:\s*\S"
    r"|-- ?$"
    r"|(envoyé|sent) (de|depuis|from|à partir)\b"
    r")",
    re.IGNORECASE,
)

# The whole of it, give or take a greeting: a longer letter is for a person to read.
_STOP = re.compile(
    r"\W*((re|rép|réf)\s*:\s*)?(bonjour|madame|monsieur|bonsoir|hello)?\W*"
    r"(stop(per|pez|p)?(\s+(les|ces|tous|vos))?(\s+(rappels?|relances?|e-?mails?|mails?|messages?))?"
    r"|d[ée]sabonne[rz]?([ -]moi)?|d[ée]sabonnement|d[ée]sinscri(re|ption|vez[ -]moi)"
    r"|me d[ée]sabonner|me d[ée]sinscrire|(je )?(veux|souhaite) me d[ée]s(abonner|inscrire)"
    r"|unsubscribe( me)?|plus d'?e?-?mails?)"
    r"\W*(s'?il (vous|te) pla[iî]t|svp|stp|merci( d'avance)?|please|thank you|thanks)?\W*",
    re.IGNORECASE,
)
_LONGEST_STOP = 120

_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"<(br|/p|/div|/tr|/li|/h\d)\b[^<>]*>", re.IGNORECASE)
_QUOTED_HTML = re.compile(
    r"<(blockquote|div[^<>]{0,80}(gmail_quote|moz-cite-prefix|divRplyFwdMsg))", re.I
)
_HIDDEN = re.compile(
    r"<(style|script|head)\b.*?(</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
# A person's own words stand far before this; what stands behind is not worth the time.
_READ_LIMIT = 100_000


def subject_of(message: Message) -> str:
    """The subject of *message*, decoded, on one line."""
    written = str(message.get("Subject", ""))
    try:
        return one_line(str(make_header(decode_header(written))))
    except (HeaderParseError, LookupError, ValueError):
        return one_line(written)


def text_of(message: Message) -> str:
    """The first text of *message* that is not an attachment; from HTML if need be."""
    parts = list(message.walk())
    for kind in ("text/plain", "text/html"):
        for part in parts:
            if part.get_content_type() == kind and not part.get_filename():
                found = _decoded(part)[:_READ_LIMIT]
                if found.strip():
                    return found if kind == "text/plain" else _from_html(found)
    return ""


def own_words(text: str) -> str:
    """What the sender wrote, without what is quoted, nor a signature."""
    kept = []
    # « Le 24 novembre…, la clinique a écrit : » may go over two lines.
    for line, following in pairwise([*text.splitlines(), ""]):
        both = f"{line[:400]} {following[:400]}"
        if _BELOW_IS_QUOTED.match(line[:400]) or _BELOW_IS_QUOTED.match(both):
            break
        if not _QUOTED_LINE.match(line):
            kept.append(line)
    return "\n".join(kept).strip()


def asks_to_stop(words: str) -> bool:
    """True when *words* say « stop » or the like, and nothing else."""
    told = " ".join(words.replace("’", "'").split())
    return 0 < len(told) <= _LONGEST_STOP and _STOP.fullmatch(told) is not None


def _decoded(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    charset = part.get_content_charset("utf-8")
    try:
        return content.decode(charset, "replace")
    except (LookupError, ValueError):  # a charset that nobody knows
        return content.decode("utf-8", "replace")


def _from_html(page: str) -> str:
    own = _QUOTED_HTML.split(page, maxsplit=1)[0]
    return unescape(_TAG.sub("", _BREAK.sub("\n", _HIDDEN.sub("", own))))
