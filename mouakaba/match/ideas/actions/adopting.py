"""Ideas taken up, and their story."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import now, today
from mouakaba.base.notify.actions import queue_message
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.base.words.queries import current
from mouakaba.kernel.text import fold
from mouakaba.match.ideas.models import Adoption, Challenge, Idea, Story, Want
from mouakaba.match.ideas.phrases import adopted_letter
from mouakaba.match.ideas.queries import running

State = Idea.State


def adopt_idea(*, idea: Idea, organisation: Organisation | None, by: Person) -> Adoption:
    """Takes an idea up. Of many at the same moment, as many get it as it has places.

    Raises ValidationError when it has none left, or this person has it.
    """
    with recorded("adopt_idea", by=by) as line:
        locked = Idea.objects.select_for_update().get(pk=idea.pk)  # one after the other
        mine = running(locked).filter(person=by).exists()
        if mine:
            raise ValidationError(_("You have taken up this idea already."))
        taken = running(locked).count()
        if locked.state != State.PUBLIC or taken >= locked.takers:
            raise ValidationError(_("Somebody has just taken this idea up. Look at similar ones below."))
        made = Adoption.objects.create(idea=locked, person=by, organisation=organisation, adopted_at=now())
        if taken + 1 >= locked.takers:
            locked.state, locked.changed_at = State.ADOPTED, now()
            locked.save(update_fields=["state", "changed_at"])
        point(line, made)
        _tell_proposer(made)
    return made


def _tell_proposer(adoption: Adoption) -> None:
    person = adoption.idea.proposed_by
    if person is None or not person.is_active or person.pk == adoption.person_id:
        return
    with override(person.language):
        subject, body = adopted_letter(adoption.idea)
    queue_message(key=f"idea-adopted:{adoption.pk}", person=person, subject=subject, body=body, waits=True)


def withdraw_adoption(*, adoption: Adoption, why: str, by: Person) -> Adoption:
    """The taker gives the idea back: its place is free again, the story stays. A second time changes nothing."""
    with recorded("withdraw_adoption", by=by, subject=adoption, why=why):
        idea = Idea.objects.select_for_update().get(pk=adoption.idea_id)
        left = Adoption.objects.get(pk=adoption.pk)
        if left.ended_at is None:
            left.ended_at, left.why = now(), why.strip()
            left.save(update_fields=["ended_at", "why"])
        if idea.state == State.ADOPTED and running(idea).count() < idea.takers:
            idea.state, idea.changed_at = State.PUBLIC, now()
            idea.save(update_fields=["state", "changed_at"])
    return left


def note_step(*, adoption: Adoption, day: date, text: str, by: Person, language: str = "") -> Story:
    """A dated note of the story. Raises ValidationError for a day to come, or one before it was taken up."""
    if day > today():
        raise ValidationError({"day": _("This day is still to come. Check the year.")})
    if day < adoption.adopted_at.date():
        raise ValidationError({"day": _("This day is before the idea was taken up.")})
    with recorded("note_step", by=by, subject=adoption):
        return Story.objects.create(adoption=adoption, day=day, text=text.strip(), language=language or current())


def tell_challenge(*, idea: Idea, met: str, way: str, by: Person, language: str = "") -> Challenge:
    """A challenge met on an idea and the way past it, for those who come after."""
    with recorded("tell_challenge", by=by, subject=idea):
        return Challenge.objects.create(
            idea=idea,
            person=by,
            met=met.strip(),
            way=way.strip(),
            language=language or current(),
            told_at=now(),
            search=fold(" ".join([met, way, *idea.title.values()])),
        )


def say_want(*, idea: Idea, kind: str, text: str, by: Person, language: str = "") -> Want:
    """Something needed or offered on an idea."""
    with recorded("say_want", by=by, subject=idea):
        return Want.objects.create(
            idea=idea, person=by, kind=kind, text=text.strip(), language=language or current(), said_at=now()
        )


def take_off_want(*, want: Want, by: Person) -> None:
    """Takes it off the page: who said it, or a keeper."""
    with recorded("take_off_want", by=by, subject=want.idea):
        want.delete()
