"""Integration: a person's skills are theirs to confirm, to show and to take back."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from procrastinate.contrib.django.models import ProcrastinateJob

from mouakaba.base.files.models import StoredFile
from mouakaba.base.privacy.actions import erase_person, export_person
from mouakaba.match.skills import actions
from mouakaba.match.skills.models import Profile, ProfileSkill, SkillText
from mouakaba.match.skills.queries import corrections, pieces
from tests import factories
from tests.match.conftest import ESCO, TODAY, as_, make_profile

pytestmark = pytest.mark.django_db
State = ProfileSkill.State
LANGUAGES = ("ar", "fr", "en")


def url(name: str, *arguments: Any, language: str = "fr") -> str:
    with override(language):
        return reverse(name, args=arguments)


@pytest.fixture
def text(profile: Profile) -> SkillText:
    """A text that was read, with two proposals."""
    words = "Je code en Python et je soude."
    made = SkillText.objects.create(
        profile=profile, text=words, language="fr", state="read", given_at=factories.at(TODAY)
    )
    for number, (skill, span) in enumerate([("django", [11, 17]), ("welding", [24, 29])]):
        ProfileSkill.objects.create(
            profile=profile, uri=ESCO + skill, label=factories.words(skill), state=State.PROPOSED,
            text=made, probability=0.9 - number / 10, evidence=[span],
        )  # fmt: skip
    return made


def states(profile: Profile) -> dict[str, str]:
    return {row.uri.removeprefix(ESCO): row.state for row in ProfileSkill.objects.filter(profile=profile)}


def test_nothing_is_there_until_the_person_begins(sara: Any, today: None) -> None:
    client = as_(sara)
    page = client.get(url("my_skills")).content.decode()
    assert url("my_skills_begin") in page
    assert not Profile.objects.exists()
    assert client.post(url("my_skills_begin")).status_code == 302
    client.post(url("my_skills_begin"))
    assert Profile.objects.get().seen_by == Profile.Seen.NOBODY


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_open_in_each_language(text: SkillText, sara: Any, language: str) -> None:
    client = as_(sara)
    for name, arguments in (("my_skills", ()), ("my_skills_text", (text.pk,)), ("my_skills_seen", ())):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = client.get(url(name, *arguments, language=language))
        assert response.status_code == 200
        assert len(queries) <= 12, name
        assert f'lang="{language}"' in response.content.decode()


def test_the_number_of_skills_does_not_change_the_number_of_queries(profile: Profile, sara: Any) -> None:
    client = as_(sara)
    with CaptureQueriesContext(connection) as few:
        client.get(url("my_skills"))
    for number in range(100):
        ProfileSkill.objects.create(
            profile=profile, uri=f"{ESCO}{number}", label=factories.words("x"), state=State.CONFIRMED,
            decided_at=factories.at(TODAY),
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        client.get(url("my_skills"))
    assert len(many) == len(few)


def test_the_words_that_led_to_a_proposal_are_marked(text: SkillText, sara: Any) -> None:
    page = as_(sara).get(url("my_skills_text", text.pk)).content.decode()
    assert "<mark>Python</mark>" in page
    assert "<mark>soude</mark>" in page


def test_the_person_alone_confirms(text: SkillText, profile: Profile, sara: Any) -> None:
    rows = {row.uri.removeprefix(ESCO): row.pk for row in ProfileSkill.objects.filter(text=text)}
    answers = {f"skill-{rows['django']}": "confirmed", f"skill-{rows['welding']}": "rejected", "skill-x": "confirmed"}
    assert as_(sara).post(url("my_skills_text", text.pk), answers).status_code == 302
    assert states(profile) == {
        "python": "confirmed", "solar": "confirmed", "english": "confirmed", "django": "confirmed",
        "welding": "rejected",
    }  # fmt: skip


def test_what_is_left_open_stays_a_proposal(text: SkillText, profile: Profile, sara: Any) -> None:
    as_(sara).post(url("my_skills_text", text.pk), {})
    assert [states(profile)[skill] for skill in ("django", "welding")] == ["proposed", "proposed"]


def test_a_stranger_finds_nothing_of_it(text: SkillText, profile: Profile, charlie: Any) -> None:
    make_profile(charlie)
    other = as_(charlie)
    skill = ProfileSkill.objects.filter(profile=profile).first()
    assert other.get(url("my_skills_text", text.pk)).status_code == 404
    assert other.post(url("my_skills_take_back", text.pk)).status_code == 404
    assert skill and other.post(url("my_skills_remove", skill.pk)).status_code == 404
    other.post(url("my_skills_levels"), {f"level-{skill.pk}": "4"})
    skill.refresh_from_db()
    assert skill.level is None
    assert as_(None).get(url("my_skills_text", text.pk)).status_code == 302


def test_levels_and_wishes(profile: Profile, sara: Any) -> None:
    row = ProfileSkill.objects.get(uri=ESCO + "python")
    as_(sara).post(url("my_skills_levels"), {f"level-{row.pk}": "3", f"wish-{row.pk}": "on", "level-9x": "1"})
    row.refresh_from_db()
    assert (row.level, row.wish) == (3, True)
    as_(sara).post(url("my_skills_levels"), {f"level-{row.pk}": "77"})
    row.refresh_from_db()
    assert (row.level, row.wish) == (None, False)


def test_a_removed_skill_is_not_proposed_again(profile: Profile, sara: Any) -> None:
    row = ProfileSkill.objects.get(uri=ESCO + "solar")
    as_(sara).post(url("my_skills_remove", row.pk))
    assert states(profile)["solar"] == "rejected"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "x" * 200_001}, "text"),
        ({"text": "x", "upload": SimpleUploadedFile("a.pdf", b"%PDF-1.4")}, "upload"),
        ({"upload": SimpleUploadedFile("a.exe", b"MZ")}, "upload"),
        ({"upload": SimpleUploadedFile("a.pdf", b"MZ not a pdf")}, "upload"),
    ],
)
def test_what_cannot_be_received_is_said_beside_its_field(profile: Profile, sara: Any, data: Any, field: str) -> None:
    response = as_(sara).post(url("my_skills_give"), data)
    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert not SkillText.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_text_too_many_keeps_what_was_typed(profile: Profile, sara: Any) -> None:
    for _ in range(5):
        SkillText.objects.create(profile=profile, text="x", state="read", given_at=factories.at(TODAY))
    response = as_(sara).post(url("my_skills_give"), {"text": "typed at length"})
    assert response.status_code == 422
    assert "typed at length" in response.content.decode()


def test_a_given_text_waits_for_its_reader(profile: Profile, sara: Any) -> None:
    response = as_(sara).post(url("my_skills_give"), {"text": "Je code en Python."})
    given = SkillText.objects.get()
    assert response.headers["Location"] == url("my_skills_text", given.pk)
    jobs = ProcrastinateJob.objects.filter(task_name="mouakaba.match.skills.tasks.read")
    assert [job.args["text_id"] for job in jobs if job.args["text_id"] == str(given.pk)] == [str(given.pk)]
    assert "http-equiv" in as_(sara).get(url("my_skills_text", given.pk)).content.decode()


def test_a_document_without_words_says_so(profile: Profile, sara: Any) -> None:
    document = io.BytesIO()
    with zipfile.ZipFile(document, "w") as made:
        made.writestr("word/document.xml", "<w/>")
    upload = SimpleUploadedFile("cv.docx", document.getvalue())
    given = actions.give_text(profile=profile, upload=upload, by=sara)
    actions.read_text(text_id=str(given.pk))
    given.refresh_from_db()
    assert (given.state, given.flaw) == ("failed", "empty")
    for language in LANGUAGES:
        assert as_(sara).get(url("my_skills_text", given.pk, language=language)).status_code == 200


def test_a_text_taken_back_takes_its_open_proposals_along(text: SkillText, profile: Profile, sara: Any) -> None:
    ProfileSkill.objects.filter(uri=ESCO + "django").update(state=State.CONFIRMED)
    as_(sara).post(url("my_skills_take_back", text.pk))
    assert not SkillText.objects.exists()
    assert "welding" not in states(profile)
    assert states(profile)["django"] == "confirmed"


def test_withdrawing_leaves_nothing(text: SkillText, profile: Profile, sara: Any) -> None:
    as_(sara).post(url("my_skills_withdraw"))
    assert not Profile.objects.exists()
    assert not ProfileSkill.objects.exists()
    assert not SkillText.objects.exists()


def test_export_holds_it_and_erasure_ends_it(text: SkillText, sara: Any) -> None:
    data = export_person(sara)["skills"]
    assert {skill["uri"].removeprefix(ESCO) for skill in data["skills"]} >= {"python", "django"}
    assert data["texts"][0]["text"] == text.text
    erase_person(person=sara, by=sara)
    assert not Profile.objects.exists()
    assert not Profile.pgh_event_model.objects.exists()
    assert not ProfileSkill.pgh_event_model.objects.exists()


def test_availability_names_its_day(profile: Profile, sara: Any) -> None:
    response = as_(sara).post(url("my_skills_seen"), {"availability": "from", "seen_by": "nobody"})
    assert response.status_code == 422
    assert "available_from" in response.context["form"].errors or response.context["form"].non_field_errors()


def test_pieces_mark_the_union_of_spans() -> None:
    cut = [(piece.words, piece.marked) for piece in pieces("abcdef", [[1, 3], [2, 4], [9, 12]])]
    assert "".join(words for words, _ in cut) == "abcdef"
    assert "".join(words for words, marked in cut if marked) == "bcd"


def test_corrections_are_taken_with_consent_and_without_names(text: SkillText, profile: Profile, sara: Any) -> None:
    text.text = "Écrire à sara@demo.example ou au 0612345678, je code en Python.\nje soude."
    start = text.text.index("Python")
    text.save()
    ProfileSkill.objects.filter(uri=ESCO + "django").update(state=State.CONFIRMED, evidence=[[start, start + 6]])
    assert list(corrections()) == []
    Profile.objects.update(teaches=True)
    [one] = corrections()
    assert one.as_dict() == {
        "text": "Écrire à … ou au …, je code en Python.", "language": "fr", "uri": ESCO + "django", "confirmed": True,
    }  # fmt: skip
    out = io.StringIO()
    call_command("corrections", stdout=out)
    assert json.loads(out.getvalue()) == one.as_dict()
