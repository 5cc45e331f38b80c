"""Ideas proposed, changed, decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate.contrib.django import app

from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.notify.actions import queue_message
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.base.places.models import Region
from mouakaba.base.words.models import LANGUAGES
from mouakaba.base.words.queries import said
from mouakaba.kernel.text import fold
from mouakaba.match.ideas import phrases
from mouakaba.match.ideas.models import Idea, IdeaKeeper, IdeaPlan, IdeaVector
from mouakaba.match.ideas.queries import running
from mouakaba.match.ideas.rules import SEARCHED
from mouakaba.match.skills.queries import NotInstalledError, unit_of

State = Idea.State
PLACE = "mouakaba.match.ideas.tasks.place"


def keep_bank(*, organisation: Organisation, by: Person | None) -> IdeaKeeper:
    """The organisation keeps the bank from now on; a second time changes nothing."""
    with recorded("keep_bank", by=by, subject=organisation):
        keeper, _new = IdeaKeeper.objects.get_or_create(organisation=organisation)
    return keeper


def save_idea(*, idea: Idea | None, regions: Iterable[Region], by: Person | None, **values: Any) -> Idea:
    """A new idea, proposed, or one changed; one that was not kept is proposed again by whoever proposed it.

    Raises ValidationError, by field.
    """
    made = idea or Idea(proposed_by=by, proposed_at=now())
    before = made.search
    for name, value in values.items():
        setattr(made, name, value)
    made.search = fold(" ".join(text for name in SEARCHED for text in getattr(made, name).values()))
    made.changed_at = now()
    if made.state == State.DECLINED and by and by.pk == made.proposed_by_id:
        made.state, made.reason, made.proposed_at = State.PROPOSED, "", now()
    made.full_clean(exclude=["proposed_by", "published_at"])
    with recorded("save_idea", by=by) as line:
        made.save()
        made.regions.set(regions)
        point(line, made)
        if made.search != before:
            app.configure_task(PLACE).defer(idea_id=str(made.pk))
    return made


def place_idea(*, idea_id: str) -> None:
    """Computes the vector of an idea's texts, unless it is known; nothing without the quick encoder."""
    idea = Idea.objects.filter(pk=idea_id).first()
    if idea is None:
        return
    texts = [text for language in LANGUAGES if (text := _whole(idea, language))]
    of = sha256("\n".join(texts).encode()).hexdigest()
    if not texts or IdeaVector.objects.filter(idea=idea, of=of).exists():
        return
    try:
        floats = unit_of(texts)
    except NotInstalledError:
        return  # similar ideas are found by the words they share
    with transaction.atomic():  # a row of its own each time: its number tells that the vectors changed
        IdeaVector.objects.filter(idea=idea).delete()
        IdeaVector.objects.create(idea=idea, of=of, floats=floats)


def _whole(idea: Idea, language: str) -> str:
    parts = [getattr(idea, name).get(language, "").strip() for name in ("title", "problem", "model")]
    return ". ".join(part for part in parts if part)


def publish_idea(*, idea: Idea, by: Person | None) -> Idea:
    """Everybody may read it from now on; who proposed it is told once. Raises ValidationError for what is missing."""
    if not (said(idea.title) and said(idea.problem) and said(idea.model) and idea.regions.exists()):
        raise ValidationError(_("Before it is public, an idea needs a title, a problem, a model and a region."))
    with recorded("publish_idea", by=by, subject=idea):
        locked = _locked(idea)
        locked.state = State.ADOPTED if running(locked).count() >= locked.takers else State.PUBLIC
        locked.published_at = locked.published_at or now()
        locked.changed_at, locked.reason = now(), ""
        locked.save()
        _tell(locked, "published", phrases.published_letter)
    return locked


def decline_idea(*, idea: Idea, reason: str, by: Person) -> Idea:
    """Not kept, for a reason that who proposed it reads. Raises ValidationError without one, or when it is public."""
    if not reason.strip():
        raise ValidationError(_("Say why, so that the person can do better."))
    with recorded("decline_idea", by=by, subject=idea, why=reason):
        locked = _locked(idea)
        if locked.state not in (State.PROPOSED, State.DECLINED):
            raise ValidationError(_("This idea is public: close it instead."))
        locked.state, locked.reason, locked.changed_at = State.DECLINED, reason.strip(), now()
        locked.save()
        _tell(locked, f"declined:{locked.changed_at.isoformat()}", phrases.declined_letter)
    return locked


def close_idea(*, idea: Idea, by: Person) -> Idea:
    """Takes it off the public pages; its story stays."""
    with recorded("close_idea", by=by, subject=idea):
        locked = _locked(idea)
        locked.state, locked.changed_at = State.CLOSED, now()
        locked.save()
    return locked


def _locked(idea: Idea) -> Idea:
    return Idea.objects.select_for_update().get(pk=idea.pk)


def _tell(idea: Idea, cause: str, letter: Any) -> None:
    """A letter to who proposed it, in their language, once a cause."""
    person = idea.proposed_by
    if person is None or not person.is_active:
        return
    with override(person.language):
        subject, body = letter(idea)
    queue_message(key=f"idea:{idea.pk}:{cause}", person=person, subject=subject, body=body)


def save_plan(*, idea: Idea, by: Person | None, values: Mapping[str, Any]) -> IdeaPlan:
    """The plan of an idea; amounts in centimes. Raises ValidationError, by field."""
    plan = IdeaPlan.objects.filter(idea=idea).first() or IdeaPlan(idea=idea)
    for name, value in values.items():
        setattr(plan, name, value)
    plan.full_clean(exclude=["start", "monthly"])  # no cost is a cost of zero
    with recorded("save_plan", by=by, subject=idea):
        plan.save()
    return plan
