"""Integration: the demonstration is loaded once, and equals what people would have sent through the pages."""

from __future__ import annotations

import re
import stat
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils.translation import override

from mouakaba.accompany.models import Waiting
from mouakaba.base.clock.models import DemoClock
from mouakaba.base.clock.queries import now
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.actions import open_account
from mouakaba.base.people.models import Person
from mouakaba.match import registry
from mouakaba.match.cohorts.queries import plan_pairs
from mouakaba.match.introductions.models import Message
from mouakaba.match.listings.models import Opening
from mouakaba.match.listings.queries import open_trainings
from mouakaba.match.pairing.queries import matches_of_opening, with_asked_skills
from mouakaba.match.schools.models import SchoolAgreement
from mouakaba.match.schools.queries import agreements_kept_by, agreements_run_by, counts_of, invitations_of
from mouakaba.match.searches.models import SavedSearch
from mouakaba.match.trades.models import Deal, Delivery
from mouakaba.select.applications.actions import save_answers, start_application, submit_application
from mouakaba.select.applications.models import Application, Submission
from mouakaba.select.calls.models import Call
from mouakaba.select.programmes.models import Programme, PublishedFigure
from mouakaba.select.review.actions import assign, close_marks, finish_review, save_marks
from mouakaba.select.review.models import Conflict, Juror, Review
from mouakaba.site.demo.applications import invent
from mouakaba.site.demo.house import HELPED
from mouakaba.site.demo.loading import SEED, load, logins
from mouakaba.site.demo.receiving import add_applications
from mouakaba.site.demo.talents import invented
from tests.site.demo.conftest import SIZES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def rows() -> dict[str, int]:
    """How many rows each of the product's tables holds."""
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor) if name.startswith(("base_", "select_"))]
        counts = {}
        for name in names:
            cursor.execute(f'SELECT count(*) FROM "{name}"')
            counts[name] = cursor.fetchone()[0]
    return counts


def password_in(folder: Path) -> str:
    lines = (folder / "demo-logins.txt").read_text(encoding="utf-8").splitlines()
    return next(line.removeprefix("password: ") for line in lines if line.startswith("password: "))


def test_calls_are_published_with_their_applications(loaded: Path) -> None:
    small = Call.objects.filter(kind_code__in=("fair", "hosting"))
    assert len(small) == 2 and all(call.decided_at and call.version for call in small)
    calls = {call.slug: call for call in Call.objects.exclude(pk__in=small)}
    assert set(calls) == set(SIZES)
    assert {call.stage(now()) for slug, call in calls.items() if slug != "kawaliss-2"} == {"open"}
    assert calls["kawaliss-2"].stage(now()) == "closed"
    assert calls["kawaliss-2"].applications.count() == 30
    assert all(call.is_demo and call.version and call.version.published_at < call.opens_at for call in calls.values())
    sent = calls["kawaliss-3"].applications.values_list("submitted_at", flat=True)
    assert 0 < len(sent) <= 8
    assert max(sent) < now()


def test_the_chosen_of_hosting_wait_for_their_site(loaded: Path) -> None:
    call = Call.objects.get(kind_code="hosting")
    rows = Waiting.objects.filter(application__call=call).select_related("member", "site")
    assert call.applications.count() == 6 and {row.site.slug for row in rows} == {"technopark-tangier"}
    wanted = sorted((row.kind, row.wanted) for row in rows)
    assert wanted == [("coworking", 2), ("coworking", 3), ("office", 14), ("office", 18)]
    assert {row.member.stage for row in rows} == {"boost_up_lab", "start"}  # without a company, and with one
    assert all(row.member.is_demo and "DEMO" in row.member.name for row in rows)


def test_the_officer_and_the_jury_have_worked_on_kawaliss_two(loaded: Path) -> None:
    call = Call.objects.get(slug="kawaliss-2")
    by_verdict = Counter(call.applications.values_list("verdict", "state"))
    assert {state for (verdict, state) in by_verdict if verdict == "eligible"} == {"admitted"}
    assert {state for (verdict, state) in by_verdict if verdict == "ineligible"} <= {"submitted"}
    reviews = Review.objects.filter(application__call=call)
    assert set(reviews.values_list("state", flat=True)) == {"done"}
    assert reviews.count() == 3 * call.applications.filter(state="admitted").count()
    assert Juror.objects.filter(call=call).count() == 13
    assert Juror.objects.get(call=call, is_president=True).person.email == "president@demo.example"


