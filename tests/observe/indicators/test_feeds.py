"""What the engines tell, each feed from records made the usual way, and what the public reads of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override

from mouakaba.accompany.agreements.actions import record_done
from mouakaba.accompany.certificates.models import Certificate
from mouakaba.accompany.coaching.models import CoachingSheet
from mouakaba.accompany.followup.actions import answer_by_phone, follow_up
from mouakaba.accompany.followup.models import FollowUp
from mouakaba.accompany.followup.queries import ANSWERS
from mouakaba.accompany.funding.actions import add_tranche, record_payment, record_refund, save_grant
from mouakaba.accompany.sessions.models import Registration
from mouakaba.accompany.spaces.actions import let_space
from mouakaba.base.people.models import Person
from mouakaba.base.words.queries import said
from mouakaba.kernel.indicators import Record
from mouakaba.match import registry
from mouakaba.match.ideas.models import Adoption, Idea
from mouakaba.match.introductions.models import Introduction
from mouakaba.match.listings.models import Opening
from mouakaba.match.trades.models import Deal, Delivery
from mouakaba.observe.indicators.actions import refresh_all, refresh_feed
from mouakaba.observe.indicators.models import StoredRecord
from mouakaba.observe.indicators.phrases import value_name
from mouakaba.observe.indicators.queries import FEEDS, Slice, figure, figures, records_behind, seen_slice
from mouakaba.observe.indicators.rules import OF_NETWORK, PLATFORM, declared
from tests import factories
from tests.accompany.agreements.test_agreements import make, promise
from tests.accompany.conftest import make_cohort, make_project, make_session
from tests.accompany.spaces.cast import TODAY, make_network
from tests.observe.dashboards.test_boards import as_

pytestmark = pytest.mark.django_db
NOW = factories.at("2026-03-01 10:00:00")


@pytest.fixture
def world(places: None, stand_at: Any) -> SimpleNamespace:
    stand_at(TODAY)
    return make_network()


def told(name: str) -> list[Record]:
    return sorted(FEEDS[name](None), key=lambda record: (str(record.day), record.kind))


def summed(code: str, programme: str) -> Any:
    read = figure(code, Slice((programme,), public=False)).reading
    return read and read.value


def test_every_feed_has_an_indicator_and_every_indicator_a_feed() -> None:
    assert {one.feed for one in declared().values()} == set(FEEDS)


def test_sites_tell_stages_regions_and_occupancy(world: SimpleNamespace) -> None:
    let_space(space=world.office, member=world.member, begins=date(2026, 1, 5), by=world.officer)
    [member], [stay] = told("members"), told("stays")
    assert (member.programme, member.kind, member.edition) == ("demo-network", "start", "")
    assert (stay.edition, stay.kind, stay.region, stay.day) == ("demo-site", "start", "MA-02", date(2026, 1, 5))
    assert sorted(one.kind for one in told("spaces")) == ["free", "let"]  # the coworking space is let by the seat
    refresh_all()
    assert str(summed("occupancy", "demo-network")) == "50.0"
    assert records_behind(declared()["occupancy"], Slice()).count() == 2
    factories.make_programme("demo-second", organisation=world.network)
    assert {one.programme for one in told("members")} == {OF_NETWORK + world.network.slug}  # nobody can tell which


def test_sessions_attended_certificates_and_coaching(world: SimpleNamespace) -> None:
    cohort = make_cohort(world.programme)
    session = make_session(cohort, starts_at=factories.at("2026-02-10 10:00:00"))
    there = {"session": session, "at": NOW, "present_at": NOW, "present_by": "sheet"}
    for name in ("DEMO one", "DEMO two"):
        Registration.objects.create(name=name, **there)
    Registration.objects.create(session=session, name="DEMO absent", at=NOW)
    day = factories.at("2026-02-11 10:00:00")
    coached = make_session(
        cohort,
        kind="coaching",
        individual=True,
        project=make_project(cohort),
        starts_at=day,
    )
    CoachingSheet.objects.create(
        session=coached, day=date(2026, 2, 11), minutes=60, subject="DEMO", trainer_signed_at=NOW, holder_signed_at=NOW
    )
    Certificate.objects.create(cohort=cohort, number="DEMO-1", sequence=1, attended=1, held=1, share=100, given_at=NOW)
    assert [(one.kind, one.edition) for one in told("presences")] == [("collective", "demo-cohort")] * 2
    assert [one.day for one in told("certificates")] == [date(2026, 3, 1)]
    assert [one.kind for one in told("coaching")] == ["sheet_done"]
    assert not any("DEMO" in str(one) for name in ("presences", "coaching", "certificates") for one in told(name))


def test_a_session_of_the_first_hour_of_the_year_is_of_that_year(world: SimpleNamespace) -> None:
    make_session(make_cohort(world.programme), starts_at=factories.at("2026-01-01 00:30:00"))
    assert [one.day for one in told("sessions")] == [date(2026, 1, 1)]


def test_grants_and_what_was_paid_in_dirhams(world: SimpleNamespace) -> None:
    whom = factories.make_organisation("demo-cooperative", legal_form="cooperative", region_id="MA-02")
    values = {
        "programme": world.programme,
        "beneficiary": whom,
        "language": "fr",
        "decided_by": "DEMO",
        "title": "DEMO",
    }
    said = {"title": "DEMO", "decided_by": "DEMO"}
    grant = save_grant(
        grant=None, values={**values, **said, "amount": 1_000_050, "decided_on": date(2026, 1, 9)}, by=None
    )
    tranche = add_tranche(
        grant=grant, amount=1_000_050, milestone="DEMO", language="fr", due_on=None, needs_proof=False, by=world.officer
    )
    record_payment(tranche=tranche, on=date(2026, 2, 1), amount=500_050, reference="DEMO-1", by=world.officer)
    record_refund(
        grant=grant, on=date(2026, 2, 20), amount=100_000, reference="DEMO-2", reason="DEMO", by=world.officer
    )
    assert [(one.kind, one.amount, one.region) for one in told("grants")] == [("grant_money", 10_001, "MA-02")]
    assert [one.amount for one in told("payments")] == [5_001, -1_000]
    refresh_all()
    assert summed("grants.paid", "demo-network") == 4_001
    board = as_(world.officer).get("/fr/office/figures/", {"figure": "grants.paid"})
    assert board.context["behind"] == 2  # two records, not 4,001
    assert "grants.paid" not in {one.indicator.code for one in figures(Slice())}
    public = Client().get("/fr/figures/records/grants.paid/")
    assert public.context["page"].paginator.count == 0


def test_commitments_of_public_agreements_alone(world: SimpleNamespace) -> None:
    partner = factories.make_organisation("demo-partner")
    for is_public in (True, False):
        agreement = make(world.network, partner, is_public=is_public)
        promise(agreement, partner, quantity=1, due_on=date(2026, 1, 1))
        done = promise(agreement, partner, quantity=1)
        paper = SimpleUploadedFile("list.pdf", b"%PDF-1.7 DEMO")
        record_done(
            commitment=done, on=date(2026, 1, 1), quantity=1, note="DEMO", language="fr", upload=paper, by=world.officer
        )
    assert sorted(one.kind for one in told("commitments")) == ["commitment_done", "commitment_late"]
    refresh_all()
    assert (summed("commitments.late", "demo-network"), summed("commitments.done", "demo-network")) == (1, 1)
    board = Client().get("/ar/figures/dashboard/", {"figure": "commitments", "by": "kind"})
    assert {row["name"] for row in board.context["rows"]} == {"منجز", "متأخر"}


@pytest.fixture
def deal(world: SimpleNamespace) -> Deal:
    """A service asked of the network and delivered."""
    need = factories.make_organisation("demo-need")
    told_of = {"kind_code": "services", "title": "DEMO", "text": "DEMO", "made_at": NOW, "closes_on": date(2026, 9, 1)}
    offer, asked = (
        Opening.objects.create(organisation=who, side=side, region_id="MA-02", state="open", **told_of)
        for who, side in ((world.network, "offer"), (need, "need"))
    )
    introduction = Introduction.objects.create(
        opening=offer, counterpart=asked, began_at=NOW, settled_at=NOW, organisation_says=True, person_says=True
    )
    made: Deal = Deal.objects.create(introduction=introduction, terms={"facts": {}}, asked_at=NOW)
    given = {"deal": made, "quantity": 1, "unit": "hour", "recorded_at": NOW}
    for on in (date(2026, 2, 2), date(2026, 2, 1)):
        Delivery.objects.create(on=on, **given)
    return made


def test_markets_tell_what_was_listed_agreed_and_delivered(deal: Deal) -> None:
    assert [(one.programme, one.kind, one.region) for one in told("listings")] == [(PLATFORM, "services", "MA-02")] * 2
    assert [one.kind for one in told("introductions")] == ["services"]
    assert [(one.key, one.day) for one in told("deliveries")] == [(str(deal.pk), date(2026, 2, 1))]
    refresh_all()
    assert summed("deliveries", PLATFORM) == 1
    assert value_name("kind", "services") == said(registry.kind("services").name) != "services"
    assert figure("deliveries", Slice()).hidden  # one deal: too few to say
    codes = {one["code"]: one["as_counted"] for one in Client().get("/api/v1/figures").json()}
    assert codes["platform.listings"] == 2
    assert not any("introductions" in code or "deliveries" in code for code in codes)


def test_what_changed_alone_is_read_again(deal: Deal) -> None:
    refresh_all()
    assert sum(refresh_feed(name, FEEDS[name]) for name in ("listings", "introductions", "deliveries")) == 0
    Opening.objects.filter(pk=deal.introduction.opening_id).update(region_id="MA-01")
    assert refresh_feed("listings", FEEDS["listings"]) == 1
    assert StoredRecord.objects.filter(feed="listings", region="MA-01").count() == 1


def test_ideas_taken_up(world: SimpleNamespace) -> None:
    words = factories.words("DEMO")
    idea = Idea.objects.create(
        title=words, problem=words, sector="renewable_energy", state="public", proposed_at=NOW, changed_at=NOW
    )
    Adoption.objects.create(idea=idea, person=world.contact, adopted_at=NOW)
    [one] = told("adoptions")
    assert (one.kind, one.sector, one.day) == ("idea_held", "renewable_energy", date(2026, 3, 1))
    refresh_all()
    assert (summed("ideas.adopted", PLATFORM), summed("ideas.adopted.renewable", PLATFORM)) == (1, 1)
    with override("ar"):
        assert value_name("sector", one.sector) == "الطاقات المتجددة"


def test_what_was_weighed_is_added_up_in_kilograms_and_volumes_are_left_out(deal: Deal) -> None:
    Opening.objects.filter(pk=deal.introduction.opening_id).update(kind_code="waste_streams")
    Deal.objects.filter(pk=deal.pk).update(terms={"facts": {"code": "200101"}})
    deal.deliveries.all().delete()
    given = {"deal": deal, "on": date(2026, 2, 2), "recorded_at": NOW}
    for quantity, unit in (("1.25", "t"), ("300.5", "kg"), ("4", "m3")):
        Delivery.objects.create(quantity=Decimal(quantity), unit=unit, **given)
    assert sorted((one.kind, one.region, one.amount) for one in told("masses")) == [
        ("200101", "MA-02", 301),
        ("200101", "MA-02", 1250),
    ]
    refresh_all()
    assert summed("waste.delivered", PLATFORM) == 1551
    assert "waste.delivered" not in {one.indicator.code for one in figures(Slice())}
    with override("fr"):
        assert value_name("kind", "200101") == "papier et carton"


def test_a_pair_of_organisations_is_one_link(deal: Deal, world: SimpleNamespace) -> None:
    partner, third = (factories.make_organisation(f"demo-{name}") for name in ("partner", "third"))
    assert [(one.kind, one.day) for one in told("links")] == [("link_introduction", date(2026, 3, 1))]
    need = deal.introduction.counterpart.organisation  # type: ignore[union-attr]
    make(world.network, need, is_public=True, signed_on=date(2026, 1, 5))  # those two are linked already
    make(world.network, partner, is_public=True, signed_on=date(2025, 1, 5))
    make(world.network, partner, is_public=True, signed_on=date(2024, 1, 5))
    make(world.network, third, is_public=False)
    assert [(one.kind, one.day) for one in told("links")] == [
        ("link_agreement", date(2024, 1, 5)),
        ("link_agreement", date(2026, 1, 5)),
    ]
    refresh_all()
    assert summed("links", PLATFORM) == 2
    assert figure("links", Slice()).hidden


VALUES = {
    **dict.fromkeys(ANSWERS, None), "state": "active", "turnover": "", "milieu": "rural", "text": "DEMO words",
    "helped": ["training", "mentor"], "needs": ["funding"], "kept_women_under_30": 2, "created_men_30_more": 3,
}  # fmt: skip


@pytest.fixture
def asked(world: SimpleNamespace) -> SimpleNamespace:
    """Three projects of a cohort a year after its end, two of which answered twice, and a member who left a site."""
    cohort = make_cohort(world.programme, ends_on=date(2025, 2, 28))
    for number in range(3):
        make_project(cohort, title=f"DEMO {number}")
    let_space(space=world.office, member=world.member, begins=date(2024, 1, 5), ends=date(2025, 8, 1), by=None)
    follow_up(by=None)
    first = FollowUp.objects.exclude(project__project__title="DEMO 2")
    for survey in first:
        later = {"state": "stopped", "created_men_30_more": 5} if survey.months == 12 else {}
        answer_by_phone(
            followup=survey, values={**VALUES, **later}, upload=None, asked_on=date(2026, 3, 2), by=world.officer
        )
    return world


def test_follow_up_tells_what_became_by_months_with_its_response(asked: SimpleNamespace) -> None:
    assert [one.kind for one in told("followups-6")] == ["", "active", "active", "active"]
    assert [(one.kind, one.edition) for one in told("followups-12")] == [
        ("", "demo-cohort"),
        ("stopped", "demo-cohort"),
        ("stopped", "demo-cohort"),
    ]
    assert told("followups-24") == []
    assert {one.edition for one in told("followups-6")} == {"demo-cohort", "demo-site"}
    refresh_all()
    read = figure("followup.active.6", Slice(("demo-network",), public=False)).reading
    assert read and (str(read.value), read.records, str(read.response)) == ("100.0", 3, "75.0")
    assert figure("followup.active.6", Slice(("demo-network",))).hidden
    assert not any("words" in str(one) for name in ("followups-6", "jobs", "matters") for one in told(name))


def test_jobs_are_those_of_the_last_answer_and_never_public(asked: SimpleNamespace) -> None:
    refresh_all()
    assert summed("followup.jobs.kept", "demo-network") == 6
    assert summed("followup.jobs.created", "demo-network") == 5 + 5 + 3
    assert {(one.sex, one.age_band) for one in told("jobs")} == {("female", "under-30"), ("male", "30-more")}
    assert not {"followup.jobs.kept", "followup.jobs.created"} & {one.indicator.code for one in figures(Slice())}


def test_what_helped_and_what_is_needed_are_figures(asked: SimpleNamespace) -> None:
    refresh_all()
    assert (summed("followup.helped", "demo-network"), summed("followup.needs", "demo-network")) == (6, 3)
    page = as_(asked.officer).get("/ar/office/figures/", {"figure": "followup.helped", "by": "kind"})
    assert {row["name"]: row["text"] for row in page.context["rows"]}.keys() == {"تكوين", "مرشد أو خبير"}
    assert page.context["behind"] == 6
    assert figure("followup.needs", Slice()).hidden  # five answers, of three
    public = Client().get("/fr/figures/dashboard/", {"figure": "followup.helped", "by": "kind"})
    assert {row["text"] for row in public.context["rows"]} == {"non montré"}  # three each


def test_what_belongs_to_no_programme_is_read_by_the_operator_alone(
    deal: Deal, world: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    refresh_all()
    operator = factories.make_person("Operator")
    assert as_(operator).get("/fr/office/figures/").status_code == 404
    Person.objects.filter(pk=operator.pk).update(is_staff=True)
    client = as_(operator)
    assert "/fr/office/figures/" in client.get("/fr/office/").content.decode()
    wanted = {"figure": "deliveries", "by": "kind", "programme": PLATFORM}
    for language in ("ar", "fr", "en"):
        with django_assert_max_num_queries(12):
            page = client.get(f"/{language}/office/figures/", wanted)
        assert (page.status_code, page.context["behind"], page.context["one"]) == (200, 1, False)
        rows = client.get(f"/{language}/office/figures/records/deliveries/", {"programme": PLATFORM})
        assert rows.context["page"].paginator.count == len(rows.context["rows"]) == 1
    assert client.post(f"/fr/office/figures/?programme={PLATFORM}", {"name": "DEMO"}).status_code == 404
    mine = as_(world.officer).get("/fr/office/figures/", wanted)
    assert PLATFORM not in dict(mine.context["form"].fields["programme"].choices)
    assert mine.context["chosen"].reading.records == 0


def test_a_network_of_two_programmes_is_read_by_its_own_people(
    world: SimpleNamespace, charlie: Person, django_assert_max_num_queries: Any
) -> None:
    factories.make_programme("demo-second", organisation=world.network)
    let_space(space=world.office, member=world.member, begins=date(2026, 1, 5), by=None)
    refresh_all()
    own = OF_NETWORK + world.network.slug
    operator = factories.make_person("Operator")
    Person.objects.filter(pk=operator.pk).update(is_staff=True)
    for who in (world.officer, world.reader, Person.objects.get(pk=operator.pk)):
        client = as_(who)
        with django_assert_max_num_queries(12):
            page = client.get("/ar/office/figures/", {"figure": "stays", "by": "kind", "programme": own})
        assert (page.context["behind"], page.context["one"]) == (1, False)
        assert dict(page.context["form"].fields["programme"].choices)[own] == world.network.name["ar"]
        behind = client.get("/fr/office/figures/records/stays/", {"programme": own})
        assert [row["programme"] for row in behind.context["rows"]] == [world.network.name["fr"]]
    frozen = as_(world.officer).post(f"/fr/office/figures/?programme={own}", {"name": "DEMO"})
    assert frozen.status_code == 404
    stranger = factories.make_person("Stranger")
    factories.make_programme("demo-other", officer=stranger)
    assert own not in dict(as_(stranger).get("/fr/office/figures/").context["form"].fields["programme"].choices)
    assert not records_behind(declared()["stays"], seen_slice(stranger, Slice((own,)))).exists()
    assert as_(charlie).get("/fr/office/figures/", {"programme": own}).status_code == 404


def test_a_network_without_a_programme_any_more_is_still_read(world: SimpleNamespace) -> None:
    world.programme.delete()
    refresh_all()
    page = as_(world.reader).get("/en/office/figures/", {"figure": "members"})
    assert page.context["chosen"].reading.records == 1
    assert "/en/office/figures/" in as_(world.reader).get("/en/office/").content.decode()
