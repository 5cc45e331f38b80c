"""Every write on a skills profile. The machine proposes; the person alone confirms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.files.actions import ALLOWED, let_go, store_file
from mouakaba.base.files.models import StoredFile
from mouakaba.base.people.models import Person
from mouakaba.kernel.doctext import DocumentError, read_document
from mouakaba.kernel.skills import Skill
from mouakaba.match.skills.models import Profile, ProfileSkill, SkillText
from mouakaba.match.skills.queries import NotInstalledError, concept, cut_off, is_installed, read, skills_of, texts_of
from mouakaba.match.skills.rules import MOST_SKILLS, MOST_TEXTS

State = ProfileSkill.State
DOCUMENTS = {ending: ALLOWED[ending] for ending in (".pdf", ".docx", ".odt")}
READ = "mouakaba.match.skills.tasks.read"


def begin_profile(*, by: Person) -> Profile:
    """The person's profile, begun now if there is none; nobody else sees it yet."""
    if known := Profile.objects.filter(person=by).first():
        return known
    with recorded("begin_skills_profile", by=by) as line:
        made, _new = Profile.objects.get_or_create(person=by, defaults={"made_at": now(), "is_demo": by.is_demo})
        point(line, made)
    return made


def give_text(*, profile: Profile, text: str = "", upload: UploadedFile | None = None, by: Person) -> SkillText:
    """Keeps a text of the person, or a document, and has it read in the background.

    Raises ValidationError, in words, for a document that cannot be received or a text too many.
    """
    if texts_of(profile).count() >= MOST_TEXTS:
        raise ValidationError(_("You have given %(most)s texts. Take one back first.") % {"most": MOST_TEXTS})
    with recorded("give_skills_text", by=by, subject=profile):
        stored = store_file(upload=upload, owner=by, allowed=DOCUMENTS) if upload else None
        given = SkillText.objects.create(
            profile=profile, file=stored, name=stored.name if stored else "", text=text.strip(), given_at=now()
        )
        _have_it_read(given)
    return given


def _have_it_read(text: SkillText) -> None:
    app.configure_task(READ).defer(text_id=str(text.pk))


def read_again(*, text: SkillText, by: Person) -> None:
    """Gives a text whose reading was cut off to the background once more."""
    with recorded("read_skills_text_again", by=by, subject=text.profile):
        SkillText.objects.filter(pk=text.pk).update(state=SkillText.State.WAITING, flaw="", given_at=now())
        _have_it_read(text)


def take_up_texts() -> int:
    """Gives texts whose reading was cut off, by a killed worker or otherwise, to the background once more; how many."""
    waiting = SkillText.objects.filter(state=SkillText.State.WAITING).values_list("pk", flat=True)
    left = cut_off(READ, "text_id", waiting) if is_installed() else []
    for pk in left:
        app.configure_task(READ).defer(text_id=pk)
    return len(left)


def read_text(*, text_id: str) -> None:
    """Reads a waiting text and proposes its skills. A second run, or a text taken back meanwhile, changes nothing."""
    text = SkillText.objects.select_related("file", "profile").filter(pk=text_id, state=SkillText.State.WAITING).first()
    if text is None:
        return
    try:
        words = read_document(Path(text.file.content.path)) if text.file else text.text
        result = read(words)
    except DocumentError as error:
        _failed(text, error.flaw.value)
    except NotInstalledError:
        _failed(text, "not_installed")
    else:
        _propose(text, words, result.language, result.skills)


def _failed(text: SkillText, flaw: str) -> None:
    SkillText.objects.filter(pk=text.pk).update(state=SkillText.State.FAILED, flaw=flaw)


@transaction.atomic
def _propose(text: SkillText, words: str, language: str, skills: Iterable[Skill]) -> None:
    """What the person has already answered is not asked again."""
    row = SkillText.objects.select_for_update().filter(pk=text.pk, state=SkillText.State.WAITING).first()
    if row is None:
        return
    row.text, row.language, row.state = words, language, SkillText.State.READ
    row.save(update_fields=["text", "language", "state"])
    proposed = (
        ProfileSkill(
            profile=text.profile, uri=skill.uri, label=dict(skill.label), state=State.PROPOSED, text=row,
            probability=skill.score, evidence=[list(span) for span in skill.evidence],
        )
        for skill in skills
    )  # fmt: skip
    ProfileSkill.objects.bulk_create(proposed, ignore_conflicts=True)