def test_no_juror_marks_a_file_in_conflict(loaded: Path) -> None:
    pairs = set(Conflict.objects.values_list("juror", "application"))
    assert pairs
    assert not pairs & set(Review.objects.values_list("juror", "application"))


def test_the_marks_can_be_closed_and_give_every_admitted_file_a_score(loaded: Path) -> None:
    call = Call.objects.get(slug="kawaliss-2")
    close_marks(call=call, by=Person.objects.get(email="officer@demo.example"))
    assert not call.applications.filter(state="admitted", score=None).exists()


def test_the_figure_of_cohort_one_disagrees_with_its_parts(loaded: Path) -> None:
    figure = PublishedFigure.objects.get(code="cohort-1-projects")
    assert (figure.stated, figure.counted, figure.disagrees) == (18, 17, True)
    assert sorted(part["count"] for part in figure.parts) == [4, 4, 4, 5]


def test_organisations_and_roles(loaded: Path) -> None:
    assert Organisation.objects.get(search__contains="valbium").slug == "valbiom"
    assert Programme.objects.get(slug="kawaliss").partners.get().slug == "eu-delegation"
    officer = Person.objects.get(email="officer@demo.example")
    assert officer.memberships.get().organisation.slug == "hiba"
    assert not Organisation.objects.exclude(ice="").exists()


def test_a_second_load_changes_nothing(loaded: Path) -> None:
    before, logins = rows(), (loaded / "demo-logins.txt").read_bytes()
    clock = DemoClock.objects.values().get()
    assert load(loaded, SIZES) == []
    assert rows() == before
    assert (loaded / "demo-logins.txt").read_bytes() == logins
    assert DemoClock.objects.values().get() == clock


def test_everybody_in_the_file_can_log_in(loaded: Path) -> None:
    password = password_in(loaded)
    people = Person.objects.filter(email__in=["officer@demo.example", "demo-juror-07@demo.example"])
    assert [person.check_password(password) for person in people] == [True, True]
    assert stat.S_IMODE((loaded / "demo-logins.txt").stat().st_mode) == 0o600
    assert list(Person.objects.filter(is_superuser=True).values_list("email", flat=True)) == ["admin@demo.example"]
    invented = Person.objects.filter(email__startswith="demo-applicant-")
    assert not any(person.has_usable_password() for person in invented)


def test_nobody_in_it_bears_a_real_name(loaded: Path) -> None:
    known = re.compile(
        r"(مترشحة?|DEMO (Candidate?|Applicant)) \d{3,}( \(DEMO\))?|DEMO Juror \d\d"
        r"|ممثلة? العارض \d+ \(DEMO\)|DEMO (Exposant|Exhibitor) \d+"
        r"|مترشحة? للاستضافة \d+ \(DEMO\)|DEMO (Candidature d’hébergement|Hosting applicant) \d+"
    )
    roles = {"مسؤولة البرنامج (DEMO)", "Présidente du jury (DEMO)", "منشط الإيدياثون (DEMO)", "DEMO Operator"}
    roles |= {login.name for login in logins()} | {HELPED}
    assert all("DEMO" in role for role in roles)
    names = set(Person.objects.values_list("name", flat=True))
    assert {name for name in names - roles if not known.fullmatch(name)} == set()
    assert not Person.objects.filter(is_demo=False).exists()


def test_openings_find_people_and_everything_is_invented(loaded: Path) -> None:
    startups = Organisation.objects.filter(slug__in=[one["slug"] for one in invented()["organisations"]])
    assert all(startup.is_demo for startup in startups)
    openings = with_asked_skills(Opening.objects.filter(side="").order_by("title"))
    assert len(openings) == len(invented()["openings"]) + len(invented()["trainings"])
    assert open_trainings().count() == len(invented()["trainings"]) == 3
    assert all(opening.is_demo and opening.state == Opening.State.OPEN for opening in openings)
    best = {
        opening.title: [match.profile.person.email for match in matches_of_opening(opening)] for opening in openings
    }
    assert "talent-2@demo.example" in best["مطور ويب"][:1]
    assert "talent@demo.example" in best["تقنيو تركيب وصيانة أنظمة الطاقة الشمسية"][:1]


