"""« Quand envoyer les courriers ? »: the rules, the forms, the words, the settings."""

from __future__ import annotations

import param

from relance_ops.dashboard.pages.forms import FormsTab
from relance_ops.dashboard.pages.rules import RulesTab
from relance_ops.dashboard.pages.settings import SettingsTab
from relance_ops.dashboard.pages.templates import TemplatesTab
from relance_ops.dashboard.tabbed import Tab, TabbedPage
from relance_ops.i18n import N_

SLUG = "quand"

TABS = (
    Tab("regles", N_("Règles"), RulesTab),
    Tab("forme", N_("Sous quelle forme ?"), FormsTab),
    Tab("modeles", N_("Modèles de courrier"), TemplatesTab),
    Tab("reglages", N_("Réglages"), SettingsTab),
)


class WhenPage(TabbedPage):
    """What decides when reminders leave, by which form, and with which words."""

    slug = param.String(default=SLUG, constant=True)
    offered: tuple[Tab, ...] = param.Parameter(default=TABS, constant=True)
