"""The command line: arguments, exit codes, progress. What a command does is done by the floors below.

Nothing heavy is loaded here or at the top of a command's module, so that ``--help`` is quick.
"""

from __future__ import annotations

import os
import sys

__all__ = ["main"]

STOPPED, BROKEN_PIPE = 130, 141
"""Exit codes that a shell expects: 128 + the number of the signal."""


def main(argv: list[str] | None = None) -> int:
    """Run a command and return its exit code.

    Parameters
    ----------
    argv : list of str, optional
        Arguments without the name of the program; by default those of the process.
    """
    from wijkgenese3d.cli.app import command
    from wijkgenese3d.cli.failures import exit_code_of

    arguments, debug = _without_debug(list(sys.argv[1:] if argv is None else argv))
    try:
        result = command.main(arguments, prog_name="wijkgenese3d", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our answer has heard enough; nothing more may be written, not even at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except SystemExit as stop:
        # click turns a closed pipe into exit code 1.
        if not isinstance(stop.__context__, BrokenPipeError):
            raise
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return STOPPED
    except Exception as error:
        return exit_code_of(error, arguments, debug=debug)
    return result if isinstance(result, int) else 0


def _without_debug(arguments: list[str]) -> tuple[list[str], bool]:
    """Take ``--debug`` out, wherever it stands before ``--``."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    options = [argument for argument in arguments[:end] if argument != "--debug"]
    return [*options, *arguments[end:]], len(options) < end
