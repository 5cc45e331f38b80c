"""What a tool is, and how it fails."""

import argparse
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO


class InputError(Exception):
    """Input that cannot be used: `FILE:LINE: what is wrong`."""

    def __init__(self, source: str, line: int, message: str) -> None:
        super().__init__(f"{source}:{line}: {message}")


class UnfinishedError(Exception):
    """What was asked could not be done to its end, in a line; the input is not at fault."""


@dataclass(frozen=True, slots=True)
class Tool:
    """One subcommand. `run` writes bytes to what it is given; they are shown only if it ends well."""

    name: str
    summary: str
    example: str
    files: tuple[tuple[str, str], ...]
    run: Callable[[argparse.Namespace, IO[bytes]], None]
    flags: Callable[[argparse.ArgumentParser], None] | None = None  # adds what `files` cannot say


def write_json(out: IO[bytes], value: object) -> None:
    """One object, one line."""
    out.write(json.dumps(value, ensure_ascii=False).encode() + b"\n")


def tell(message: str) -> None:
    """One line on standard error, in UTF-8 whatever the locale."""
    line = "".join(ch if ch.isprintable() or "\udc80" <= ch <= "\udcff" else " " for ch in message)
    sys.stderr.buffer.write(line.encode(errors="surrogateescape") + b"\n")
    sys.stderr.flush()


def count(given: str) -> int:
    """A whole number, 1 or more, as an option. Raises argparse.ArgumentTypeError in words."""
    if not given.isdecimal() or len(given) > 9 or int(given) < 1:
        raise argparse.ArgumentTypeError("must be a whole number, 1 or more")
    return int(given)


def silence_output() -> None:
    """The reader has had enough (`| head`). Python would complain at exit while flushing: give it a sink."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
