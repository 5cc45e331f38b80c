"""Saying yes and no. The order does not matter; contact is shown only when both said yes."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.notify.actions import queue_message
from mouakaba.base.people.models import Person
from mouakaba.base.people.queries import writers_for
from mouakaba.match.introductions import phrases
from mouakaba.match.introductions.models import Introduction
from mouakaba.match.introductions.rules import A_DAY, MOST_ASKED
from mouakaba.match.listings.models import Opening
from mouakaba.match.skills.models import Profile


def ask_person(*, opening: Opening, profile: Profile, note: str = "", by: Person) -> Introduction:
    """The organisation would like to meet somebody. A second time changes nothing.

    Raises ValidationError once the organisation has asked MOST_ASKED people within a day.
    """
    _check_asked(opening, profile)
    with recorded("ask_person", by=by, subject=opening) as line:
        row = _pair(opening, profile, note)
        if row.organisation_says is None:
            row.organisation_says, row.speaker = True, by
            row.save()
            if row.person_says is None:
                subject, body = phrases.asked_letter(row, profile.person)
                queue_message(key=f"introduction-asked:{row.pk}", person=profile.person, subject=subject, body=body)
            _settle(row)
        point(line, row)
    return row


def offer_self(*, opening: Opening, profile: Profile, by: Person) -> Introduction:
    """The person is interested in an opening. A second time changes nothing."""
    if profile.seen_by == Profile.Seen.NOBODY:
        raise ValidationError(_("Nobody sees your skills. Choose first who sees them."))
    with recorded("offer_self", by=by, subject=opening) as line:
        row = _pair(opening, profile)
        if row.person_says is None:
            row.person_says = True
            row.save()
            if row.organisation_says is None:
                _tell_organisation(row)
            _settle(row)
        point(line, row)
    return row


def answer(*, introduction: Introduction, yes: bool, by: Person, as_other: bool | None = None) -> Introduction:
    """The word of the side that was asked; a yes may later be taken back by a no, never the other way round.

    ``as_other``: whether ``by`` speaks for the side beside the opening's; where there is a profile, it tells.
    """
    with recorded("answer_introduction", by=by, subject=introduction, yes=yes):
        row = Introduction.objects.select_for_update(of=("self",)).get(pk=introduction.pk)
        if row.ended:
            return row
        other = row.profile.person_id == by.pk if row.profile else bool(as_other)
        if other:
            row.person_says, row.other_speaker = yes, None if row.profile else by
        else:
            row.organisation_says, row.speaker = yes, by
        row.save()
        _settle(row)
    return row


def introduce_listings(*, offer: Opening, need: Opening, note: str = "", by: Person) -> Introduction:
    """Two listings of different organisations brought together, held; neither side has spoken by that."""
    with recorded("introduce_listings", by=by, subject=offer) as line:
        row = _pair(offer, note=note, counterpart=need)
        point(line, row)
    return row


def _check_asked(opening: Opening, profile: Profile) -> None:
    rows = Introduction.objects.filter(opening__organisation=opening.organisation_id, organisation_says=True)
    lately = rows.filter(began_at__gt=now() - A_DAY).exclude(opening=opening, profile=profile)
    if lately.count() >= MOST_ASKED:
        raise ValidationError(
            _("Your organisation has asked %(most)s people today. Ask the next ones tomorrow.") % {"most": MOST_ASKED}
        )


def _pair(opening: Opening, profile: Profile | None = None, note: str = "", **ends: Opening) -> Introduction:
    row, _new = Introduction.objects.get_or_create(
        opening=opening, profile=profile, **ends, defaults={"note": note.strip(), "began_at": now()}
    )
    return Introduction.objects.select_for_update(of=("self",)).get(pk=row.pk)


def _tell_organisation(row: Introduction) -> None:
    organisation = row.opening.organisation_id
    for member in writers_for([organisation]).get(organisation, []):
        subject, body = phrases.offered_letter(row, member)
        queue_message(key=f"introduction-offered:{row.pk}:{member.pk}", person=member, subject=subject, body=body)


def _settle(row: Introduction) -> None:
    """Tells both how to reach each other, once."""
    person = row.person
    if not row.agreed or row.settled_at or row.speaker is None or person is None:
        return
    row.settled_at = now()
    row.save(update_fields=["settled_at"])
    for reader, other in ((person, row.speaker), (row.speaker, person)):
        subject, body = phrases.agreed_letter(row, reader, other)
        queue_message(key=f"introduction-agreed:{row.pk}:{reader.pk}", person=reader, subject=subject, body=body)
