"""The command line: every screen action as a command, sharing the same functions."""

from __future__ import annotations

from relance_ops.cli.main import main

__all__ = ["main"]
