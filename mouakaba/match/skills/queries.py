"""Reading profiles and the taxonomy. A profile is its person's own; others see only what pairing shows of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from itertools import pairwise

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from procrastinate.contrib.django.models import ProcrastinateJob

from mouakaba.base.clock.queries import now
from mouakaba.base.people.models import Person
from mouakaba.kernel.contacts import masked
from mouakaba.kernel.matching import Near
from mouakaba.kernel.skills import Answer, Classifier, Concept, Finder, Index, StoreError, Text, open_index
from mouakaba.kernel.skills.bulk import identity
from mouakaba.kernel.skills.encoder import PhraseEncoder, load_phrase_encoder
from mouakaba.kernel.skills.packed import Floats
from mouakaba.kernel.skills.threads import one_thread
from mouakaba.match.skills.models import Profile, ProfileSkill, SkillText
from mouakaba.match.skills.rules import MOST_PROPOSED, MOST_READINGS, PROPOSED_FROM

State = ProfileSkill.State


class NotInstalledError(Exception):
    """The list of skills is not set up on this server (`mouakaba skills install`)."""


@lru_cache(maxsize=1)
def _index() -> Index:
    try:
        return open_index(settings.SKILLS)
    except (OSError, StoreError) as error:
        raise NotInstalledError from error


def is_installed() -> bool:
    """Whether the list of skills is set up on this server."""
    try:
        _index()
    except NotInstalledError:
        return False
    return True


@lru_cache(maxsize=1)
def _finder() -> Finder:
    return Finder(_index())


@lru_cache(maxsize=2)
def classifier(tier: str = "thorough") -> Classifier:
    """The classifier of a tier, loaded once a process (a few seconds). Raises NotInstalledError."""
    return Classifier(_index(), tier=tier)


@lru_cache(maxsize=1)
def classifier_identity() -> str:
    """What tells the list and weights of this process from others. Raises NotInstalledError."""
    return identity(_index())


def read(words: str) -> Answer:
    """The skills of a text. The first call loads the models (a few seconds): workers ask, pages do not.

    Raises NotInstalledError.
    """
    [answer] = classifier().classify([Text("", words)], threshold=PROPOSED_FROM, top=MOST_PROPOSED)
    return answer


@lru_cache(maxsize=1)
def _quick() -> PhraseEncoder:
    return load_phrase_encoder()


def vectors(texts: list[str]) -> Floats:
    """A unit vector for each text by the quick encoder: texts that mean the same are near, in any of the languages.

    The first call loads the model (a few seconds): workers ask, pages do not. Raises NotInstalledError.
    """
    _index()
    with one_thread():
        return _quick().vectors(texts)


def concept(uri: str) -> Concept | None:
    """The concept of this URI. Raises NotInstalledError."""
    return _finder().concept(uri)


def found(words: str, language: str, *, limit: int) -> list[Concept]:
    """Concepts whose name, in any language, has these words. Raises NotInstalledError."""
    return _finder().search(words, language=language, limit=limit) if words.strip() else []


def near(uris: Iterable[str]) -> Near:
    """For each of these skills, those near it with their degrees; nothing is near while the list is not set up."""
    try:
        finder = _finder()
    except NotInstalledError:
        return {}
    return {uri: finder.near(uri) for uri in uris}


def profile_of(person: Person) -> Profile | None:
    """The person's own profile, if they began one."""
    return Profile.objects.filter(person=person).select_related("region").first()


def texts_of(profile: Profile) -> QuerySet[SkillText]:
    """The texts a profile was read from, the latest first."""
    return SkillText.objects.filter(profile=profile)


def skills_of(profile: Profile, *states: str) -> QuerySet[ProfileSkill]:
    """Skills in these states; of all, when none is named."""
    rows = ProfileSkill.objects.filter(profile=profile)
    return rows.filter(state__in=states) if states else rows


def is_stalled(text: SkillText) -> bool:
    """Whether a text waits longer than any worker takes: its work was cut off."""
    return text.state == SkillText.State.WAITING and now() - text.given_at > timedelta(minutes=2)


_SILENT = timedelta(seconds=30)  # a worker that has not been heard of for so long is dead; Procrastinate's own bound


def cut_off(task: str, argument: str, ids: Iterable[object]) -> list[str]:
    """Those of these ids whose reading by `task` nobody has in hand or will begin, and has not failed too often."""
    jobs = ProcrastinateJob.objects.filter(task_name=task, **{f"args__{argument}__in": [str(one) for one in ids]})
    live = Q(status="todo") | Q(status="doing", worker__last_heartbeat__gt=Now() - _SILENT)  # by the database's clock
    named = f"args__{argument}"
    going = set(jobs.filter(live).values_list(named, flat=True))
    begun = Counter(jobs.exclude(status="succeeded").values_list(named, flat=True))
    return [key for one in ids if (key := str(one)) not in going and begun[key] < MOST_READINGS]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, and whether it led to a skill."""

    words: str
    marked: bool


def pieces(text: str, spans: Iterable[Iterable[int]]) -> Iterator[Piece]:
    """The text cut where a span begins or ends; overlapping spans mark their union."""
    inside: set[int] = set()
    edges = {0, len(text)}
    for start, end in spans:
        inside.update(range(max(start, 0), min(end, len(text))))
        edges |= {max(start, 0), min(end, len(text))}
    for start, end in pairwise(sorted(edges)):
        yield Piece(text[start:end], start in inside)


def quotes(skill: ProfileSkill) -> list[str]:
    """The words of the text that led to a skill, each once."""
    text = skill.text.text if skill.text else ""
    return list(dict.fromkeys(text[start:end].strip() for start, end in skill.evidence if text[start:end].strip()))


@dataclass(frozen=True, slots=True)
class Correction:
    """A sentence, a skill proposed from it, and whether its person confirmed it. It does not say who."""

    sentence: str
    language: str
    uri: str
    confirmed: bool

    def as_dict(self) -> dict[str, object]:
        """As a line of training data."""
        return {"text": self.sentence, "language": self.language, "uri": self.uri, "confirmed": self.confirmed}


_END = re.compile(r"[.!?؟](?=\s)|\n")
_NUMBER = re.compile(r"\+?\d[\d .-]{6,}\d")  # of documents too: no contact, and yet somebody's


def corrections() -> Iterator[Correction]:
    """What people who agreed to it said of proposals, in no order that tells whose are whose."""
    rows = ProfileSkill.objects.filter(
        profile__teaches=True, state__in=(State.CONFIRMED, State.REJECTED), text__isnull=False
    )
    for row in rows.exclude(evidence=[]).select_related("text").order_by("uri", "pk").iterator():
        assert row.text is not None
        yield Correction(
            _sentence(row.text.text, row.evidence[0]), row.text.language, row.uri, row.state == State.CONFIRMED
        )


def _sentence(text: str, span: Sequence[int]) -> str:
    """The sentence that holds a span, without what could tell who wrote it."""
    ends = [found.end() for found in _END.finditer(text)]
    start = max((end for end in ends if end <= span[0]), default=0)
    stop = min((end for end in ends if end >= span[1]), default=len(text))
    return _NUMBER.sub("…", masked(text[start:stop])).strip()
