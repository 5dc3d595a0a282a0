"""A few settings together: typed, refused in place, saved all or none."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

import panel as pn
import panel_material_ui as pmui
from babel.numbers import format_decimal

from relance_ops.dashboard.components import answering, plain, quiet, small_button, text
from relance_ops.errors import SettingError
from relance_ops.i18n import _, language
from relance_ops.settings import Settings, Weekday

# Whole half hours are enough for anybody's telephone.
_HOURS = [f"{hour:02}:{half}" for hour in range(7, 22) for half in ("00", "30")]

_PRICE = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?\s*€?")


class Sort(Enum):
    """How a setting is typed."""

    TEXT = auto()
    EUROS = auto()
    HOUR = auto()
    DAYS = auto()
    YES = auto()


@dataclass(frozen=True, slots=True)
class Asked:
    """One setting as a person reads it.

    Attributes:
        key: Of the setting.
        hint: One plain sentence: what it does.
        wide: As wide as the form; half of it otherwise.
    """

    key: str
    label: str
    hint: str = ""
    sort: Sort = Sort.TEXT
    wide: bool = False
    options: Mapping[str, str] = field(default_factory=dict)


class SettingsForm(pn.viewable.Viewer):
    """Inputs for a few settings, and their one button.

    Args:
        asked: What is shown, in order.
        save: Keeps what changed; refuses with SettingError.
        may_write: False for who may only look.
        heard: Told when something is typed.
    """

    def __init__(
        self,
        asked: Sequence[Asked],
        *,
        save: Callable[[Mapping[str, str]], None],
        may_write: bool,
        heard: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__()
        self.asked = {one.key: one for one in asked}
        self.kept = Settings()
        self._save = save
        self._heard = heard
        self._shows = False
        self.inputs = {one.key: _input(one, may_write) for one in asked}
        for widget in self.inputs.values():
            names = {"value", "value_input"} & set(widget.param)
            widget.param.watch(answering(self._typed), sorted(names))
        self.button = small_button(
            _("Enregistrer"), self.save, icon="save", variant="contained", color="success",
            disabled=True, visible=may_write,
        )  # fmt: skip
        self.fault = text("", "body2", sx={"color": "error.main"}, align="center")
        self._layout = self._arranged()

    def show(self, settings: Settings) -> None:
        """Show what is kept; what was typed and not saved is given up."""
        self.kept = settings
        texts = settings.as_texts()
        self._shows = True
        for key, widget in self.inputs.items():
            shown = _shown(self.asked[key], texts[key])
            _make_room(widget, shown)
            widget.value = shown
            if "value_input" in widget.param:
                widget.value_input = widget.value
        self._shows = False
        self._judge()

    def changed(self) -> dict[str, str]:
        """What is typed and not saved, as settings keep it.

        Raises:
            SettingError: Something typed is not even of its sort.
        """
        texts = self.kept.as_texts()
        return {
            key: value
            for key in self.inputs
            if (value := self._value(key)) != texts[key]
        }

    def drafted(self) -> Settings:
        """The settings as they would be; what is refused is left as it was."""
        drafted = self.kept
        for key in self.inputs:
            try:
                drafted = drafted.with_value(key, self._value(key))
            except SettingError:
                continue
        return drafted

    def save(self) -> None:
        """« Enregistrer »: all that changed, or nothing and why."""
        if self._judge():
            return
        try:
            self._save(self.changed())
        except SettingError as error:
            self.fault.object = plain(str(error))

    def _value(self, key: str) -> str:
        widget = self.inputs[key]
        typed = getattr(widget, "value_input", None)
        return _kept(self.asked[key], widget.value if typed is None else typed)

    def _typed(self) -> None:
        if not self._shows:
            self._judge()
            self._heard()

    def _judge(self) -> bool:
        """Say under each input what is wrong with it; True when something is."""
        wrong = changes = False
        for key, widget in self.inputs.items():
            try:
                value = self._value(key)
                self.kept.with_value(key, value)
            except SettingError as error:
                wrong = True
                said = str(error)
            else:
                said = ""
                changes = changes or value != self.kept.as_texts()[key]
            if "helper_text" in widget.param:
                widget.param.update(
                    error_state=bool(said), helper_text=said or self.asked[key].hint
                )
        self.fault.object = ""
        self.button.disabled = not (changes or wrong)
        return wrong

    def _arranged(self) -> pmui.Column:
        cells = [
            pmui.Grid(
                _captioned(one, self.inputs[one.key]),
                size=12 if one.wide else {"xs": 12, "sm": 6}, margin=0,
            )
            for one in self.asked.values()
        ]  # fmt: skip
        return pmui.Column(
            pmui.Grid(
                *cells, container=True, spacing=1.5, sizing_mode="stretch_width", margin=0
            ),
            pmui.FlexBox(
                self.button, self.fault, gap="12px", align_items="center",
                margin=(12, 0, 0, 0),
            ),
            sizing_mode="stretch_width", margin=0,
        )  # fmt: skip

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout


def weekdays() -> dict[str, str]:
    """The days by their short names, Monday first."""
    names = (
        _("lun."), _("mar."), _("mer."), _("jeu."), _("ven."), _("sam."), _("dim."),
    )  # fmt: skip
    return {name: day.value for name, day in zip(names, Weekday, strict=True)}


def _captioned(one: Asked, widget: Any) -> Any:
    """*widget* with the sentence that it has no room for itself."""
    if one.sort is Sort.DAYS:
        return pmui.Column(
            quiet(one.label, margin=(0, 0, 4, 0)), widget,
            sizing_mode="stretch_width", margin=0,
        )  # fmt: skip
    if one.sort is Sort.YES and one.hint:
        return pmui.Column(
            widget, quiet(one.hint), sizing_mode="stretch_width", margin=0
        )
    return widget


def _input(one: Asked, may_write: bool) -> Any:  # noqa: FBT001  # as the form has it
    common = {"disabled": not may_write, "margin": (6, 0, 0, 0)}
    wide = {"sizing_mode": "stretch_width", "size": "small", "helper_text": one.hint}
    if one.sort is Sort.HOUR:
        return pmui.Select(label=one.label, options=_HOURS, **common, **wide)
    if one.sort is Sort.DAYS:
        return pmui.CheckButtonGroup(
            options=weekdays(), size="small", margin=0, disabled=not may_write,
            sx={"& .MuiToggleButton-root": {"px": "8px"}},
        )  # fmt: skip
    if one.sort is Sort.YES:
        return pmui.Checkbox(label=one.label, **common)
    if one.options:
        return pmui.Select(label=one.label, options=dict(one.options), **common, **wide)
    return pmui.TextInput(label=one.label, **common, **wide)


def _make_room(widget: Any, shown: Any) -> None:
    """Let a choice hold what was set by a command and is not in its list."""
    if not isinstance(widget, pmui.Select):
        return
    if isinstance(widget.options, list) and shown not in widget.options:
        widget.options = sorted([*widget.options, shown])
    elif isinstance(widget.options, dict) and shown not in widget.options.values():
        widget.options = {**widget.options, shown: shown}


def _shown(one: Asked, kept: str) -> Any:
    """What is kept, as its input shows it."""
    if one.sort is Sort.EUROS:
        return format_decimal(int(kept) / 100, "0.00", locale=language())
    if one.sort is Sort.DAYS:
        return kept.split(",")
    if one.sort is Sort.YES:
        return kept == "yes"
    return kept


def _kept(one: Asked, shown: Any) -> str:
    """What is typed, as settings keep it."""
    if one.sort is Sort.EUROS:
        return _cents(shown or "")
    if one.sort is Sort.DAYS:
        return ",".join(day for day in Weekday if day in shown)
    if one.sort is Sort.YES:
        return "yes" if shown else "no"
    return (shown or "").strip()


def _cents(typed: str) -> str:
    found = _PRICE.fullmatch(typed.strip())
    if found is None:
        raise SettingError(
            _("« {value} » n'est pas un prix en euros, comme 1,52.").format(
                value=typed[:20]
            )
        )
    euros, cents = found[1], (found[2] or "").ljust(2, "0")
    return str(int(euros) * 100 + int(cents))
