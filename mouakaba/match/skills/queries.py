"""Reading profiles and the taxonomy. A profile is its person's own; others see only what pairing shows of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from itertools import pairwise

from django.conf import settings
from django.db.models import QuerySet

from mouakaba.base.clock.queries import now
from mouakaba.base.people.models import Person
from mouakaba.kernel.skills import Answer, Classifier, Concept, Finder, Index, StoreError, Text, open_index
from mouakaba.match.skills.models import Profile, ProfileSkill, SkillText
from mouakaba.match.skills.rules import MOST_PROPOSED, PROPOSED_FROM

State = ProfileSkill.State


class NotInstalledError(Exception):
    """The list of skills is not set up on this server (`mouakaba skills install`)."""


@lru_cache(maxsize=1)
def _index() -> Index:
    try:
        return open_index(settings.SKILLS)
    except (OSError, StoreError) as error:
        raise NotInstalledError from error


@lru_cache(maxsize=1)
def _finder() -> Finder:
    return Finder(_index())


@lru_cache(maxsize=1)
def _classifier() -> Classifier:
    return Classifier(_index())


def read(words: str) -> Answer:
    """The skills of a text. The first call loads the models (a few seconds): workers ask, pages do not.

    Raises NotInstalledError.
    """
    [answer] = _classifier().classify([Text("", words)], threshold=PROPOSED_FROM, top=MOST_PROPOSED)
    return answer


def concept(uri: str) -> Concept | None:
    """The concept of this URI. Raises NotInstalledError."""
    return _finder().concept(uri)


def found(words: str, language: str, *, limit: int) -> list[Concept]:
    """Concepts whose name, in any language, has these words. Raises NotInstalledError."""
    return _finder().search(words, language=language, limit=limit) if words.strip() else []


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
