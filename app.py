"""Open Hengstdal in the browser; options of ``wijkgenese3d serve`` may follow, such as ``--port 9000``."""

import sys
from pathlib import Path

from wijkgenese3d.cli import main

SCENE = Path(__file__).resolve().parent / "scenes" / "hengstdal"

if __name__ == "__main__":
    raise SystemExit(main(["serve", str(SCENE), *sys.argv[1:]]))
