"""Every write on openings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import now, today
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.base.words.queries import said
from mouakaba.match.listings.models import Opening, OpeningSkill
from mouakaba.match.listings.queries import skills_of
from mouakaba.match.listings.rules import MOST_PROPOSED, MOST_SKILLS
from mouakaba.match.skills.queries import NotInstalledError, concept, cut_off, is_installed, read

State = OpeningSkill.State
READ = "mouakaba.match.listings.tasks.read"


def save_opening(
    *, opening: Opening | None, organisation: Organisation | None, kind_code: str, by: Person | None, **values: Any
) -> Opening:
    """A new opening of an organisation, or the words of one changed. A changed text is read again for its skills.

    Raises ValidationError, by field.
    """
    made = opening or Opening(organisation=organisation, kind_code=kind_code, made_at=now())
    before = made.text
    for name, value in values.items():
        setattr(made, name, value)
    made.full_clean(exclude=["organisation"])
    with recorded("save_opening", by=by) as line:
        if made.text != before:
            made.read = False
            app.configure_task(READ).defer(opening_id=str(made.pk))
        made.save()
        point(line, made)
    return made


def read_opening(*, opening_id: str) -> None:
    """Proposes the skills of an opening's text; a second run changes nothing. What was answered is not asked again."""
    opening = Opening.objects.filter(pk=opening_id, read=False).first()
    if opening is None:
        return
    try:
        found = read(opening.text).skills[:MOST_PROPOSED]
    except NotInstalledError:
        return  # the page says so, and skills are added by search
    proposed = [
        OpeningSkill(
            opening=opening, uri=skill.uri, label=dict(skill.label), state=State.PROPOSED,
            probability=skill.score, evidence=[list(span) for span in skill.evidence],
        )
        for skill in found
    ]  # fmt: skip
    with transaction.atomic():
        if Opening.objects.filter(pk=opening.pk, text=opening.text).update(read=True):
            skills_of(opening, State.PROPOSED).delete()
            OpeningSkill.objects.bulk_create(proposed, ignore_conflicts=True)


def take_up_openings() -> int:
    """Gives openings whose reading was cut off, by a killed worker or otherwise, to the background once more; how many.

    A closed one is left: nobody waits for its skills.
    """
    unread = Opening.objects.filter(read=False).exclude(state=Opening.State.CLOSED).values_list("pk", flat=True)
    left = cut_off(READ, "opening_id", unread) if is_installed() else []
    for pk in left:
        app.configure_task(READ).defer(opening_id=pk)
    return len(left)


def answer_skills(*, opening: Opening, answers: Mapping[int, str], by: Person) -> int:
    """The organisation's word on skills: {skill id: asked or dropped}. Returns how many changed."""
    with recorded("answer_opening_skills", by=by, subject=opening):
        rows = skills_of(opening).select_for_update(of=("self",)).filter(pk__in=answers)
        known = (State.ASKED, State.DROPPED)
        changed = [row for row in rows if answers[row.pk] in known and answers[row.pk] != row.state]
        for row in changed:
            row.state = State(answers[row.pk])
            row.save(update_fields=["state"])
    return len(changed)


def add_skill(*, opening: Opening, uri: str, by: Person | None) -> OpeningSkill:
    """Asks for a skill found by search. Raises ValidationError for one that does not exist, or too many."""
    known = concept(uri)
    if known is None:
        raise ValidationError(_("This skill is not in the list. Search for it again."))
    if skills_of(opening, State.ASKED).count() >= MOST_SKILLS:
        raise ValidationError(_("At most %(most)s skills are listed at once.") % {"most": MOST_SKILLS})
    with recorded("add_opening_skill", by=by, subject=opening, uri=uri):
        row, _new = OpeningSkill.objects.update_or_create(
            opening=opening, uri=uri, defaults={"label": dict(known.labels), "state": State.ASKED}
        )
    return row


def publish_opening(*, opening: Opening, by: Person | None) -> Opening:
    """Opens it to readers. Raises ValidationError while no skill is asked for, or when its last day is over."""
    if not skills_of(opening, State.ASKED).exists():
        raise ValidationError(said(opening.kind.words["need_one"]))
    if opening.closes_on < today():
        raise ValidationError(_("The last day is over. Choose a later one."))
    with recorded("publish_opening", by=by, subject=opening):
        opening.state = Opening.State.OPEN
        opening.save(update_fields=["state"])
    return opening


def close_opening(*, opening: Opening, by: Person) -> Opening:
    """Takes it off the public pages; what was agreed stays."""
    with recorded("close_opening", by=by, subject=opening):
        opening.state = Opening.State.CLOSED
        opening.save(update_fields=["state"])
    return opening
