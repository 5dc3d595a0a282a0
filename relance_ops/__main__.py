"""`python -m relance_ops` is the command line."""

from __future__ import annotations

import sys

from relance_ops.cli import main

sys.exit(main())
