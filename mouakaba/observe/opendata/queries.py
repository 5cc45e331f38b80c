"""The rows of each dataset, and the catalogue that describes them (DCAT)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.observe.indicators.queries import open_figures, public_rows, refreshed_at
from mouakaba.observe.opendata.models import DirectoryEntry
from mouakaba.observe.opendata.rules import DATASETS, LICENCE, MEDIA, ROOT, Dataset
from mouakaba.select import door as select

Row = Mapping[str, Any]


def directory() -> QuerySet[Organisation]:
    """Who agreed to stand in the directory, and who is known from a published source."""
    agreed = Exists(DirectoryEntry.objects.filter(organisation=OuterRef("pk")))
    rows = Organisation.objects.annotate(agreed=agreed).filter(Q(agreed=True) | ~Q(source_url=""))
    return rows.select_related("region").order_by("slug")


def organisations_of(person: Person) -> QuerySet[Organisation]:
    """Organisations in whose name this person may agree."""
    agreed = Exists(DirectoryEntry.objects.filter(organisation=OuterRef("pk")))
    return select.organisations_run_by(person).annotate(agreed=agreed).order_by("slug")


def _figures() -> Iterable[Row]:
    for one in open_figures():
        yield {
            "code": one.code,
            "label": one.label.get("en", ""),
            "as_counted": one.as_counted,
            "counted_from": one.counted_from,
            "as_published": one.as_published,
            "disagrees": one.disagrees,
            "unit": one.unit,
            "period": one.period,
            "source": one.source_told,
            "source_date": one.source_date.isoformat() if one.source_date else "",
        }


def _organisations() -> Iterable[Row]:
    for one in directory():
        names = {f"name_{language}": one.name.get(language, "") for language in ("ar", "fr", "en")}
        place = {"legal_form": one.legal_form, "region": one.region_id or "", "source": one.source_url}
        yield {"slug": one.slug, **names, **place}


_ROWS: dict[str, Callable[[], Iterable[Row]]] = {
    "figures": _figures,
    "breakdowns": public_rows,
    "organisations": _organisations,
}


def dataset(code: str) -> Dataset | None:
    """One dataset by its code."""
    return next((one for one in DATASETS if one.code == code), None)


def rows_of(one: Dataset) -> list[Row]:
    """All its rows, in the order of its columns."""
    return list(_ROWS[one.code]())


def catalogue(site: str, name: str) -> dict[str, Any]:
    """The catalogue as JSON-LD (DCAT 3, as DCAT-AP profiles it). `site`: https://host, without a slash."""
    when = refreshed_at()
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": f"{site}{ROOT}/catalogue",
        "@type": "dcat:Catalog",
        "dct:title": _said(dict.fromkeys(("ar", "fr", "en"), name)),
        "dct:description": _said(
            {
                "ar": "البيانات المفتوحة للمنصة",
                "fr": "Données ouvertes de la plateforme",
                "en": "Open data of the platform",
            }
        ),
        "dct:publisher": {"@id": f"{site}/#publisher", "@type": "foaf:Agent", "foaf:name": name},
        "dct:license": {"@id": LICENCE},
        "dct:language": [{"@id": f"http://publications.europa.eu/resource/authority/language/{one}"}
                         for one in ("ARA", "FRA", "ENG")],
        "foaf:homepage": {"@id": f"{site}/"},
        "dcat:dataset": [_dataset(one, site, when.isoformat() if when else "") for one in DATASETS],
    }  # fmt: skip


def _dataset(one: Dataset, site: str, when: str) -> dict[str, Any]:
    here = f"{site}{ROOT}/{one.code}"
    made: dict[str, Any] = {
        "@id": here,
        "@type": "dcat:Dataset",
        "dct:identifier": one.code,
        "dct:title": _said(one.title),
        "dct:description": _said(one.description),
        "dct:publisher": {"@id": f"{site}/#publisher"},
        "dct:spatial": {"@id": "http://publications.europa.eu/resource/authority/country/MAR"},
        "dcat:distribution": [
            {
                "@id": f"{here}.{ending}",
                "@type": "dcat:Distribution",
                "dct:title": _said({"en": f"{one.title['en']} ({ending.upper()})"}),
                "dcat:accessURL": {"@id": f"{here}.{ending}"},
                "dcat:downloadURL": {"@id": f"{here}.{ending}"},
                "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media}"},
                "dct:license": {"@id": LICENCE},
            }
            for ending, media in MEDIA.items()
        ],
    }
    return made | ({"dct:modified": {"@type": "xsd:dateTime", "@value": when}} if when else {})


def _said(words: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@language": language, "@value": text} for language, text in words.items()]
