"""Write docs/commands.md from the help of the commands; run it after changing one.

``python tools/write_help.py``
"""

import contextlib
import io
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "commands.md"
HEAD = """# Commands

Made by `tools/write_help.py` from what each command says with `--help`: do not edit here.
`python -m wijkgenese3d` does the same as `wijkgenese3d`.

Answers go to stdout; progress, warnings and errors to stderr.
An error is one line `error:` and one line `hint:`.

| exit code | meaning |
|---|---|
| 0 | done |
| 2 | wrong use, or a declaration that does not hold |
| 3 | a data file that cannot be read or written, or does not fit |
| 4 | the system lacks a part |
| 5 | network |
| 70 | a bug in wijkgenese3d |
"""


def help_of(*command: str) -> str:
    """Return what a command says with --help."""
    from wijkgenese3d.cli import main

    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        main([*command, "--help"])
    return "\n".join(line.rstrip() for line in said.getvalue().strip().splitlines())


def document() -> str:
    """Return the whole document."""
    from wijkgenese3d.cli.app import command

    parts = [HEAD, f"```\n{help_of()}\n```\n"]
    parts += [f"## {name}\n\n```\n{help_of(name)}\n```\n" for name in command.commands]
    return "\n".join(parts)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    TARGET.write_text(document(), encoding="utf-8")
