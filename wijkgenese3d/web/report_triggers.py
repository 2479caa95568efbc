"""What the dialog of report pictures calls; each checks what it gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wijkgenese3d.web.app import App

__all__ = ["REPORT_TRIGGERS", "report_triggers"]

REPORT_TRIGGERS = frozenset({"report_open", "report_choose", "report_save", "report_series", "report_cancel"})
"""Names of these triggers."""


def report_triggers(app: App) -> Mapping[str, Callable[..., Any]]:
    """Return what is called, by name."""

    def opened(*_: object) -> None:
        app.report.open()

    def choose(field: object = None, value: object = None, *_: object) -> None:
        app.report.choose(field, value)

    def save(*_: object) -> None:
        app.report.save()

    def series(*_: object) -> None:
        app.report.series()

    def cancel(*_: object) -> None:
        app.report.cancel()

    return {
        "report_open": opened,
        "report_choose": choose,
        "report_save": save,
        "report_series": series,
        "report_cancel": cancel,
    }
