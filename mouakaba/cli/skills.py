"""`mouakaba classify` and `mouakaba skills`: the skills in texts, and setting their taxonomy up."""

import argparse
import io
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from mouakaba.cli.batches import jobs_flags, run_jobs
from mouakaba.cli.rows import Row, read_rows
from mouakaba.cli.spread import cores, spread
from mouakaba.cli.tool import InputError, Tool, write_json

_LANGUAGES = ("ar", "fr", "en")
_HELD = 4_000_000  # bytes of checked input held in memory before a temporary file takes over
_MOST = 100  # skills a text
_MOST_PROCESSES = 64


def run_classify(options: argparse.Namespace, out: IO[bytes]) -> None:
    """`mouakaba classify`: an answer a line, in the order read; all is checked before the first text is read."""
    with tempfile.SpooledTemporaryFile(max_size=_HELD) as checked:
        for row in read_rows(options.texts, keys=("id", "text"), also=("language",)):
            write_json(checked, _checked(row))
        checked.seek(0)
        if options.jobs or options.name:
            run_jobs(checked, options)
        else:
            _classify(checked, options, out)


def _classify(checked: IO[bytes], options: argparse.Namespace, out: IO[bytes]) -> None:
    from mouakaba.kernel.skills import Classifier, StoreError, folder, open_index  # numpy and the weights:
    from mouakaba.kernel.skills.bulk import answer_of, text_of  # only this tool pays
    from mouakaba.kernel.skills.classify import groups

    try:
        classifier = Classifier(open_index(), tier=options.tier)
    except (FileNotFoundError, StoreError) as error:
        raise InputError(str(folder()), 1, getattr(error, "strerror", None) or str(error)) from None

    def told(lines: list[bytes]) -> bytes:
        answers = classifier.classify(map(text_of, lines), threshold=options.threshold, top=options.top)
        part = io.BytesIO()
        for answer in answers:
            write_json(part, answer_of(answer))
        return part.getvalue()

    for part in spread(told, groups(checked), options.processes):
        out.write(part)


def _checked(row: Row) -> dict[str, str | None]:
    text, language = row.values["text"], row.values.get("language")
    if not isinstance(text, str):
        row.fail("text must be a text")
    if language is not None and language not in _LANGUAGES:
        row.fail(f"language must be one of {', '.join(_LANGUAGES)}, or left out")
    # Half of a surrogate pair cannot be written: one mark stands for it, so that places in the text stay.
    whole = "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    return {"id": row.values["id"], "text": whole, "language": language}


def run_skills(options: argparse.Namespace, out: IO[bytes]) -> None:
    """`mouakaba skills`: sets the taxonomy up, or adds official labels; says on standard error what it does."""
    from mouakaba.kernel.skills import install
    from mouakaba.kernel.skills.taxonomy import TaxonomyError

    home = install.folder()
    try:
        if options.action == "import-labels":
            path = install.import_labels(home, list(_files(options)), say=_say)
        else:
            path = install.install(home, release=Path(options.esco) if options.esco else None, say=_say)
    except TaxonomyError as error:
        raise InputError(error.source, error.line, error.message) from None
    except install.InstallError as error:
        raise InputError("mouakaba skills", 1, str(error)) from None
    out.write(f"{path}\n".encode())


def _files(options: argparse.Namespace) -> Iterator[Path]:
    if not options.files:
        raise InputError("mouakaba skills import-labels", 1, "say which CSV files of the ESCO release to read")
    yield from map(Path, options.files)


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _classify_flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("texts", metavar="TEXTS.jsonl", nargs="?", default="-", help="JSON Lines: id, text, language")
    parser.add_argument("--top", type=_count, default=10, metavar="K", help="at most so many skills a text (10)")
    parser.add_argument("--threshold", type=_chance, metavar="T", help="the least probability shown, 0 for all")
    parser.add_argument("--tier", choices=("fast", "thorough"), default="thorough", help="fast leaves one encoder out")
    parser.add_argument("--processes", type=_processes, default=cores(), metavar="N", help="as many as cores, or N")
    jobs_flags(parser)


def _count(given: str) -> int:
    if not given.isdecimal() or not 1 <= int(given) <= _MOST:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 to {_MOST}")
    return int(given)


def _processes(given: str) -> int:
    if not given.isdecimal() or not 1 <= int(given) <= _MOST_PROCESSES:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 to {_MOST_PROCESSES}")
    return int(given)


def _chance(given: str) -> float:
    try:
        chance = float(given)
    except ValueError:
        chance = -1.0
    if not 0 <= chance <= 1:
        raise argparse.ArgumentTypeError("must be a number from 0 to 1")
    return chance


def _skills_flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("install", "import-labels"), help="set up, or add official labels")
    parser.add_argument("files", metavar="FILE", nargs="*", help="import-labels: CSV files of the ESCO release")
    parser.add_argument("--esco", metavar="FOLDER", help="install: an official ESCO release (CSV) instead of packages")


CLASSIFY = Tool(
    "classify",
    "Name the ESCO skills in texts in Arabic, French, English, Darija or Arabizi.",
    """echo '{"id": "T1", "text": "خبرة في نسج الزرابي et gestion de stock"}' | mouakaba classify --top 5""",
    (),
    run_classify,
    _classify_flags,
)

SKILLS = Tool(
    "skills",
    "Set up the taxonomy of skills, or add official labels to it.",
    """mouakaba skills install
  mouakaba skills install --esco ESCO-folder
  mouakaba skills import-labels skills_ar.csv skills_fr.csv""",
    (),
    run_skills,
    _skills_flags,
)
