"""The widgets of « Envoyer les relances »: they show the page and call it, no more."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd
import panel as pn
import panel_material_ui as pmui
from bokeh.models.widgets.tables import DateFormatter

from relance_ops import wording
from relance_ops.dashboard import charts
from relance_ops.dashboard.components import (
    Tiles,
    card,
    chips,
    dialog,
    on_click,
    on_phone,
    plain,
    text,
)
from relance_ops.dashboard.theme import TABLE_STYLE, table_texts
from relance_ops.i18n import _, moment, ngettext
from relance_ops.jobs import Job, JobState
from relance_ops.model import Client, Kind, Reminder, ReminderState
from relance_ops.reports import Preview

if TYPE_CHECKING:
    from relance_ops.dashboard.pages.send import SendPage

COLUMNS = ("client", "animal", "act", "due_on", "step", "by")

# A phone shows who, and by what way; the rest is one turn of the phone away.
_DESK = {"client": "20%", "animal": "13%", "act": "25%", "due_on": "13%"}
_PHONE = {"client": "38%", "animal": "26%", "by": "20%"}


class SendParts:
    """The widgets of the page; they show its parameters and call its methods."""

    def __init__(self, page: SendPage) -> None:
        self.page = page
        self.first = pmui.Button(
            label=_("Cliquer ici pour rafraîchir la liste"), icon="refresh",
            color="primary", variant="contained", size="large",
            on_click=on_click(page.refresh), sx={"fontSize": "1.25rem", "py": "18px"},
        )  # fmt: skip
        self.again = pmui.Button(
            label=_("Rafraîchir la liste"), icon="refresh", color="primary",
            variant="outlined", on_click=on_click(page.refresh), margin=0,
        )  # fmt: skip
        self.when = text("", "body2", sx={"color": "text.secondary"})
        self.send = pmui.Button(
            label=_("Envoyer"), icon="send", color="success", variant="contained",
            size="large", on_click=on_click(page.ask), sizing_mode="stretch_width",
            margin=0, sx={"fontSize": "1.45rem", "py": "16px"},
        )  # fmt: skip
        self._make_news()
        self._make_chart()
        self.table = _table()
        self.table.param.watch(self._ticked, "selection")
        self._make_dialog()
        self.layout = pmui.Column(sizing_mode="stretch_width", margin=0)
        self._opening()

    def _make_news(self) -> None:
        """What is going on: a run, its outcome, the figures of the list."""
        self.outcome = pmui.Alert(
            "",
            alert_type="info",
            visible=False,
            margin=(0, 0, 12, 0),
            sizing_mode="stretch_width",
        )
        self.bar = pmui.LinearProgress(
            value=0,
            variant="determinate",
            color="success",
            sizing_mode="stretch_width",
            margin=0,
        )
        self.told = text("")
        self.running = card(self.told, self.bar, visible=False)
        self.counts = Tiles()
        self.held = text("", "body2", sx={"color": "text.secondary"})

    def _make_chart(self) -> None:
        """A year of volumes, hidden while there is none."""
        self.figure = pn.pane.Matplotlib(
            None, format="svg", tight=False, fixed_aspect=True, margin=0,
            sizing_mode="stretch_width",
            alt_text=_("Envois par semaine depuis un an, par email, SMS, lettre et carte"),
        )  # fmt: skip
        self.chart = card(
            text(_("Envois par semaine"), "subtitle1", sx={"fontWeight": 600}),
            self.figure,
            visible=False,
        )

    def _make_dialog(self) -> None:
        """The confirmation."""
        page = self.page
        self.leaving = text("", "h3", margin=(0, 10))
        self.staying = text("", margin=(10, 10), sx={"lineHeight": 1.8})
        self.dialog = dialog(
            self.leaving,
            self.staying,
            pmui.FlexBox(
                pmui.Button(label=_("Envoyer maintenant"), icon="send", color="success",
                            variant="contained", size="large", on_click=on_click(page.send)),
                pmui.Button(label=_("Annuler"), variant="text", size="large",
                            on_click=on_click(self.close_question)),
                gap="8px",
            ),
            title=_("Envoyer les relances ?"),
        )  # fmt: skip

    def _opening(self) -> None:
        """Before the very first refresh there is one thing to do."""
        self.layout[:] = [
            pmui.Column(
                text(_("Bonjour ! La liste n'a pas encore été préparée."), "h3"),
                self.first,
                align="center",
                margin=(80, 20),
            )
        ]

    def draw(self, clients: dict[str, Client]) -> None:
        """Show the page's list."""
        page = self.page
        ticked = list(page.ticked)
        # Panel maps the old selection onto a new value: it must be emptied first.
        self.table.selection = []
        self.table.value = _frame(page.reminders, clients)
        self.table.selection = ticked
        if page.preview is not None:
            self.counts.show({kind: page.preview.count(kind) for kind in Kind})
        self.held.object = plain(_waiting(page.waiting))
        refreshed = page.practice.last_refresh()
        zone = page.practice.settings().timezone
        self.when.object = (
            plain(_("Liste du {moment}").format(moment=moment(refreshed, zone)))
            if refreshed
            else ""
        )
        self._draw_chart()
        self._label()
        if len(self.layout) < 2:
            self._arrange()

    def _draw_chart(self) -> None:
        today = self.page.practice.today()
        volumes = self.page.practice.volumes(
            since=today - timedelta(days=365), until=today
        )
        self.chart.visible = not volumes.empty
        if not volumes.empty:
            self.figure.object = charts.weekly_volumes(volumes)

    def _arrange(self) -> None:
        left = pmui.Column(
            card(self.table, sx={"p": "6px 6px 2px 6px"}),
            sizing_mode="stretch_width",
            margin=0,
        )
        self.layout[:] = [
            self.outcome,
            self.running,
            pmui.FlexBox(self.again, self.when, gap="12px", align_items="center",
                         margin=(0, 0, 12, 0)),
            self.counts,
            # It stays in sight on a phone, whatever the length of the list.
            pmui.Column(self.send, margin=(12, 0), sizing_mode="stretch_width",
                        sx={"position": "sticky", "bottom": 8, "top": 72, "zIndex": 5}),
            self.held,
            pmui.Grid(
                pmui.Grid(left, size={"xs": 12, "lg": 8.5}),
                pmui.Grid(self.chart, size={"xs": 12, "lg": 3.5}),
                container=True, spacing=2, sizing_mode="stretch_width", margin=(8, 0, 0, 0),
            ),
            self.dialog,
        ]  # fmt: skip

    def _ticked(self, event: Any) -> None:
        self.page.ticked = list(event.new)
        self._label()

    def _label(self) -> None:
        count = len(self.page.ticked)
        running = self.page.job is not None and self.page.job.state is JobState.RUNNING
        self.send.param.update(
            label=ngettext("Envoyer {n} relance", "Envoyer {n} relances", count).format(
                n=count
            )
            if count
            else _("Rien à envoyer"),
            disabled=not count or running,
        )

    def ask(self, preview: Preview) -> None:
        """The confirmation."""
        first, *others = wording.preview(preview)
        self.leaving.object = plain(first)
        self.staying.object = "<br>".join(plain(sentence) for sentence in others)
        self.dialog.open = True

    def close_question(self) -> None:
        """Close the confirmation; nothing leaves."""
        self.dialog.open = False

    def progress(self, job: Job) -> None:
        """How far the run is, or what it did."""
        running = job.state is JobState.RUNNING
        self.running.visible = running
        if running:
            self.outcome.visible = False
            self.bar.value = round(100 * job.done / job.total) if job.total else 0
            self.told.object = plain(
                wording.progress(
                    job.done, job.total, job.seconds_left(time.monotonic()), by=job.by
                )
            )
        else:
            sentences = wording.outcome(job.report) if job.report else [job.error]
            self.outcome.param.update(
                object="<br>".join(plain(sentence) for sentence in sentences),
                alert_type="success"
                if job.report and not job.report.notices
                else "warning",
                visible=True,
            )
        self._label()


