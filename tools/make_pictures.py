"""Makes the pictures of the README, with the project's own ``still``: ``python tools/make_pictures.py``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "images"
SCENE = ROOT / "scenes" / "hengstdal"
FOUR = ("T01", "T03", "T06", "T14")
GAP = 12


def still(folder: Path, slice_id: str, size: tuple[int, int], *options: str) -> Image.Image:
    """Draw one picture."""
    from wijkgenese3d.cli import main

    out = folder / f"{slice_id}.png"
    code = main(
        ["still", str(SCENE), "--slice", slice_id, "--size", f"{size[0]}x{size[1]}", "-o", str(out), *options]
    )
    if code:
        sys.exit(code)
    return Image.open(out).convert("RGB")


def four(folder: Path) -> Image.Image:
    """Four moments beside each other, seen from the same place."""
    width, height = 880, 560
    sheet = Image.new("RGB", (2 * width + GAP, 2 * height + GAP), "#FFFFFF")
    for k, slice_id in enumerate(FOUR):
        place = ((k % 2) * (width + GAP), (k // 2) * (height + GAP))
        sheet.paste(still(folder, slice_id, (width, height), "--lang", "en"), place)
    return sheet


def main() -> None:
    """Make all of them."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        four(folder).save(TARGET / "hengstdal-four.jpg", quality=86)
        dam = still(folder, "T06", (1280, 720), "--view", "dam", "--lang", "en")
        dam.save(TARGET / "hengstdal-dam.jpg", quality=86)


if __name__ == "__main__":
    main()
