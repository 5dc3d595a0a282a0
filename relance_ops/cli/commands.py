"""Every command, in the order of a clinic's day."""

from __future__ import annotations

from relance_ops.cli.acting import cancel, confirm, resolve, send, work
from relance_ops.cli.asking import sql
from relance_ops.cli.counting import stats
from relance_ops.cli.filling import demo, import_, settings
from relance_ops.cli.keeping import backup, restore
from relance_ops.cli.looking import doctor_, due, expected, why
from relance_ops.cli.measuring import returns
from relance_ops.cli.people import accounts
from relance_ops.cli.personal import about, forget
from relance_ops.cli.ruling import rules
from relance_ops.cli.serving import serve
from relance_ops.cli.simulating import simulate
from relance_ops.cli.taking import snapshot

ALL = (
    serve, import_, due, why, send, confirm, expected, cancel, resolve, work, stats,
    settings, rules, simulate, returns, sql, snapshot, about, forget, accounts, doctor_,
    backup, restore, demo,
)  # fmt: skip
