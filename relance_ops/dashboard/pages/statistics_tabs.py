"""« Statistiques »: what left, what came back, what is missing, what is to come."""

from __future__ import annotations

import param

from relance_ops.dashboard.pages.statistics import StatisticsPage
from relance_ops.dashboard.pages.statistics_coming import ComingTab
from relance_ops.dashboard.pages.statistics_missed import MissedTab
from relance_ops.dashboard.pages.statistics_returns import ReturnsTab
from relance_ops.dashboard.tabbed import Tab, TabbedPage
from relance_ops.i18n import N_

SLUG = "statistiques"

TABS = (
    Tab("partis", N_("Ce qui est parti"), StatisticsPage),
    Tab("retours", N_("Ce qui revient"), ReturnsTab),
    Tab("retards", N_("Retards et oublis"), MissedTab),
    Tab("a-venir", N_("Les 12 semaines à venir"), ComingTab),
)


class StatisticsTabs(TabbedPage):
    """The clinic's figures."""

    slug = param.String(default=SLUG, constant=True)
    offered: tuple[Tab, ...] = param.Parameter(default=TABS, constant=True)
