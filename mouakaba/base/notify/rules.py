"""Topics of letters that somebody may stop. Letters without a topic (receipts, decisions) cannot be stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise

A_QUARTER = timedelta(minutes=15)  # what comes for one person within it is one letter
MOST_JOINED = 100  # messages in one letter
DIGEST_HOUR = 8  # from which the letter of a day goes, to whoever wants one a day


@dataclass(frozen=True, slots=True)
class Topic:
    """A sort of letters, and how its reader calls it.

    ``stop_address`` gives, from a letter's key, where somebody without an account stops them.
    """

    code: str
    label: str | Promise
    stop_address: Callable[[str], str] | None = None


_topics: dict[str, Topic] = {}


def register_topic(topic: Topic) -> None:
    """Makes a topic known. Each engine names its own, registered in ``site/wiring.py``."""
    _topics[topic.code] = topic


def topic_of(code: str) -> Topic | None:
    """The topic of this code; None when nobody registered it."""
    return _topics.get(code)
