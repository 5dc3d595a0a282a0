"""The one table of the dashboard: a page at a time, its own words in French."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import panel as pn
from bokeh.models.widgets.tables import DateFormatter

from relance_ops.dashboard.theme import asset
from relance_ops.i18n import _

# As many as fit above the fold of a 1440 × 900 screen.
ROWS = 10


class _Table(pn.widgets.Tabulator):
    """A Tabulator without pandas styles, which none of ours has.

    Panel 1.9 computes them again at each new value and sends them under a new name,
    even when there are none; a table that is still being drawn then fails on them.
    """

    def _get_style_data(self, *_recompute: Any) -> dict[str, Any]:
        return {}


def table(
    titles: Mapping[str, str],
    *,
    dates: Sequence[str],
    widths: Mapping[str, int],
    style: str,
    empty: str,
    html: Sequence[str] = ("by",),
    **options: Any,
) -> pn.widgets.Tabulator:
    """An empty table; give it a frame with these columns as its value.

    Args:
        titles: Column to heading, in order.
        dates: Columns that hold days.
        widths: Pixels of the columns that should not grow.
        style: More CSS.
        empty: What to say when there is no row.
        html: Columns that are our own HTML, with everything from data made harmless;
            every other one is shown as plain text, whatever it contains.
        options: More of Tabulator's own.
    """
    words = [name for name in titles if name not in dates and name not in html]
    return _Table(
        pd.DataFrame(columns=list(titles)),
        titles=dict(titles), show_index=False, disabled=True, margin=0,
        pagination="remote", page_size=ROWS, layout="fit_columns",
        sizing_mode="stretch_width", min_height=120,
        formatters={
            **{name: {"type": "html"} for name in html},
            **{name: DateFormatter(format=_("%d/%m/%Y")) for name in dates},
            **{name: {"type": "plaintext"} for name in words},
        },
        widths=dict(widths), text_align="left", header_align="left",
        stylesheets=[asset("table.css"), style], configuration=_words(empty),
        **options,
    )  # fmt: skip


def _words(empty: str) -> dict[str, Any]:
    """Tabulator's own words, in the session's language."""
    return {
        "locale": "user",
        "langs": {
            "user": {
                "pagination": {
                    "page_size": _("Lignes par page"),
                    "page_title": _("Aller à la page"),
                    "first": "«",
                    "first_title": _("Première page"),
                    "last": "»",
                    "last_title": _("Dernière page"),
                    "prev": "‹",
                    "prev_title": _("Page précédente"),
                    "next": "›",
                    "next_title": _("Page suivante"),
                    "all": _("Tout"),
                },
                "data": {"loading": _("Chargement…"), "error": _("Erreur")},
            }
        },
        "placeholder": empty,
        "columnDefaults": {"headerWordWrap": False, "resizable": False},
    }
