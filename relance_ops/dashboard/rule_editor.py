"""The steps of one act type, to be changed: nonsense is named where it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from relance_ops.dashboard.components import (
    answering,
    at_first_use,
    dialog,
    plain,
    quiet,
    small_button,
    text,
)
from relance_ops.dashboard.rule_axis import axis, span_of
from relance_ops.i18n import _
from relance_ops.model import Form
from relance_ops.reports import ActType
from relance_ops.rule_changes import (
    CHANNELS,
    LAST_STEP,
    Fault,
    faults,
    forms_words,
    template_words,
)
from relance_ops.rules import Rule
from relance_ops.wording import nth_reminder

FIRST = Rule("", 1, -15)
BETWEEN_DAYS = 30
# The − and + of pmui's number input have no name (0.16.6); the arrow keys do the same.
BARE = {"& .MuiIconButton-root": {"display": "none"}}

Kept = Callable[[str, tuple[Rule, ...]], None]


@dataclass(frozen=True, slots=True)
class _Fields:
    """The inputs of one step."""

    days: pmui.IntInput
    side: pmui.Select
    valid: pmui.IntInput
    forms: pmui.Select
    paper: pmui.Select
    template: pmui.Select
    start: pmui.DatePicker
    active: pmui.Checkbox

    def all(self) -> tuple[Any, ...]:
        """In the order in which they are read."""
        return (*self.wide(), self.valid, self.paper, self.start, self.active)

    def wide(self) -> tuple[Any, ...]:
        """Those whose words need the whole width of a phone."""
        return (self.days, self.side, self.forms, self.template)


class StepForm(pn.viewable.Viewer):
    """One step: what it says, and what is wrong with it."""

    def __init__(
        self, rule: Rule, *, templates: Sequence[str], changed: Callable[[], None]
    ) -> None:
        super().__init__()
        self._rule = rule
        self.fields = _fields(rule, templates)
        for field in self.fields.all():
            field.param.watch(answering(changed), "value")
        self.fault = pmui.Alert(
            "", severity="error", visible=False, margin=(8, 0, 0, 0),
            sizing_mode="stretch_width",
        )  # fmt: skip
        heading = _("{nth} relance").format(nth=nth_reminder(rule.step))
        wide = self.fields.wide()
        grid = pmui.Grid(
            *(
                pmui.Grid(
                    field, size={"xs": 12 if field in wide else 6, "sm": 3}, margin=0
                )
                for field in self.fields.all()
            ),
            container=True, spacing=1.5, margin=(8, 0, 0, 0), sizing_mode="stretch_width",
        )  # fmt: skip
        self._sheet = pmui.Paper(
            text(heading, "subtitle1", sx={"fontWeight": 700}), grid, self.fault,
            elevation=0, margin=(0, 0, 10, 0), sizing_mode="stretch_width",
            sx={"bgcolor": "#f4f6f8", "borderRadius": "12px", "p": "10px 14px 12px"},
        )  # fmt: skip

    @property
    def rule(self) -> Rule:
        """The step as it is filled in."""
        fields = self.fields
        return replace(
            self._rule,
            offset_days=(fields.days.value or 0) * fields.side.value,
            valid_days=fields.valid.value or 0,
            channels=fields.forms.value,
            paper_form=fields.paper.value,
            template=fields.template.value,
            active=fields.active.value,
            active_from=fields.start.value,
        )

    def tell(self, found: Sequence[Fault]) -> None:
        """Name what is wrong with this step, or nothing."""
        said = " ".join(fault.sentence for fault in found)
        self.fault.param.update(object=plain(said), visible=bool(said))
        wrong = {fault.field for fault in found}
        self.fields.days.error_state = "offset_days" in wrong
        self.fields.valid.error_state = "valid_days" in wrong

    def __panel__(self) -> pn.viewable.Viewable:
        return self._sheet


class RuleEditor(pn.viewable.Viewer):
    """A dialog over one act type at a time.

    Args:
        templates: Names that a step may give.
        kept: Told the act type and its steps by « Garder ».
    """

    forms: list[StepForm] = param.List(default=[], doc="One per step, in order.")

    def __init__(self, *, templates: Sequence[str], kept: Kept) -> None:
        super().__init__()
        self._templates, self._kept = templates, kept
        self._about = ActType("", "")
        self._usual: Sequence[Form] = tuple(Form)
        self.picture = pn.pane.HTML(sizing_mode="stretch_width", margin=(4, 0, 8, 0))
        self._steps = pmui.Column(sizing_mode="stretch_width", margin=0)
        self._none = quiet(_("Aucune relance ne part pour ce modèle d'acte."))
        self.add_button = small_button(_("Ajouter une relance"), self.add, icon="add")
        self.remove_button = small_button(
            "", self.remove, icon="delete_outline", color="error"
        )
        self.pause_button = small_button("", self.pause)
        self.keep_button = small_button(
            _("Garder"), self.keep, icon="check", variant="contained"
        )
        self.dialog = dialog(
            self.picture, self._none, self._steps,
            pmui.FlexBox(
                self.add_button, self.remove_button, self.pause_button,
                gap="8px", margin=(0, 0, 16, 0),
            ),
            pmui.FlexBox(
                self.keep_button,
                small_button(_("Fermer sans garder"), self.close, variant="text"),
                gap="8px", margin=0,
            ),
            title=_("Règles"), closes=False,
        )  # fmt: skip
        self.dialog.width_option = "md"

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The steps as they are filled in."""
        return tuple(form.rule for form in self.forms)

    def edit(
        self,
        about: ActType,
        rules: Sequence[Rule],
        *,
        usual: Sequence[Form] = tuple(Form),
    ) -> None:
        """Open on *about*, with its steps; *usual* are the forms of one that limits none."""
        self._about, self._usual = about, usual
        self.dialog.title = about.label
        self._fill(rules)
        self.dialog.open = True

    def close(self) -> None:
        """Close it; nothing is kept."""
        self.dialog.open = False

    def keep(self) -> None:
        """« Garder »: into the draft, unless something makes no sense."""
        if not self.check():
            self.close()
            self._kept(self._about.act_type, self.rules)

    def add(self) -> None:
        """One more step, a month after the last one."""
        rules = self.rules
        if not rules:
            self._fill([replace(FIRST, act_type=self._about.act_type)])
        elif rules[-1].step < LAST_STEP:
            last = rules[-1]
            later = replace(
                last, step=last.step + 1, offset_days=last.offset_days + BETWEEN_DAYS
            )
            self._fill([*rules, later])

    def remove(self) -> None:
        """Without the last step: the others keep their numbers, as the journal has them."""
        self._fill(self.rules[:-1])

    def pause(self) -> None:
        """Every step in pause; or all of them active again."""
        active = not any(rule.active for rule in self.rules)
        self._fill([replace(rule, active=active) for rule in self.rules])

    def check(self) -> list[Fault]:
        """Name what makes no sense where it stands; « Garder » waits until nothing does."""
        rules = self.rules
        found = faults(
            rules,
            act_types={self._about.act_type: self._about.label},
            templates=self._templates,
        )
        for form in self.forms:
            form.tell([one for one in found if one.step == form.rule.step])
        self.keep_button.disabled = bool(found)
        self.picture.object = axis(
            self._about.label, rules, span_of(rules), usual=self._usual
        )
        return found

    def _fill(self, rules: Sequence[Rule]) -> None:
        self.forms = [
            StepForm(rule, templates=self._templates, changed=self._check)
            for rule in rules
        ]
        self._steps[:] = self.forms
        self._none.visible = not rules
        self.add_button.disabled = bool(rules) and rules[-1].step >= LAST_STEP
        self.remove_button.visible = self.pause_button.visible = bool(rules)
        if rules:
            self.remove_button.label = _("Retirer la {nth} relance").format(
                nth=nth_reminder(rules[-1].step)
            )
        self._check()

    def _check(self) -> None:
        self.check()
        running = any(rule.active for rule in self.rules)
        self.pause_button.param.update(
            label=_("Tout mettre en pause") if running else _("Tout réactiver"),
            icon="pause" if running else "play_arrow",
        )

    def __panel__(self) -> pn.viewable.Viewable:
        return at_first_use(self.dialog)


