"""The HTML of an email: a layout that a developer edits, filled with a delivery's words.

The layout is `templates/layout/email.html`, with its style in one <style>; css-inline
writes it into each element once for the whole program, not once a message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from relance_ops.merge_fields import language_of
from relance_ops.model import Clinic, Message
from relance_ops.typography import one_line

_LAYOUT = files("relance_ops") / "templates" / "layout" / "email.html"


def page(message: Message, clinic: Clinic) -> str:
    """*message* as the HTML part of its email: a whole page, without any script."""
    link = _link(clinic)
    filled: str = _template().render(
        language=language_of(message.client),
        subject=message.words.subject,
        parts=list(_parts(message.words.blocks, link)),
        footer=footer(clinic),
        link=link,
    )
    return filled


def footer(clinic: Clinic) -> list[str]:
    """Who wrote, line by line, under an email's text and its page."""
    town = f"{clinic.postcode} {clinic.city}".strip()
    lines = (
        clinic.name,
        ", ".join(part for part in (clinic.address1, clinic.address2, town) if part),
        clinic.phone,
        clinic.website,
        clinic.legal,
    )
    return [one_line(line) for line in lines if line]


@cache
def _template() -> Any:
    # Neither is needed before the first email is written.
    from css_inline import CSSInliner  # noqa: PLC0415
    from jinja2 import Environment  # noqa: PLC0415

    # Its marks are HTML comments, which css-inline leaves where they are.
    environment = Environment(
        block_start_string="<!--%",
        block_end_string="%-->",
        comment_start_string="<!--#",
        comment_end_string="-->",
        autoescape=True,
    )
    inliner = CSSInliner(load_remote_stylesheets=False)
    return environment.from_string(inliner.inline(_LAYOUT.read_text(encoding="utf-8")))


def _link(clinic: Clinic) -> str:
    """The clinic's booking page; "" for anything that is no web address."""
    address = one_line(clinic.booking_url)
    return address if address.startswith(("https://", "http://")) else ""


@dataclass(frozen=True, slots=True)
class _Run:
    """Words set alike; each line in pieces, those that are the link apart."""

    bold: bool
    italic: bool
    lines: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class _Part:
    """What the layout shows one under the other: "paragraph", "list" or "table"."""

    kind: str
    runs: Sequence[_Run] = ()
    lines: Sequence[Sequence[_Run]] = ()
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


def _parts(blocks: tuple[dict[str, Any], ...], link: str) -> Iterator[_Part]:
    """The words as the layout takes them; list lines in a row are one list."""
    items: list[list[_Run]] = []
    for block in blocks:
        if block["t"] == "li":
            items.append(_runs(block["r"], link))
            continue
        if items:
            yield _Part("list", lines=items)
            items = []
        if block["t"] == "table":
            yield _Part("table", head=block["head"], rows=block["rows"])
        else:
            yield _Part("paragraph", runs=_runs(block["r"], link))
    if items:
        yield _Part("list", lines=items)


def _runs(runs: list[dict[str, Any]], link: str) -> list[_Run]:
    # Only the clinic's own page becomes a link, never an address found in a name.
    parting = re.compile(f"({re.escape(link)})") if link else None
    return [
        _Run(
            bold=bool(run["b"]),
            italic=bool(run["i"]),
            lines=[
                parting.split(line) if parting else [line]
                for line in run["x"].split("\n")
            ],
        )
        for run in runs
    ]
