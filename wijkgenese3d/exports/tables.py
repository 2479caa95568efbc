"""Tables as CSV: comma, point, UTF-8, one header row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

__all__ = ["CORE_COLUMNS", "DIFFERENCE_COLUMNS", "core_csv", "cores_csv", "csv_text", "difference_csv"]

CORE_COLUMNS = (
    "slice", "year", "ground", "land_cover", "top", "base", "depth_top", "depth_base", "lithology", "unit",
    "tno", "event", "date_from", "date_to", "certainty", "certainty_shape",
)  # fmt: skip
DIFFERENCE_COLUMNS = ("what", "from", "to", "value", "unit")


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as CSV; a value that is absent or None is empty."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def core_csv(core: Mapping[str, Any]) -> str:
    """Return a virtual core as a table: one row per interval, m NAP and m below the ground.

    Parameters
    ----------
    core : mapping
        As ``core --json`` gives it.
    """
    return csv_text(CORE_COLUMNS, _core_rows(core))


def cores_csv(cores: Mapping[str, Mapping[str, Any]]) -> str:
    """Return several virtual cores as one table: as :func:`core_csv`, after the name and place of the core.

    Parameters
    ----------
    cores : mapping
        By name, each as ``core --json`` gives it.
    """
    rows = (
        {"core": name, "x": core["x"], "y": core["y"], **row}
        for name, core in cores.items()
        for row in _core_rows(core)
    )
    return csv_text(("core", "x", "y", *CORE_COLUMNS), rows)


def _core_rows(core: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for part in core["slices"]:
        for interval in part["intervals"]:
            yield {
                **interval,
                "slice": part["id"],
                "year": part["year"],
                "ground": part["ground"],
                "land_cover": part["land_cover"],
                "date_from": interval["date"][0],
                "date_to": interval["date"][1],
            }


def difference_csv(difference: Mapping[str, Any]) -> str:
    """Return the difference between two slices as a table.

    Parameters
    ----------
    difference : mapping
        As ``diff --json`` gives it.
    """
    ends = {"from": difference["from"], "to": difference["to"]}
    rows = [
        {"what": key.rpartition("_")[0], **ends, "value": difference[key], "unit": key.rpartition("_")[2]}
        for key in ("raised_m3", "dug_m3", "max_raised_m", "max_dug_m")
    ]
    rows += [
        {"what": "land_cover", "from": row["from"], "to": row["to"], "value": row["ha"], "unit": "ha"}
        for row in difference["land_cover"]
    ]
    rows += [
        {"what": f"features_{key}", **ends, "value": count, "unit": "1"}
        for key, count in difference["features"].items()
    ]
    return csv_text(DIFFERENCE_COLUMNS, rows)
