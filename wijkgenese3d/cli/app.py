"""The commands together: one module each."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from wijkgenese3d import __version__
from wijkgenese3d.cli.arguments import DiffCommand, SectionCommand
from wijkgenese3d.cli.build import build
from wijkgenese3d.cli.check import check
from wijkgenese3d.cli.core import core
from wijkgenese3d.cli.diff import diff
from wijkgenese3d.cli.doctor import doctor
from wijkgenese3d.cli.export import export
from wijkgenese3d.cli.info import info
from wijkgenese3d.cli.rain import rain
from wijkgenese3d.cli.section import section
from wijkgenese3d.cli.series import series
from wijkgenese3d.cli.serve import serve
from wijkgenese3d.cli.still import still
from wijkgenese3d.errors import UsageError, nearest_name

__all__ = ["command"]

_WIDTH = {"max_content_width": 100, "terminal_width": 100, "help_option_names": ["--help", "-h"]}


class Commands(TyperGroup):
    """The group; an unknown command gets the nearest name."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that the first argument names."""
        if args[0] not in self.commands:
            names = list(self.commands)
            msg = f"no such command {args[0]!r}{nearest_name(args[0], names)}"
            raise UsageError(msg, hint=f"commands are {', '.join(names)}")
        return super().resolve_command(ctx, args)


app = typer.Typer(
    cls=Commands,
    help="The genesis of a neighbourhood: replay its dated events, and look at any period.",
    epilog="A SCENE is a folder that holds scene.toml, such as scenes/hengstdal.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings=_WIDTH,
)


def _say_version(asked: bool) -> None:
    if asked:
        typer.echo(f"wijkgenese3d {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _options(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Say the version.", callback=_say_version, is_eager=True)
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of an error; may stand anywhere.")
    ] = False,
    behind_app: Annotated[bool, typer.Option("--behind-app", hidden=True)] = False,
) -> None:
    if behind_app:
        from wijkgenese3d.web.parent_watch import end_with_parent

        end_with_parent()
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


app.command(context_settings=_WIDTH)(build)
app.command(context_settings=_WIDTH)(check)
app.command(context_settings=_WIDTH)(info)
app.command(context_settings=_WIDTH)(core)
app.command(cls=SectionCommand, context_settings=_WIDTH)(section)
app.command(cls=DiffCommand, context_settings=_WIDTH)(diff)
app.command(context_settings=_WIDTH)(rain)
app.command(context_settings=_WIDTH)(still)
app.command(context_settings=_WIDTH)(series)
app.command(context_settings=_WIDTH)(export)
app.command(context_settings=_WIDTH)(serve)
app.command(context_settings=_WIDTH)(doctor)

command = typer.main.get_command(app)
"""What runs the command line."""
