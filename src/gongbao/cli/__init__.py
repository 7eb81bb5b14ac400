"""The command line: parse, call, print. Each command's code is imported only when it runs."""

import contextlib
import errno
import gc
import importlib
import io
import os
import signal
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, NoReturn

import click

from gongbao import __version__, errors
from gongbao.cli.of_click import table, translate_click
from gongbao.errors import Fault, GongbaoError, of_system
from gongbao.messages import both
from gongbao.text import tsv

COMMANDS = {name: (f"gongbao.cli.{place}", short) for name, place, short in tsv.rows("gongbao.cli", "commands.tsv")}
"""Where each command is, and what the list of commands says of it, whole on one line."""


def chinese() -> bool:
    """Say whether messages are in Chinese: GONGBAO_LANG, else the locale of the environment."""
    wanted = os.environ.get("GONGBAO_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or _of_system()
    return wanted.lower().startswith("zh")


@cache
def _of_system() -> str:
    """Return the language that Windows shows its own menus in; other systems say it in the environment."""
    if sys.platform != "win32":
        return ""
    import ctypes
    import locale

    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")


def say(message: str, zh: str = "", **given: Any) -> str:
    """Return a message in the user's language; see `messages.both`."""
    english, zh = both(message, zh, **given)
    return zh if zh and chinese() else english


def tell(message: str, zh: str = "", *, err: bool = False, **given: Any) -> None:
    """Print a message in the user's language."""
    click.echo(say(message, zh, **given), err=err)


def tell_by(template: str, **given: Any) -> None:
    """Print what one of the templates of the command line makes of what is given, in the user's language."""
    from gongbao.export.templates import environment

    text = environment("gongbao.cli").overlay(lstrip_blocks=True).get_template(f"{template}.txt")
    click.echo(text.render(say=say, **given), nl=False)


class Failures:
    """The reports that failed, each told in one line as it happens; the others go on."""

    def __init__(self, *, debug: bool = False) -> None:
        self.count = 0
        self.debug = debug
        self.sources: list[str] = []

    def tell(self, error: GongbaoError) -> None:
        """Tell of one, with where in gongbao it arose if that is wanted."""
        self.count += 1
        self.sources.append(error.source or "?")
        click.echo(f"gongbao: {say(str(error), error.zh)}", err=True)
        if self.debug and isinstance(error, Fault) and error.trace:
            click.echo(error.trace, err=True, nl=False)

    @property
    def named(self) -> str:
        """Which failed, since what was told of them may have scrolled away."""
        return ", ".join(self.sources[:_TOLD]) + (" …" if len(self.sources) > _TOLD else "")


_TOLD = 20  # failures that are named at the end


class Group(click.Group):
    """A group that lists its commands in the user's language."""

    def shorts(self) -> Iterable[tuple[str, str]]:
        """Return the commands with what the list says of each."""
        return ((name, each.short_help or "") for name, each in self.commands.items())

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list."""
        with formatter.section(say("Commands")):
            formatter.write_dl([(name, say(short, table()[short])) for name, short in sorted(self.shorts())])


class _Lazy(Group):
    """A group that imports a command when it is asked for, and none to list them, or to find what a wrong name meant."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands: Any = COMMANDS

    def shorts(self) -> Iterable[tuple[str, str]]:
        return ((name, short) for name, (_, short) in COMMANDS.items())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


translate_click(chinese)  # before the first option, whose help is chosen when it is made


@click.group(
    cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100, "show_default": True}
)
@click.version_option(__version__, prog_name="gongbao")
def cli() -> None:
    """Chinese official reports into knowledge graphs in which every statement shows its source.

    公报：把官方报告变成知识图谱，每条陈述都指向原文。
    """


def main() -> None:
    """Run the command line: exit status 0, 1 for reports or graphs that failed, 2 for a wrong call."""
    gc.set_threshold(1_000_000)  # most of what is made here is kept, so looking for garbage finds little
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's own threads would only wait, and burn time doing so
    signal.signal(signal.SIGTERM, _end)
    _open_streams()
    _settle_encoding()
    wanted: dict[str, bool] = {}  # what the options say of telling about faults
    status = _run(lambda: cli.main(standalone_mode=False, obj=wanted), wanted) or _run(
        lambda: sys.stdout.flush(), wanted
    )
    with contextlib.suppress(OSError):
        sys.stderr.flush()
    if "multiprocessing.forkserver" in sys.modules:  # whose folder Python would remove at its own end
        import shutil

        shutil.rmtree(sys.modules["multiprocessing.util"].get_temp_dir(), ignore_errors=True)
    os._exit(status)  # all is written; taking models and dictionaries apart would only take time


def _end(_signal: int, _frame: object) -> NoReturn:
    """End as told, but take away what is half written before."""
    raise SystemExit(128 + signal.SIGTERM)


def _open_streams() -> None:
    """Open what the caller closed, so that no file gets the number of a standard stream; what is read there is empty."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR if number == 2 else os.O_RDONLY)  # what cannot be written is told
    sys.stdin = sys.stdin or open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  it stays open
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115


def _settle_encoding() -> None:
    """Read and print UTF-8 with plain line ends on Windows too, where files and pipes would get those of a code page.

    Nowhere does a character that an encoding lacks end a command.
    """
    ours = os.name == "nt" and "PYTHONIOENCODING" not in os.environ
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if ours:
                stream.reconfigure(encoding="utf-8", newline="\n")
            if stream is not sys.stdin:
                stream.reconfigure(errors="backslashreplace")


def _run(work: Callable[[], object], wanted: Mapping[str, bool]) -> int:
    """Run the command and return the exit status; every error of gongbao, and of the system, is one line."""
    try:
        work()
    except click.exceptions.Abort:
        tell("interrupted", err=True)
        return 130
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except GongbaoError as error:
        click.echo(f"gongbao: {say(str(error), error.zh)}", err=True)
        return 2 if isinstance(error, errors.WRONG_CALLS) else 1
    except OSError as error:
        if not isinstance(error, BrokenPipeError) and not (os.name == "nt" and error.errno == errno.EINVAL):
            told = of_system(error)
            click.echo(f"gongbao: {say(str(told), told.zh)}", err=True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the reader went away, or there is no room: say nothing more
        return 1
    except Exception as error:  # noqa: BLE001  of what nobody foresaw one line is told too
        from gongbao.workers import fault

        found = fault("gongbao", error)
        click.echo(found.trace if wanted.get("debug") else say("a fault in a command", fault=found), err=True)
        return 1
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 1
    return 0
