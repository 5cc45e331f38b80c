"""Integration: a training is a listing like another; a person finds those that teach what they lack."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from mouakaba.kernel.matching import Side
from mouakaba.match import registry
from mouakaba.match.gaps.queries import lacking, trainings_for
from mouakaba.match.introductions.actions import offer_self
from mouakaba.match.listings.models import Opening, OpeningSkill, Sector
from mouakaba.match.pairing.queries import matches_of_opening, matches_of_profile, with_asked_skills
from mouakaba.match.skills.models import Profile
from tests import factories
from tests.match.conftest import ESCO, as_, make_opening, make_profile, make_training

pytestmark = pytest.mark.django_db
GOOD = {
    "title": "DEMO soudure", "text": "Apprendre à souder.", "region": "MA-02", "sector": "construction",
    "starts_on": "2026-04-06", "ends_on": "2026-04-17", "seats": "12", "price": "0", "closes_on": "2026-03-31",
}  # fmt: skip


def url(name: str, *arguments: Any, language: str = "fr") -> str:
    with override(language):
        return reverse(name, args=arguments)


def suited(profile: Profile) -> list[tuple[Opening, set[str]]]:
    found = trainings_for(profile, lacking(profile))
    return [(one.training, {label["en"].removesuffix(" (en)") for label in one.teaches}) for one in found]


def test_a_training_is_written_read_and_published(startup: Any, boss: Any, today: None) -> None:
    client = as_(boss)
    new = url("opening_new") + "?kind=trainings"
    assert "Formations" in client.get(new).content.decode()
    assert client.post(new, {**GOOD, "organisation": startup.pk}).status_code == 302
    training = Opening.objects.get()
    assert (training.kind_code, training.seats, training.price) == ("trainings", 12, 0)
    assert training.starts_on == date(2026, 4, 6)
    office = url("opening_office", training.pk)
    client.post(url("opening_publish", training.pk))
    assert "quelles compétences la formation enseigne" in client.get(office).content.decode()
    row = OpeningSkill.objects.create(opening=training, uri=ESCO + "x", label=factories.words("x"), state="proposed")
    assert "Enseignée" in client.get(office).content.decode()
    client.post(office, {f"skill-{row.pk}": "asked"})
    client.post(url("opening_publish", training.pk))
    public = as_(None).get(url("openings") + "?kind=trainings").content.decode()
    assert training.title in public
    assert training.title not in as_(None).get(url("openings")).content.decode()
    page = as_(None).get(url("opening", training.pk)).content.decode()
    assert "Compétences enseignées" in page
    assert "12 places" in page


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ends_on": "2026-04-05"}, "__all__"),
        ({"seats": "0"}, "seats"),
        ({"seats": "many"}, "seats"),
        ({"price": "-1"}, "price"),
        ({"starts_on": "soon"}, "starts_on"),
        ({"sector": "witchcraft"}, "sector"),
    ],
)
def test_bad_input_is_said_and_nothing_typed_is_lost(
    startup: Any, boss: Any, today: None, change: Any, field: str
) -> None:
    given = {**GOOD, "organisation": startup.pk, **change}
    response = as_(boss).post(url("opening_new") + "?kind=trainings", given)
    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert "Apprendre à souder." in response.content.decode()
    assert not Opening.objects.exists()


def test_the_database_refuses_an_end_before_the_beginning(startup: Any, today: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_training(startup, ends_on=date(2026, 4, 1))


def test_an_opening_has_no_fields_of_a_training(startup: Any, boss: Any, today: None) -> None:
    as_(boss).post(url("opening_new"), {**GOOD, "organisation": startup.pk})
    opening = Opening.objects.get()
    assert (opening.kind_code, opening.starts_on, opening.seats, opening.price) == ("talent_openings", None, None, None)
    assert opening.sector == "construction"


def test_an_unknown_kind_is_the_first(startup: Any, boss: Any, today: None) -> None:
    assert as_(boss).get(url("opening_new") + "?kind=x").context["kind"].code == "talent_openings"


def test_a_person_finds_what_teaches_the_skills_they_lack(opening: Opening, profile: Profile, startup: Any) -> None:
    welding = make_training(startup, ["welding", "python"])
    make_training(startup, ["python"])  # has it already
    make_training(startup, ["cooking"])  # nobody asks for it
    make_training(startup, ["welding"], state="draft")
    assert suited(profile) == [(welding, {"welding"})]


def test_an_opening_wished_counts_though_it_does_not_fit(profile: Profile, startup: Any, sara: Any) -> None:
    far = make_opening(startup, ["weaving"], region_id="MA-09")
    training = make_training(startup, ["weaving"])
    assert suited(profile) == []
    offer_self(opening=far, profile=profile, by=sara)
    assert suited(profile) == [(training, {"weaving"})]
    far.state = Opening.State.CLOSED
    far.save()
    assert suited(profile) == []


def test_the_best_training_is_near_and_free_in_a_language_of_the_person(
    opening: Opening, profile: Profile, startup: Any
) -> None:
    dear = make_training(startup, ["welding"], price=500, region_id="MA-09")
    near = make_training(startup, ["welding"], languages=["fr"])
    make_training(startup, ["welding"], languages=["es"])
    found = trainings_for(profile, lacking(profile))
    assert [one.training for one in found] == [near, dear]
    assert [reason.code for reason in found[0].besides] == ["place", "free"]
    assert found[1].besides == ()


def test_nobody_is_found_by_what_they_lack(opening: Opening, profile: Profile, startup: Any, boss: Any) -> None:
    training = make_training(startup, ["python", "welding"])
    loaded = with_asked_skills(Opening.objects).get(pk=training.pk)
    assert matches_of_opening(loaded) == []
    assert [match.opening for match in matches_of_profile(profile)] == [opening]
    page = as_(boss).get(url("opening_matches", training.pk))
    assert page.status_code == 200
    assert "DEMO line" not in page.content.decode()


def test_interest_in_a_training_reaches_its_school(profile: Profile, startup: Any, sara: Any, boss: Any) -> None:
    training = make_training(startup, ["welding"])
    assert as_(sara).post(url("my_interest", training.pk)).status_code == 302
    assert "DEMO line" in as_(boss).get(url("opening_matches", training.pk)).content.decode()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_page_of_a_person(opening: Opening, profile: Profile, startup: Any, sara: Any, language: str) -> None:
    training = make_training(startup, ["welding"])
    for number in range(15):
        make_training(startup, ["welding"], title=f"DEMO {number}")
        make_opening(startup, ["python", f"skill {number}"])
    client = as_(sara)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(url("my_trainings", language=language))
    assert response.status_code == 200
    assert f"/{language}/openings/{training.pk}/" in response.content.decode()
    assert f'lang="{language}"' in response.content.decode()
    assert len(asked) <= 12, "\n".join(query["sql"][-120:] for query in asked)


def test_the_page_is_ones_own(opening: Opening, profile: Profile, charlie: Any) -> None:
    assert as_(None).get(url("my_trainings")).status_code == 302
    assert as_(charlie).get(url("my_trainings")).headers["Location"] == url("my_skills")
    empty = as_(make_profile(factories.make_person("Empty")).person).get(url("my_trainings"))
    assert 'class="empty"' in empty.content.decode()


def test_a_new_kind_is_one_declaration(startup: Any, boss: Any, today: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A third kind, declared here and nowhere else, has its pages; the engine names no kind."""
    first = registry.kinds()[0]
    words = {key: {"ar": f"{key} DEMO", "fr": f"{key} DEMO", "en": f"{key} DEMO"} for key in registry.SAID}
    mentors = registry.MarketKind(
        "mentors", first.name, first.left_noun, first.right_noun, first.market, words, Side.LEFT, ("seats",)
    )
    monkeypatch.setattr(registry, "_kinds", {**registry._kinds, "mentors": mentors})
    client = as_(boss)
    new = url("opening_new") + "?kind=mentors"
    fields = client.get(new).context["form"].fields
    assert "seats" in fields
    assert "price" not in fields
    assert fields["closes_on"].label == "closes_on DEMO"
    client.post(new, {**GOOD, "organisation": startup.pk})
    made = Opening.objects.get()
    OpeningSkill.objects.create(opening=made, uri=ESCO + "x", label=factories.words("x"), state="asked")
    client.post(url("opening_publish", made.pk))
    for page in (url("opening", made.pk), url("opening_office", made.pk), url("openings") + "?kind=mentors"):
        assert "DEMO" in as_(boss).get(page).content.decode(), page
    assert "skills DEMO" in as_(None).get(url("opening", made.pk)).content.decode()
    assert "people DEMO" in client.get(url("opening_matches", made.pk)).content.decode()


def test_a_kind_with_a_word_missing_is_refused() -> None:
    kind = registry.kinds()[0]
    with pytest.raises(ValueError, match="says"):
        registry.MarketKind(kind.code, kind.name, kind.left_noun, kind.right_noun, kind.market, {})


def test_no_room_names_a_kind() -> None:
    codes = [kind.code for kind in registry.kinds()]
    engine = Path(registry.__file__).parent
    named = re.compile("|".join(rf"[\"']{code}[\"']" for code in codes))
    sources = [path for path in engine.rglob("*.*") if path.suffix in {".py", ".html"}]
    telling = [
        str(path)
        for path in sources
        if not {"kinds", "migrations"} & set(path.parts) and named.search(path.read_text())
    ]
    assert len(codes) > 1
    assert telling == []


def test_the_sectors_are_the_fields_of_the_glossary() -> None:
    from mouakaba.kernel.skills.glossary import FIELDS

    assert tuple(Sector.values) == FIELDS
