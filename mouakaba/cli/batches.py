"""`mouakaba classify --jobs` and `mouakaba batches`: texts spread over workers, by way of the instance's database."""

import argparse
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from mouakaba.cli.tool import InputError, Tool, UnfinishedError, silence_output

if TYPE_CHECKING:
    from mouakaba.match import door

_LOOK = 0.5  # seconds between two looks at a part that is not answered yet
_TELL = 10.0  # seconds between two looks at how far it is
_LONGEST_NAME = 100
_SET_UP = "the skills are not set up; run mouakaba skills install"
_WORKER = "start one: manage.py procrastinate worker"


def jobs_flags(parser: argparse.ArgumentParser) -> None:
    """The flags of `classify` that spread it."""
    parser.add_argument(
        "--jobs", action="store_true", help="have the instance's workers do it; run again, it goes on where it was"
    )
    parser.add_argument(
        "--name", type=_name, help="what to call the batch (a digest of texts and options); implies --jobs"
    )


def _name(given: str) -> str:
    if not given.isprintable() or given != given.strip() or not 1 <= len(given) <= _LONGEST_NAME:
        raise argparse.ArgumentTypeError(f"must be a line of 1 to {_LONGEST_NAME} characters")
    return given


def run_jobs(checked: IO[bytes], options: argparse.Namespace) -> None:
    """Has checked lines answered by workers; answers leave in the order of the lines, each part as soon as it can."""
    with _instance():
        digest = _digest(checked, options)
        if not checked.tell():
            return
        batch = _batch(checked, options, digest)
        try:
            _write_answers(batch)
        except BrokenPipeError:  # the reader has had enough; what is done is kept
            silence_output()


@contextmanager
def _instance() -> Iterator[None]:
    """The instance's settings and database, with their failures told in a line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mouakaba.site.settings")
    import django  # the offline tools never wait for Django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import Error

    try:
        django.setup()
        yield
    except ImproperlyConfigured as error:
        raise InputError("settings", 1, str(error)) from None
    except Error as error:
        reason = str(error).strip().partition("\n")[0]
        raise UnfinishedError(f"the database cannot be used: {reason} (set up by manage.py migrate)") from None


def _digest(checked: IO[bytes], options: argparse.Namespace) -> str:
    """SHA-256 of the texts, the options and what will answer: other options, or another list, make another batch."""
    from django.conf import settings

    from mouakaba.match import door

    try:
        asked = [options.tier, options.threshold, options.top, door.classifier_identity()]
    except door.NotInstalledError:
        raise InputError(str(settings.SKILLS), 1, _SET_UP) from None
    whole = hashlib.sha256(json.dumps(asked).encode())
    for line in checked:
        whole.update(line)
    return whole.hexdigest()


def _batch(checked: IO[bytes], options: argparse.Namespace, digest: str) -> "door.Batch":
    """The batch of these texts, begun now or taken up again."""
    from django.db import IntegrityError

    from mouakaba.match import door

    name = options.name or digest[:16]
    asked = {"tier": options.tier, "threshold": options.threshold, "top": options.top}
    batch = door.batch_named(name)
    if batch is None:
        checked.seek(0)
        try:
            return door.begin_batch(name=name, digest=digest, options=asked, lines=map(_kept, checked), by=None)
        except IntegrityError:  # the same command, run twice at once: the other was first
            batch = door.batch_named(name)
    if batch is None or batch.digest != digest:
        raise InputError(
            "mouakaba classify", 1,
            f"the batch {name} has other texts, options or list of skills: give another --name, "
            f"or let it go with mouakaba batches forget {name}",
        )  # fmt: skip
    door.take_up_batch(batch=batch)
    door.ask_for_batch(batch=batch)
    return batch


def _kept(line: bytes) -> str:
    """The line as it is kept: of a long text no more than is ever read."""
    from mouakaba.kernel.skills.words import LONGEST

    if len(line) <= LONGEST:
        return line.decode()
    row = json.loads(line)
    return json.dumps({**row, "text": row["text"][:LONGEST]}, ensure_ascii=False) + "\n"


def _write_answers(batch: "door.Batch") -> None:
    from mouakaba.match import door

    teller = _Teller(batch)
    teller.tell()
    for number in range(batch.parts_count):
        try:
            while (answers := door.answers_of(batch, number)) is None:
                teller.wait()
        except door.BatchGoneError:
            raise UnfinishedError(f"the batch {batch.name} was let go of meanwhile; run the command again") from None
        except door.PartFailedError:
            raise UnfinishedError(
                f"part {number + 1} of the batch {batch.name} failed on a worker, whose log says why (a worker needs "
                "the same list of skills and the same version as here); run the command again to try it again"
            ) from None
        sys.stdout.buffer.write(answers.encode())
        sys.stdout.buffer.flush()
    door.ask_for_batch(batch=batch)
    teller.tell()


class _Teller:
    """Says on standard error, now and then, how far a batch is."""

    def __init__(self, batch: "door.Batch") -> None:
        self._batch, self._looked, self._told = batch, time.monotonic(), ""

    def wait(self) -> None:
        """Lets a moment pass."""
        time.sleep(_LOOK)
        if time.monotonic() - self._looked >= _TELL:
            self.tell()

    def tell(self) -> None:
        from mouakaba.match import door

        self._looked = time.monotonic()
        door.ask_for_batch(batch=self._batch)
        now = door.progress_of(self._batch)
        missing = f"; no worker is running, {_WORKER}" if now.done < now.parts and not now.workers else ""
        told = (
            f"mouakaba: batch {self._batch.name}, {self._batch.texts_count} texts: {now.done} of {now.parts} parts "
            f"done, workers: {now.workers}{missing}"
        )
        if told != self._told:
            print(told, file=sys.stderr, flush=True)
        self._told = told


def run_batches(options: argparse.Namespace, out: IO[bytes]) -> None:
    """`mouakaba batches`: lists them, a line each, or lets one go."""
    with _instance():
        from mouakaba.match import door

        if options.action == "forget":
            door.forget_batch(batch=_known(options), by=None)
            return
        for batch in door.batches():
            out.write(_line(batch).encode())


def _known(options: argparse.Namespace) -> "door.Batch":
    from mouakaba.match import door

    if options.name is None:
        raise InputError("mouakaba batches", 1, "say which batch to forget; mouakaba batches lists them")
    batch = door.batch_named(options.name)
    if batch is None:
        raise InputError("mouakaba batches", 1, f"there is no batch {options.name}; mouakaba batches lists them")
    return batch


def _line(batch: Any) -> str:
    columns = (batch.name, f"{batch.texts_count} texts", f"{batch.done} of {batch.parts_count} parts done", batch.tier)
    return "\t".join((*columns, f"last asked for {batch.asked_at:%Y-%m-%d %H:%M} UTC")) + "\n"


def _batches_flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action", choices=("list", "forget"), nargs="?", default="list", help="list them, or let one go"
    )
    parser.add_argument("name", metavar="NAME", nargs="?", help="forget: which")


BATCHES = Tool(
    "batches",
    "Batches of classify --jobs: list them, or let one go with its texts and answers (needs the database).",
    """mouakaba batches
  mouakaba batches forget NAME""",
    (),
    run_batches,
    _batches_flags,
)
