"""Colours, type and styles: one place, so that every page looks the same."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from relance_ops.model import Kind

# Readable on white at 4.5:1 or better, and apart for the usual colour blindness.
COLOURS = {
    Kind.EMAIL: "#1565c0",
    Kind.SMS: "#a85b00",
    Kind.LETTER: "#2e7d32",
    Kind.CARD: "#ad1457",
}
TINTS = {
    Kind.EMAIL: "#e3eefb",
    Kind.SMS: "#fdeed9",
    Kind.LETTER: "#e2f2e3",
    Kind.CARD: "#fce4ee",
}
ICONS = {
    Kind.EMAIL: "mail",
    Kind.SMS: "sms",
    Kind.LETTER: "description",
    Kind.CARD: "style",
}

QUIET = {"color": "#55616d"}

THEME: dict[str, Any] = {
    "palette": {
        "primary": {"main": "#1565c0"},
        "success": {"main": "#2e7d32"},
        "error": {"main": "#c62828"},
        "text": {"primary": "#1d2733", "secondary": "#55616d"},
        "background": {"default": "#f4f6f8", "paper": "#ffffff"},
    },
    "typography": {
        "h2": {"fontSize": "1.6rem", "fontWeight": 700, "lineHeight": 1.25},
        "h3": {"fontSize": "1.25rem", "fontWeight": 700, "lineHeight": 1.35},
        "h4": {"fontSize": "1.9rem", "fontWeight": 700, "lineHeight": 1.1},
        "button": {"textTransform": "none", "fontWeight": 600},
    },
    "shape": {"borderRadius": 10},
    "components": {
        "MuiAlert": {
            "styleOverrides": {
                "root": {"fontSize": "1rem", "backgroundColor": "#fff"},
                # A folder's name is long: it wraps, and nothing scrolls inside a notice.
                "message": {"overflow": "visible", "overflowWrap": "anywhere"},
            }
        },
    },
}

CARD = {
    "border": "1px solid",
    "borderColor": "#dfe4e9",
    "borderRadius": "14px",
    "p": "14px 18px",
}

# Long French titles wrap instead of being cut on a phone.
DIALOG = {
    "& .MuiDialogTitle-root, & .MuiDialogTitle-root *": {
        "whiteSpace": "normal",
        "overflowWrap": "anywhere",
    },
    "& .MuiDialogTitle-root": {"padding": "20px 24px 8px", "flexShrink": 1},
    "& .MuiDialogContent-root": {"padding": "0 24px 20px"},
    "& .MuiDialog-paper": {
        "margin": {"xs": "12px", "sm": "32px"},
        "width": {"xs": "calc(100% - 24px)", "sm": "calc(100% - 64px)"},
        "borderRadius": "16px",
    },
}


@cache
def asset(name: str) -> str:
    """The text of `assets/<name>`."""
    folder = files("relance_ops") / "dashboard" / "assets"
    return (folder / name).read_text(encoding="utf-8")
