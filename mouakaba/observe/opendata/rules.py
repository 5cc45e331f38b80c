"""What is given to anybody, under which licence, and at which addresses. Addresses never change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_NAME = "CC BY 4.0"
ROOT = "/api/v1/data"
MEDIA = {"csv": "text/csv", "json": "application/json", "parquet": "application/vnd.apache.parquet"}
Words = Mapping[str, str]
Kind = Literal["whole", "truth", "day"]


@dataclass(frozen=True, slots=True)
class Dataset:
    """A set of rows, the same in each format. `columns`: what each holds, by name, in English.

    `kinds`: of which columns are no text: whole numbers, truths, days; they may be empty.
    """

    code: str
    title: Words
    description: Words
    columns: Mapping[str, str]
    kinds: Mapping[str, Kind] = field(default_factory=dict)


DATASETS = (
    Dataset(
        "figures",
        {"ar": "الأرقام", "fr": "Chiffres", "en": "Figures"},
        {
            "ar": "كل رقم عمومي: كما نشر وكما يحسب هنا، مع الفترة والنطاق والمصدر.",
            "fr": "Chaque chiffre public : tel que publié et tel que compté ici, avec période, portée et source.",
            "en": "Every public figure: as published and as counted here, with period, scope and source.",
        },
        {
            "code": "stable code of the figure",
            "label": "what it counts, in English",
            "as_counted": "counted here; empty where nothing can be counted",
            "counted_from": "records, parts, or empty",
            "as_published": "stated by the source; empty where nobody published it",
            "disagrees": "whether sources or counts differ",
            "unit": "unit",
            "period": "ISO 8601; empty where none was given",
            "source": "web address of the source",
            "source_date": "day of the source; empty where not known",
        },
        {"as_counted": "whole", "as_published": "whole", "disagrees": "truth", "source_date": "day"},
    ),
    Dataset(
        "breakdowns",
        {"ar": "الأرقام مفصلة", "fr": "Chiffres ventilés", "en": "Figures broken down"},
        {
            "ar": "كل مؤشر حسب البرنامج وبعد واحد. لا يذكر عدد أشخاص يقل عن خمسة، ولا ما يمكن منه حسابه.",
            "fr": "Chaque indicateur par programme et une dimension à la fois. Un effectif de personnes inférieur à "
            "cinq, ou qui permettrait de le calculer, est tu.",
            "en": "Each indicator by programme and one dimension at a time. A count of people below five, or one from "
            "which it could be worked out, is left unsaid.",
        },
        {
            "indicator": "code of the indicator",
            "programme": "code of the programme; empty for all",
            "dimension": "region, year, edition, kind, sex, age_band, area, sector",
            "value": "value of the dimension; empty where it was not said",
            "count": "the count; empty where it is left unsaid",
            "unit": "unit",
        },
        {"count": "whole"},
    ),
    Dataset(
        "organisations",
        {"ar": "دليل المنظمات", "fr": "Annuaire des organisations", "en": "Directory of organisations"},
        {
            "ar": "المنظمات التي قبلت الظهور في الدليل، والهيئات العمومية المعروفة من مصدر منشور.",
            "fr": "Les organisations qui ont accepté d’y figurer, et les organismes connus d’une source publiée.",
            "en": "Organisations that agreed to stand in it, and bodies known from a published source.",
        },
        {
            "slug": "stable code of the organisation",
            "name_ar": "name in Arabic",
            "name_fr": "name in French",
            "name_en": "name in English",
            "legal_form": "legal form",
            "region": "ISO 3166-2",
            "source": "web address of the source; empty where it agreed itself",
        },
    ),
)
