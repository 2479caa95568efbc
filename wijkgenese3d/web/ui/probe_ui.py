"""The panel of "Prik hier": what lies under one spot or two, and the field to find a place."""

from __future__ import annotations

from typing import Any

from wijkgenese3d.web.ui.parts import PHONE
from wijkgenese3d.web.ui.widgets import WijkCore

__all__ = ["arm", "probe_panel", "searching"]

# Vue takes what looks like a function for one: the texts begin with a call, and no arrow follows a colon.
_COPY = "trigger('probe_copy', [$event]).then((text) => text && window.navigator.clipboard.writeText(text))"
_KINDS = (
    "{png: 'image/png', svg: 'image/svg+xml', pdf: 'application/pdf', csv: 'text/csv', txt: 'text/plain'}"
)
_SAVE = (
    "trigger('probe_file', [$event]).then((file) => "
    f"file && utils.download(file, trigger('probe_take', [$event]), {_KINDS}[$event]))"
)


def probe_panel(name: Any) -> None:
    """Build the panel, shown as long as it is the one at the side."""
    WijkCore(
        v_if=f"{name.side} === 'core'",
        core=(name.core,),
        second=(name.probe_second,),
        kept=(name.probe_kept,),
        active=(name.probe_active,),
        apart=(name.probe_apart,),
        found=(name.probe_found,),
        error=(name.probe_error,),
        words=(name.words,),
        narrow=(PHONE,),
        tall=(name.probe_tall,),
        density=(name.density,),
        close="trigger('side', [''])",
        go="trigger('go', [$event])",
        copy=_COPY,
        save=_SAVE,
        keep="trigger('probe_keep', [$event])",
        choose="trigger('probe_choose', [$event])",
        drop="trigger('probe_drop', [$event])",
        search="trigger('probe_search', [$event])",
        place="(text, place) => trigger('probe_go', [text, place])",
        grow=f"{name.probe_tall} = $event",
    )


def arm(name: Any) -> str:
    """Return what "Prik hier" does: wait for a tap, with the field to find a place; or no longer.

    Pins that are kept while another panel is open are in its panel again.
    """
    return f"{name.armed} = !{name.armed}; {name.armed} && ({name.side} = 'core')"


def searching(name: Any) -> str:
    """Return whether the panel is open without a spot: low on a phone, so that the block stays whole."""
    return f"({name.side} === 'core' && !{name.core})"
