"""Letters of introductions and of their conversations. Before both said yes a letter names no person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from mouakaba.base.people.models import Person
from mouakaba.base.words.queries import said
from mouakaba.kernel.contacts import contacts
from mouakaba.kernel.text import isolate
from mouakaba.match.introductions.models import ConversationReport, Introduction, Message
from mouakaba.match.listings.models import Opening

TOPIC_LABEL = gettext_lazy("New messages in my conversations")


def say_contacts(text: str) -> str:
    """Why a text may not go out before both said yes, with the words found in it; empty when it may."""
    found = list(dict.fromkeys(text[one.start : one.end].strip() for one in contacts(text)))
    if not found:
        return ""
    return _(
        "Phone, e-mail and links are shown when both of you have said yes, not before. Take out: %(found)s. "
        "Nothing you wrote is lost."
    ) % {"found": " · ".join(isolate(words) for words in found)}


def side_of(introduction: Introduction, *, from_person: bool) -> str:
    """How a side of a conversation is called: by its name between two organisations, else without one."""
    if introduction.counterpart is None:
        return _("the person") if from_person else _("the organisation")
    listing = introduction.counterpart if from_person else introduction.opening
    return said(listing.owner_name)


def _page(name: str, *arguments: object) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name, args=arguments)}"


def _about(opening: Opening) -> dict[str, str]:
    return {"organisation": said(opening.owner_name), "opening": opening.title}


def asked_letter(introduction: Introduction, person: Person) -> tuple[str, str]:
    """To the person: an organisation would like to meet them."""
    with override(person.language):
        lines = [
            _("“%(organisation)s” would like to meet you for “%(opening)s”.") % _about(introduction.opening),
            *([_("It writes:") + "\n" + introduction.note] if introduction.note else []),
            _("It has not seen your name. If you say yes, each of you sees the other's name and e-mail."),
            _("Answer here:") + "\n" + _page("my_introductions"),
        ]
        return _("An organisation would like to meet you"), "\n\n".join(lines)


def offered_letter(introduction: Introduction, reader: Person) -> tuple[str, str]:
    """To the organisation: somebody is interested in its opening."""
    with override(reader.language):
        lines = [
            _("Somebody whose skills you can read is interested in “%(opening)s”.") % _about(introduction.opening),
            _("Answer here:") + "\n" + _page("opening_matches", introduction.opening_id),
        ]
        return _("Somebody is interested in what you published"), "\n\n".join(lines)


def agreed_letter(introduction: Introduction, reader: Person, other: Person) -> tuple[str, str]:
    """To either side, once both said yes: how to reach the other."""
    with override(reader.language):
        lines = [
            _("You both said yes, for “%(opening)s” of “%(organisation)s”.") % _about(introduction.opening),
            _("You can write to %(name)s: %(email)s") % {"name": other.name or other.email, "email": other.email},
        ]
        return _("You can now write to each other"), "\n\n".join(lines)


def messages_letter(reader: Person, fresh: Sequence[Message]) -> tuple[str, str]:
    """To either side: how many new messages, about which openings. The words stay on the platform."""
    counts = Counter(message.introduction_id for message in fresh)
    rows = {message.introduction_id: message.introduction for message in fresh}
    mine = {message.introduction_id for message in fresh if not message.from_person}  # written to the other side
    with override(reader.language):
        lines = [_new_in(rows[pk], count, pk in mine) for pk, count in counts.items()]
        return _("New messages"), "\n\n".join(lines)


def _new_in(introduction: Introduction, count: int, mine: bool) -> str:
    if introduction.counterpart:
        return _new_between(introduction, count, mine)
    said_so = ngettext(
        "%(n)s new message about “%(opening)s” of “%(organisation)s”.",
        "%(n)s new messages about “%(opening)s” of “%(organisation)s”.",
        count,
    ) % {"n": count, **_about(introduction.opening)}
    return said_so + "\n" + _page("my_conversation" if mine else "office_conversation", introduction.pk)


def _new_between(introduction: Introduction, count: int, mine: bool) -> str:
    """Between two organisations: the one that wrote is named."""
    said_so = ngettext(
        "%(n)s new message of %(who)s about “%(opening)s”.",
        "%(n)s new messages of %(who)s about “%(opening)s”.",
        count,
    ) % {"n": count, "who": side_of(introduction, from_person=not mine), "opening": introduction.opening.title}
    return said_so + "\n" + _page("my_conversation" if mine else "office_conversation", introduction.pk)


def report_letter(report: ConversationReport, operator: Person) -> tuple[str, str]:
    """To the operator: a conversation was reported. Neither names nor words: they are read in the administration."""
    with override(operator.language):
        lines = [
            _reported(report.introduction),
            _("Read it and settle it here:")
            + "\n"
            + f"{settings.PUBLIC_URL}{reverse('admin:match_conversationreport_change', args=[report.pk])}",
        ]
        return _("A conversation was reported"), "\n\n".join(lines)


def _reported(introduction: Introduction) -> str:
    about = _about(introduction.opening)
    if introduction.counterpart is None:
        return _("A conversation about “%(opening)s” of “%(organisation)s” was reported to you.") % about
    other = side_of(introduction, from_person=True)
    return _("A conversation between “%(organisation)s” and “%(other)s” about “%(opening)s” was reported to you.") % {
        **about,
        "other": other,
    }
