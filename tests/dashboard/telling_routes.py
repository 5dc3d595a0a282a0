"""The command line, with the list of all routes in its log, as Bokeh makes it."""

from __future__ import annotations

import logging
import sys

from relance_ops.cli import main

if __name__ == "__main__":
    logging.basicConfig()
    logging.getLogger("bokeh.server.tornado").setLevel(logging.DEBUG)
    sys.exit(main())