def test_services_are_public_with_their_source_and_needs_are_invented(loaded: Path) -> None:
    offers, needs = Opening.objects.filter(side="offer", is_demo=False), Opening.objects.filter(side="need")
    streams = offers.filter(kind_code="waste_streams")
    assert [one.facts["quantity"] for one in streams] == ["60000"]
    assert {"hosting", "visibility", "prototyping", "industrialisation"} <= {one.facts.get("service") for one in offers}
    assert all(one.source_url and not one.is_demo for one in offers)
    assert needs.exists() and all(one.is_demo and (one.person or one.organisation.is_demo) for one in needs)
    assert {deal.state for deal in Deal.objects.all()} == {Deal.State.ACCEPTED, Deal.State.AGREED}
    weighed = Delivery.objects.filter(amount__isnull=False)
    assert sum(weighed.values_list("amount", flat=True)) == 109688 + 140400  # centimes
    own = Opening.objects.filter(person__isnull=False)
    assert {one.kind_code for one in own} == {"mentors", "services"} and all(one.is_demo for one in own)
    plan = plan_pairs(registry.kind("mentors"))
    assert (len(plan.fits), len(plan.left)) == (2, 1)
    assert sum(Delivery.objects.filter(unit="hour").values_list("quantity", flat=True)) == Decimal("6.5")


def test_a_search_and_a_conversation_show_how_they_look(loaded: Path) -> None:
    search, over_markets = SavedSearch.objects.order_by("over_markets")
    assert search.is_demo and over_markets.is_demo
    new = over_markets.hits.filter(seen_at__isnull=True).values_list("entry__opening__title", flat=True)
    assert "مرج الزيتون (DEMO)" in set(new)
    assert search.hits.count() == len(matches_of_opening(with_asked_skills(Opening.objects).get(pk=search.opening_id)))
    said = [(message.from_person, "DEMO" in message.text) for message in Message.objects.all()]
    assert said == [(True, True), (False, True)]


def test_a_school_with_an_agreement_has_invited_graduates(loaded: Path) -> None:
    agreement = SchoolAgreement.objects.get()
    people = {name: Person.objects.get(email=f"{name}@demo.example") for name in ("officer", "startup", "talent")}
    assert list(agreements_kept_by(people["officer"])) == [agreement]
    assert list(agreements_run_by(people["startup"])) == [agreement]
    assert invitations_of(people["talent"]).get().agreement == agreement
    assert counts_of([agreement])[agreement.pk].invited == 2


def test_a_lost_file_gives_everybody_a_new_password(loaded: Path) -> None:
    first = password_in(loaded)
    (loaded / "demo-logins.txt").unlink()
    load(loaded, SIZES)
    officer = Person.objects.get(email="officer@demo.example")
    assert password_in(loaded) != first
    assert officer.check_password(password_in(loaded))


def sent_by_hand(call: Call, number: int) -> Application:
    """The same answers, sent through the actions an applicant's pages use."""
    one = next(invent(1, seed=SEED, call=call.slug, first=number))
    twin = Application.objects.get(call=call, applicant__email=one.email)
    person = Person(email=f"twin-{number}@demo.example", name=one.applicant, language=one.language, is_demo=True)
    open_account(person=person, password=None, by=None)
    with override(one.language):
        draft = start_application(call=call, by=person, at=twin.started_at)
    moment = twin.submitted_at
    assert moment is not None
    save_answers(application=draft, posted=one.answers, bases=dict.fromkeys(one.answers, 0), by=person, at=moment)
    submit_application(application=draft, by=person, at=moment)
    draft.refresh_from_db()
    return draft


def told(application: Application) -> dict[str, Any]:
    """What sending stored, without what names this one sending."""
    sent, project = application.submission, application.project
    assert isinstance(sent, Submission)
    assert project is not None
    own = ("language", "answers", "revisions", "title", "facts", "verdict", "started_at", "saved_at", "is_demo")
    return {
        **{name: getattr(application, name) for name in own},
        "sent": (sent.answers, sent.files, sent.facts, sent.verdict, sent.submitted_at, sent.sequence),
        "project": (project.title, project.region_id, project.commune_id, project.sector, project.language),
        "search": application.search.replace(application.number.lower(), ""),
        "steps": list(application.status_lines.values_list("state", "at", "note"))[:1],
        "version": application.version_id,
    }