def _fields(rule: Rule, templates: Sequence[str]) -> _Fields:
    look: dict[str, Any] = {
        "margin": 0, "size": "small", "sizing_mode": "stretch_width", "description": "",
    }  # fmt: skip
    sides = {_("avant l'échéance"): -1, _("après l'échéance"): 1}
    return _Fields(
        days=pmui.IntInput(
            label=_("Part (jours)"), value=abs(rule.offset_days), start=0, sx=BARE, **look
        ),
        side=pmui.Select(
            label=_("Quand"), options=sides,
            value=-1 if rule.offset_days < 0 else 1, **look,
        ),
        valid=pmui.IntInput(
            label=_("Valable (jours)"), value=rule.valid_days, sx=BARE, **look
        ),
        forms=pmui.Select(
            label=_("Forme"), value=rule.channels, **look,
            options={forms_words(one): one for one in (*CHANNELS, rule.channels)},
        ),
        paper=pmui.Select(
            label=_("Papier"), value=rule.paper_form, **look,
            options={_("Lettre"): "letter", _("Carte"): "card"},
        ),
        template=pmui.Select(
            label=_("Modèle de courrier"), value=rule.template, **look,
            options={
                template_words(one): one for one in ("", *templates, rule.template)
            },
        ),
        start=pmui.DatePicker(
            label=_("À partir du"), value=rule.active_from,
            format=_("DD/MM/YYYY"), clearable=True, **look,
        ),
        active=pmui.Checkbox(label=_("Active"), value=rule.active, margin=0),
    )  # fmt: skip
