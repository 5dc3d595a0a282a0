"""The practice software's export, loaded from the browser: files in, report out."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import panel as pn
import panel_material_ui as pmui

from relance_ops.dashboard.aside import aside
from relance_ops.dashboard.components import (
    answering,
    plain,
    quiet,
    small_button,
    text,
)
from relance_ops.dashboard.download import Download
from relance_ops.dashboard.theme import asset
from relance_ops.dashboard.upload import Upload
from relance_ops.i18n import _, ngettext
from relance_ops.import_report import ImportReport
from relance_ops.rights import Right

if TYPE_CHECKING:
    from relance_ops.dashboard.pages.settings import SettingsTab

ENDINGS = (".csv", ".txt", ".tsv", ".xlsx")

# All files together; a clinic's ten years of acts are some fifteen megabytes.
MOST_BYTES = 100 * 1024 * 1024

# The others are in the list that one keeps.
_REJECTS_SHOWN = 100


class ImportCard(pn.viewable.Viewer):
    """Choose files, see how the import goes, read what it did."""

    def __init__(self, page: SettingsTab) -> None:
        super().__init__()
        self._page = page
        words = _("Choisir les fichiers de l'export")
        self.files = Upload(
            label=words, uploaded_label=words, multiple=True,
            accept=",".join(ENDINGS), most_bytes=MOST_BYTES, variant="outlined",
            disabled=not page.may_write, margin=0,
        )  # fmt: skip
        self.files.param.watch(answering(self._chosen), "value")
        self.bar = pmui.LinearProgress(
            variant="indeterminate", visible=False, margin=(12, 0, 0, 0),
            sizing_mode="stretch_width", sx={"height": 10, "borderRadius": 5},
        )  # fmt: skip
        self.doing = quiet(margin=(6, 0, 0, 0))
        self.told = text(
            "", sx={"lineHeight": 1.7, "overflowWrap": "anywhere"}, margin=(10, 0, 0, 0)
        )
        self.rejects = pn.pane.HTML(
            sizing_mode="stretch_width",
            margin=(10, 0),
            stylesheets=[asset("rejects.css")],
        )
        self.keep = small_button(
            _("Garder la liste des rejets"), self._give, icon="download", visible=False,
        )  # fmt: skip
        self.download = Download()
        self.report = ImportReport()
        self._csv = b""
        self._layout = pmui.Column(
            self.files, self.bar, self.doing, self.told, self.rejects, self.keep,
            self.download, sizing_mode="stretch_width", margin=0,
        )  # fmt: skip

    def load(self, files: dict[str, bytes]) -> None:
        """Import *files*, by name, beside the page."""
        self._page.session.visitor.require(Right.SETTINGS)
        practice, by = self._page.practice, self._page.session.by
        self._busy(files)

        def work() -> tuple[ImportReport, bytes]:
            with TemporaryDirectory(prefix="relance-export-") as folder:
                place = Path(folder, "export")
                place.mkdir()
                for name, content in files.items():
                    # A browser gives a name; only its last part is one.
                    (place / Path(name).name).write_bytes(content)
                rejects = Path(folder, "rejets.csv")
                report = practice.import_folder(place, by=by, rejects=rejects)
                return report, rejects.read_bytes() if rejects.exists() else b""

        aside(work, self._loaded)

    def _chosen(self) -> None:
        if not self.files.value:
            return
        files = dict(zip(self.files.filename, self.files.value, strict=True))
        self.files.clear()
        self.load(files)

    def _busy(self, files: dict[str, bytes]) -> None:
        words = ngettext(
            "Lecture de {n} fichier : {names}…",
            "Lecture de {n} fichiers : {names}…",
            len(files),
        )
        self.doing.object = plain(
            words.format(n=len(files), names=", ".join(sorted(files)))
        )
        self.told.object = ""
        self.rejects.object = ""
        self.keep.visible = False
        self.bar.visible = self.files.disabled = True

    def _loaded(self, found: tuple[ImportReport, bytes]) -> None:
        self.report, self._csv = found
        self.bar.visible = self.files.disabled = False
        self.doing.object = ""
        said = [s for file in self.report.files for s in file.sentences()]
        said += self.report.notices
        if not self.report.files:
            said.append(_("Aucun de ces fichiers n'est un fichier de l'export."))
        self.told.object = "<br>".join(plain(sentence) for sentence in said)
        self.keep.visible = bool(self._csv)
        self.rejects.object = listed(self.report)

    def _give(self) -> None:
        self.download.give(_("rejets.csv"), self._csv, "text/csv")

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout


def listed(report: ImportReport) -> str:
    """The first rejected rows as an HTML table; "" when there are none."""
    rows = [
        (_("{file}, ligne {line}").format(file=file.file, line=one.line), one)
        for file in report.files
        for one in file.rejects
    ]
    if not rows:
        return ""
    lines = "".join(
        f"<tr><td>{plain(place)}</td><td>{plain(one.column)}</td>"
        f"<td>{plain(one.value)}</td><td>{plain(one.reason)}</td></tr>"
        for place, one in rows[:_REJECTS_SHOWN]
    )
    titles = (_("Où"), _("Colonne"), _("Valeur"), _("Raison"))
    heads = "".join(f'<th scope="col">{title}</th>' for title in titles)
    label = _("Lignes rejetées")
    return (
        f'<div class="rejects" tabindex="0" role="region" aria-label="{label}">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>"
    )