@pytest.mark.parametrize(("slug", "sample"), [("kawaliss-2", 5), ("kawaliss-3", 2), ("ideathon-oujda", 2)])
def test_a_loaded_application_equals_one_sent_by_hand(loaded: Path, slug: str, sample: int) -> None:
    call = Call.objects.get(slug=slug)
    twins = call.applications.select_related("applicant").order_by("number")[:sample]
    assert len(twins) == sample
    for twin in twins:
        assert twin.applicant is not None
        number = int(twin.applicant.email.partition("@")[0].rpartition("-")[2])
        assert told(sent_by_hand(call, number)) == told(twin)


def test_loaded_marks_equal_marks_given_by_hand(loaded: Path) -> None:
    officer = Person.objects.get(email="officer@demo.example")
    reviews = Review.objects.filter(juror__call__slug="kawaliss-2")
    one_a_file = reviews.order_by("application_id", "pk").distinct("application_id")
    for review in one_a_file.select_related("application", "juror__call")[:3]:
        file, call = review.application, review.juror.call
        person = Person.objects.get(email="president@demo.example")
        Juror.objects.filter(person=person, call=call).update(languages=["ar", "fr", "en"])
        seat = Juror.objects.get(person=person, call=call)
        assign(pairs=[(seat, file)], by=officer)
        own = Review.objects.get(juror=seat, application=file)
        # The page posts criteria in the call's order; the database keeps keys in its own.
        given = {code: review.marks[code] for code in ("viability", "impact", "team", "need")}
        save_marks(review=own, marks=given, base_revision=0, by=person)
        finish_review(review=own, by=person)
        own.refresh_from_db()
        same = ("marks", "revisions", "revision", "state", "total", "comment")
        assert [getattr(own, name) for name in same] == [getattr(review, name) for name in same]


def test_more_applications_can_be_added_and_judged(loaded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo", "applications", "--count", "12", "--judged")
    call = Call.objects.get(slug="kawaliss-2")
    assert call.applications.count() == 42
    assert sorted(call.applications.values_list("number", flat=True))[-1] == "KAWALISS-2-0042"
    assert not call.applications.filter(state="admitted", reviews=None).exists()
    assert "kawaliss-2: 12 applications added" in capsys.readouterr().out


def test_invented_applications_never_stand_beside_real_ones(loaded: Path) -> None:
    call = Call.objects.get(slug="kawaliss-2")
    call.is_demo = False
    with pytest.raises(ValueError, match="never stand beside real ones"):
        add_applications(call=call, count=1, seed=SEED)


def test_nine_agreements_and_their_commitments_are_counted_from_records(loaded: Path) -> None:
    from mouakaba.accompany.agreements.queries import commitments_in, disagrees, public_agreements
    from mouakaba.accompany.funding.models import DoubleSupport, Payment
    from mouakaba.accompany.funding.queries import public_support

    rows = {row.subject["fr"]: row for row in public_agreements()}
    assert len(rows) == 9
    fes, agadir = (next(row for name, row in rows.items() if town in name) for town in ("Fès", "Agadir"))
    assert (disagrees(fes), disagrees(agadir)) == (False, True)
    solar = next(row for row in rows.values() if row.keeper.slug == "cluster-solaire")
    found = {one.commitment.what["en"]: one for one in commitments_in([solar])}
    assert len(found) == 13
    assert (found["Four regional conferences (DEMO)"].health, found["Four regional conferences (DEMO)"].done) == (
        "late",
        1,
    )
    assert found["Five services to companies of the parks (DEMO)"].health == "due_soon"
    counted = {name: int(one.done) for name, one in found.items() if one.done}
    held = {"Conferences": 1, "Workshops": 1, "Four regional conferences (DEMO)": 1}  # from sessions of the parks
    assert {name: counted.pop(name) for name in held} == held
    assert set(counted.values()) == {1} and len(counted) == 4  # one service, in three commitments; one introduction
    assert (Payment.objects.count(), DoubleSupport.objects.count(), public_support().cooperatives) == (1, 1, 7)
