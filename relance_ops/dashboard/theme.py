"""Colours, type and texts of widgets: one place, so that every page looks the same."""

from __future__ import annotations

from typing import Any

from relance_ops.i18n import _
from relance_ops.model import Kind

# Readable on white at 4.5:1 or better, and apart for the usual colour blindness.
COLOURS = {
    Kind.EMAIL: "#1565c0",
    Kind.SMS: "#8a4b00",
    Kind.LETTER: "#2e7d32",
    Kind.CARD: "#ad1457",
}
ICONS = {
    Kind.EMAIL: "mail",
    Kind.SMS: "sms",
    Kind.LETTER: "description",
    Kind.CARD: "style",
}

THEME: dict[str, Any] = {
    "palette": {
        "primary": {"main": "#1565c0"},
        "success": {"main": "#2e7d32"},
        "error": {"main": "#c62828"},
        "secondary": {"main": "#ad1457"},
        "background": {"default": "#f4f6f8", "paper": "#ffffff"},
    },
    "typography": {
        "h2": {"fontSize": "1.55rem", "fontWeight": 700},
        "h3": {"fontSize": "1.3rem", "fontWeight": 600},
        "h4": {"fontSize": "2rem", "fontWeight": 700, "lineHeight": 1.1},
        "button": {"textTransform": "none", "fontWeight": 600},
    },
    "shape": {"borderRadius": 10},
    "components": {
        # Long French titles wrap instead of being cut on a phone.
        "MuiDialogTitle": {
            "styleOverrides": {
                "root": {"whiteSpace": "normal", "flex": "1 1 0", "minWidth": 0}
            }
        },
    },
}

CARD = {
    "border": "1px solid",
    "borderColor": "divider",
    "borderRadius": "12px",
    "p": "14px 18px",
}


def table_texts() -> dict[str, Any]:
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
                    "counter": {
                        "showing": _("Lignes"),
                        "of": _("sur"),
                        "rows": "",
                        "pages": _("pages"),
                    },
                },
                "data": {"loading": _("Chargement…"), "error": _("Erreur")},
            }
        },
        "responsiveLayout": "hide",
        "placeholder": _("Rien à montrer."),
        "columnDefaults": {"headerWordWrap": False},
    }


# Every row is ticked: the usual blue of a selected row would drown the list.
TABLE_STYLE = """
.tabulator { font-size: 0.95rem; border: 0; background: transparent; }
.tabulator .tabulator-header, .tabulator .tabulator-header .tabulator-col {
  background: #fff; border-right: 0;
}
.tabulator-row, .tabulator-row.tabulator-selectable { border-bottom: 1px solid #e9edf1; }
.tabulator-row.tabulator-selected,
.tabulator-row.tabulator-selected:hover { background: #fff !important; color: #1d2733 !important; }
.tabulator-row:not(.tabulator-selected) { color: #5d6873; background: #f7f8fa !important; }
.tabulator-row .tabulator-cell { border-right: 0 !important; }
.tabulator-row .tabulator-cell:first-child { text-overflow: clip; }
"""

# Where nothing is ticked, every row is as good as another.
PLAIN_ROWS = """
.tabulator-row, .tabulator-row:not(.tabulator-selected) {
  color: #1d2733 !important; background: #fff !important;
}
"""
