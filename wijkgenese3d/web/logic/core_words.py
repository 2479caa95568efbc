"""A core as plain text, to copy or to keep."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["core_name", "core_text"]


def core_text(core: Mapping[str, Any], story: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """Return a core as lines: where and when, then each layer with its depths."""
    lines = [f"{core['where']} · {story['date']}"]
    for layer in core["intervals"]:
        depths = {"a": f"{layer['depth_top']:.1f}", "b": f"{layer['depth_base']:.1f}"}
        said = words["core.depths"].format(**depths, wat=layer["name"])
        lines.append(f"{said} ({layer['event']})" if layer["event"] else said)
    lines += [core["sentence"], f"{words['dis.short']}."]
    return "\n".join(line for line in lines if line) + "\n"


def core_name(cores: Sequence[Mapping[str, Any]], words: Mapping[str, str]) -> str:
    """Return a name for a file with cores, without its extension.

    >>> core_name([{"where": "Dr. Schaepmanstraat, 42 m NAP"}], {"core.file": "boring"})
    'boring-dr-schaepmanstraat-42-m-nap'
    """
    names = (re.sub(r"\W+", "-", core["where"].lower()).strip("-")[:60] for core in cores)
    return "-".join([words["core.file"], *names])