def answer_proposals(*, profile: Profile, answers: Mapping[int, str], by: Person) -> int:
    """The person's word on proposed skills: {skill id: confirmed or rejected}. Returns how many were answered."""
    with recorded("answer_skill_proposals", by=by, subject=profile):
        rows = skills_of(profile, State.PROPOSED).select_for_update(of=("self",)).filter(pk__in=answers)
        answered = [row for row in rows if answers[row.pk] in (State.CONFIRMED, State.REJECTED)]
        for row in answered:
            row.state, row.decided_at = State(answers[row.pk]), now()
            row.save(update_fields=["state", "decided_at"])
    return len(answered)


def add_skill(*, profile: Profile, uri: str, by: Person) -> ProfileSkill:
    """Confirms a skill the person found by search. Raises ValidationError for one that does not exist, or too many."""
    known = concept(uri)
    if known is None:
        raise ValidationError(_("This skill is not in the list. Search for it again."))
    if skills_of(profile).count() >= MOST_SKILLS:
        raise ValidationError(_("Your profile is full: %(most)s skills. Remove one first.") % {"most": MOST_SKILLS})
    with recorded("add_skill", by=by, subject=profile, uri=uri):
        row, _new = ProfileSkill.objects.update_or_create(
            profile=profile,
            uri=uri,
            defaults={"label": dict(known.labels), "state": State.CONFIRMED, "decided_at": now()},
        )
    return row


def set_levels(*, profile: Profile, levels: Mapping[int, tuple[int | None, bool]], by: Person) -> None:
    """How well the person has each confirmed skill, and whether they want to use it: {skill id: (level, wish)}."""
    with recorded("set_skill_levels", by=by, subject=profile):
        for row in skills_of(profile, State.CONFIRMED).select_for_update(of=("self",)).filter(pk__in=levels):
            if (row.level, row.wish) != levels[row.pk]:
                row.level, row.wish = levels[row.pk]
                row.save(update_fields=["level", "wish"])


def remove_skill(*, skill: ProfileSkill, by: Person) -> None:
    """Takes a skill off the profile; it is kept as not theirs, so that no text proposes it again."""
    with recorded("remove_skill", by=by, subject=skill.profile, uri=skill.uri):
        skill.state, skill.decided_at, skill.level, skill.wish = State.REJECTED, now(), None, False
        skill.save(update_fields=["state", "decided_at", "level", "wish"])


def set_seen(*, profile: Profile, by: Person, **values: Any) -> Profile:
    """Where the person works, when, and who sees what of it: columns of Profile."""
    with recorded("set_skills_seen", by=by, subject=profile, seen_by=values.get("seen_by", profile.seen_by)):
        for name, value in values.items():
            setattr(profile, name, value)
        profile.full_clean(exclude=["person"])
        profile.save()
    return profile


def take_text_back(*, text: SkillText, by: Person) -> None:
    """Deletes a text and its file. Skills the person confirmed stay; proposals nobody answered go with it."""
    with recorded("take_skills_text_back", by=by, subject=text.profile):
        skills_of(text.profile, State.PROPOSED).filter(text=text).delete()
        skills_of(text.profile).filter(text=text).update(evidence=[])
        _drop(text)


def _drop(text: SkillText) -> None:
    stored: StoredFile | None = text.file
    text.delete()
    if stored:
        let_go(stored)


def withdraw_profile(*, profile: Profile, by: Person) -> None:
    """Ends the profile: skills, texts and files go at once."""
    with recorded("withdraw_skills_profile", by=by, subject=profile):
        for text in texts_of(profile).select_related("file"):
            _drop(text)
        profile.delete()


def export_profile(person: Person) -> dict[str, Any]:
    """What is held about a person's skills, as data."""
    profile = Profile.objects.filter(person=person).first()
    if profile is None:
        return {}
    about = ("headline", "region_id", "remote", "languages", "availability", "available_from", "seen_by", "shown")
    return {
        **{name: getattr(profile, name) for name in (*about, "teaches", "made_at")},
        "texts": list(texts_of(profile).values("name", "text", "language", "state", "given_at")),
        "skills": list(skills_of(profile).values("uri", "label", "state", "level", "wish", "evidence", "decided_at")),
    }


def erase_profile(person: Person) -> None:
    """Lets go of a person's profile and of its history."""
    profile = Profile.objects.filter(person=person).first()
    if profile is None:
        return
    pk, skills = profile.pk, list(skills_of(profile).values_list("pk", flat=True))
    withdraw_profile(profile=profile, by=person)
    for model, known in ((Profile, [pk]), (ProfileSkill, skills)):
        model.pgh_event_model.objects.filter(pgh_obj_id__in=known).delete()  # type: ignore[union-attr]
