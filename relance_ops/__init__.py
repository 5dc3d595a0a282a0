"""Reminders of a veterinary clinic: what a notebook may import.

>>> from relance_ops import Practice
>>> with Practice.open(Path("data/relance.duckdb")) as practice:
...     practice.due()
"""

from __future__ import annotations

from relance_ops.practice import Practice

__all__ = ["Practice"]
