"""The offline tools: files in, standard output out, no database. See `mouakaba --help`.

Exit 0: done. Exit 2: bad input, told in one line `FILE:LINE: what is wrong` on standard error (LINE 1 where a
file cannot be read at all), and nothing on standard output. Exit 1: the output could not be written, or work
given to others could not be ended. `classify --jobs`, `batches` and `demo` use the instance and its database.
"""

import argparse
import os
import sys
import tempfile
from typing import IO, NoReturn

from mouakaba.cli.assigning import ASSIGN
from mouakaba.cli.batches import BATCHES
from mouakaba.cli.calibrating import CALIBRATE
from mouakaba.cli.pairing import PAIR
from mouakaba.cli.selecting import CHECK, CHOOSE
from mouakaba.cli.skills import CLASSIFY, SKILLS
from mouakaba.cli.tool import InputError, UnfinishedError, silence_output, tell
from mouakaba.kernel.callfile import CallFileError

_SPOOLED = 4_000_000  # bytes of output held in memory before a temporary file takes over

TOOLS = (CHECK, CHOOSE, ASSIGN, CALIBRATE, CLASSIFY, SKILLS, PAIR, BATCHES)


def main(arguments: list[str] | None = None) -> int:
    """Run a tool; returns the exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == ["demo"]:
        return run_demo(arguments)
    options = build_parser().parse_args(arguments)
    try:
        with tempfile.SpooledTemporaryFile(max_size=_SPOOLED) as out:
            options.tool.run(options, out)
            out.seek(0)
            _show(out)
    except (InputError, CallFileError) as error:
        tell(str(error))
        return 2
    except UnfinishedError as error:
        tell(f"mouakaba: {error}")
        return 1
    except OSError as error:  # a full disk, a closed terminal
        tell(f"mouakaba: the output could not be written: {error.strerror or error}")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def run_demo(arguments: list[str]) -> int:
    """`mouakaba demo …`: the one tool that needs the instance and its database; Django's command does the work."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mouakaba.site.settings")
    from django.core.management import execute_from_command_line  # the offline tools never wait for Django

    execute_from_command_line(["mouakaba", *arguments])
    return 0


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        tell(f"{self.prog}: {message} (see {self.prog} --help)")
        raise SystemExit(2)


def build_parser() -> argparse.ArgumentParser:
    """The parser of every tool in TOOLS."""
    parser = _Parser(
        prog="mouakaba",
        description="Offline tools: files in, standard output out, no database.",
        epilog="With a database: mouakaba classify --jobs spreads texts over workers, mouakaba batches lists what it "
        "keeps, mouakaba demo applications --count N adds invented applications, marked DEMO.",
    )
    subparsers = parser.add_subparsers(title="tools", metavar="TOOL", required=True)
    for tool in TOOLS:
        sub = subparsers.add_parser(
            tool.name,
            help=tool.summary,
            description=tool.summary,
            epilog=f"example:\n  {tool.example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        for name, meaning in tool.files:
            sub.add_argument(name, metavar=_metavar(name), help=meaning)
        if tool.flags:
            tool.flags(sub)
        sub.set_defaults(tool=tool)
    return parser


def _metavar(name: str) -> str:
    kinds = {"call": "toml", "market": "toml", "jury": "json", "marks": "csv"}
    return f"{name.upper()}.{kinds.get(name, 'jsonl')}"


def _show(out: IO[bytes]) -> None:
    try:
        while block := out.read(1 << 16):
            sys.stdout.buffer.write(block)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        silence_output()