def _table() -> pn.widgets.Tabulator:
    return pn.widgets.Tabulator(
        pd.DataFrame(columns=list(COLUMNS)),
        show_index=False, selectable="checkbox", pagination="remote", page_size=12,
        disabled=True, sizing_mode="stretch_width", layout="fit_columns", margin=0,
        formatters={
            "by": {"type": "html"},
            "due_on": DateFormatter(format=_("%d/%m/%Y")),
            **{name: {"type": "plaintext"} for name in ("client", "animal", "act", "step")},
        },
        titles={
            "client": _("Client"), "animal": _("Animal"), "act": _("Acte"),
            "due_on": _("Échéance"), "step": _("Relance"), "by": _("Par"),
        },
        widths=_PHONE if on_phone() else _DESK,
        hidden_columns=["act", "due_on", "step"] if on_phone() else [],
        stylesheets=[TABLE_STYLE], configuration=table_texts(), min_height=200,
    )  # fmt: skip


def _frame(reminders: tuple[Reminder, ...], clients: dict[str, Client]) -> pd.DataFrame:
    """The list as the table shows it, in the order of *reminders*."""
    return pd.DataFrame(
        [
            (
                f"{clients[r.client_id].last_name} {clients[r.client_id].first_name}".strip(),
                r.animal_name,
                r.label,
                pd.Timestamp(r.due_on),
                wording.nth_reminder(r.step),
                chips(r.channels),
            )
            for r in reminders
        ],
        columns=list(COLUMNS),
    )


def _waiting(reminders: tuple[Reminder, ...]) -> str:
    """How many stay, in a sentence; "" when none do."""
    held = sum(r.state is ReminderState.HELD for r in reminders)
    blocked = len(reminders) - held
    parts = [
        ngettext("{n} retenue", "{n} retenues", held).format(n=held) if held else "",
        ngettext("{n} sans coordonnées", "{n} sans coordonnées", blocked).format(
            n=blocked
        )
        if blocked
        else "",
    ]
    shown = ", ".join(part for part in parts if part)
    return _("Ne partent pas : {shown}.").format(shown=shown) if shown else ""
