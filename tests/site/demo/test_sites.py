"""The sites of the demonstration: as published, and what is invented counted again from its records."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from mouakaba.accompany.followup.models import FollowUp
from mouakaba.accompany.models import GdpShare, Member, RegionSheet, Site, SiteFigure, Space, Stay, Waiting
from mouakaba.accompany.spaces.queries import first_month_shown, now_of, use_of, warnings_of
from mouakaba.accompany.spaces.rules import MONTHS_SHOWN
from mouakaba.base.organisations.models import Organisation
from mouakaba.kernel.days import months_after
from mouakaba.site.demo.sites import WAITING, load_sites
from tests import factories
from tests.browsing import as_

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(places: None, stand_at: Any) -> SimpleNamespace:
    stand_at("2025-04-01 10:00:00")
    manager, hosted = factories.make_person("Sites"), factories.make_person("Hosted")
    factories.make_programme(
        officer=manager,
        organisation=Organisation.objects.create(slug="technopark", name=factories.words("DEMO network")),
    )
    load_sites({"sites@demo.example": manager, "hosted@demo.example": hosted}, 2026)
    return SimpleNamespace(manager=manager, hosted=hosted, site=Site.objects.get(slug="technopark-casablanca"))


def test_nine_sites_with_their_sources_and_no_invented_figure(loaded: SimpleNamespace) -> None:
    assert dict(Site.objects.values_list("slug", "status"))["technopark-oujda"] == "planned"
    assert Site.objects.count() == 9 and Site.objects.filter(status="operating").count() == 6
    assert not Site.objects.filter(source_url="").exists()
    assert all(figure.source_url.startswith("http") for figure in SiteFigure.objects.all())
    costs = SiteFigure.objects.filter(site__slug="technopark-tiznit", code="cost").values_list("least", flat=True)
    assert sorted(costs) == [Decimal(5_000_000), Decimal(10_000_000)]  # the same paper twice: both are shown
    assert not Space.objects.filter(is_demo=False).exists()
    assert all("DEMO" in member.name and member.is_demo for member in Member.objects.all())


def test_occupancy_is_what_its_records_say(loaded: SimpleNamespace) -> None:
    """Day by day, without the kernel."""
    first = first_month_shown()
    spaces = list(Space.objects.filter(site=loaded.site, kind="office"))
    stays = list(Stay.objects.filter(space__in=spaces))
    area = {space.pk: space.area for space in spaces}
    for use in use_of(loaded.site, first, MONTHS_SHOWN).area:
        end = months_after(use.month, 1)
        days = [date.fromordinal(number) for number in range(use.month.toordinal(), end.toordinal())]
        let = {(stay.space_id, day) for stay in stays for day in days if _covers(stay, day)}
        assert use.used == sum(area[space] for space, _day in let)
        assert use.available == sum(area.values()) * len(days)
    now = now_of([loaded.site])[loaded.site.pk]
    assert now.spaces_let == sum(_covers(stay, date(2025, 4, 1)) for stay in stays) == 21
    assert (now.waiting, Waiting.objects.count()) == (WAITING, WAITING)
    assert now.invented


def _covers(stay: Stay, day: date) -> bool:
    return stay.begins <= day and (stay.ends is None or day < stay.ends)


def test_members_who_left_were_asked_what_became_of_them(loaded: SimpleNamespace) -> None:
    surveys = FollowUp.objects.filter(stay__space__site__slug="technopark-rabat", months=6)
    assert (surveys.count(), surveys.filter(answer__state="active").count()) == (6, 5)
    assert all(survey.stay and "DEMO" in survey.title for survey in surveys)


def test_a_rent_is_about_to_change_and_a_stay_to_end(loaded: SimpleNamespace) -> None:
    found = warnings_of(Stay.objects.filter(space__site=loaded.site).select_related("space", "member"))
    kinds = {(one.before, one.after) for one in found}
    assert (50_00, 100_00) in kinds and (None, None) in kinds
    assert "100" in as_(loaded.hosted).get("/fr/my/stay/").content.decode()


def test_shares_of_2023_add_up_and_four_regions_are_not_split(loaded: SimpleNamespace) -> None:
    alone = sum(GdpShare.objects.filter(joint=False).values_list("share", flat=True))
    joint = set(GdpShare.objects.filter(joint=True).values_list("share", flat=True))
    assert joint == {Decimal("7.6")} and alone + joint.pop() == 100
    assert RegionSheet.objects.filter(request="").count() == 1
    page = as_(loaded.manager).get("/fr/office/expansion/")
    assert {one["row"].code for one in page.context["ranked"]} == {"MA-02", "MA-03", "MA-09"}
    assert len(page.context["rest"]) == 9
