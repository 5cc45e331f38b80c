"""What several kinds ask alike: stages, sectors, where something is given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mouakaba.match.registry import Facts, Words

Options = list[dict[str, Any]]


def words(ar: str, fr: str, en: str) -> Words:
    """The same in the three languages."""
    return {"ar": ar, "fr": fr, "en": en}


def options(named: Mapping[str, Words]) -> Options:
    """Answers to choose from, as `kernel.forms` reads them."""
    return [{"value": value, "label": label} for value, label in named.items()]


STAGES = {
    "idea": words("فكرة", "Idée", "Idea"),
    "prototype": words("نموذج أولي", "Prototype", "Prototype"),
    "first_sales": words("أولى المبيعات", "Premières ventes", "First sales"),
    "running": words("نشاط قائم", "Activité en marche", "Running"),
}
SECTORS = {
    "green": words("الطاقة والبيئة", "Énergie et environnement", "Energy and environment"),
    "digital": words("الرقميات", "Numérique", "Digital"),
    "food": words("الفلاحة والصناعة الغذائية", "Agriculture et agroalimentaire", "Farming and food"),
    "crafts": words("الصناعة التقليدية والثقافة", "Artisanat et culture", "Crafts and culture"),
    "industry": words("الصناعة", "Industrie", "Industry"),
    "other": words("قطاع آخر", "Un autre secteur", "Another sector"),
}
REACH = {
    "region": words("جهة واحدة", "Une région", "One region"),
    "country": words("المغرب كله أو عن بعد", "Tout le Maroc, ou à distance", "All of Morocco, or at a distance"),
}
REGION = {"code": "region", "type": "region", "required": True, "label": words("الجهة", "Région", "Region")}
FOR_STAGES = {
    "code": "stages",
    "type": "choices",
    "options": options(STAGES),
    "label": words(
        "لمن، حسب المرحلة (لا شيء: للجميع)", "Pour quels stades (aucun : tous)", "For which stages (none: all)"
    ),
}
FOR_SECTORS = {
    "code": "sectors",
    "type": "choices",
    "options": options(SECTORS),
    "label": words("لأي قطاعات (لا شيء: كلها)", "Pour quels secteurs (aucun : tous)", "For which sectors (none: all)"),
}
STAGE = {
    "code": "stage",
    "type": "choice",
    "required": True,
    "options": options(STAGES),
    "label": words("في أي مرحلة أنتم؟", "À quel stade êtes-vous ?", "At which stage are you?"),
}
SECTOR = {
    "code": "sector",
    "type": "choice",
    "required": True,
    "options": options(SECTORS),
    "label": words("القطاع", "Secteur", "Sector"),
}


# How these answers are called where they are read.
SHORT = {
    "stages": words("المراحل", "Stades", "Stages"),
    "stage": words("المرحلة", "Stade", "Stage"),
    "sectors": words("القطاعات", "Secteurs", "Sectors"),
}


def reached(ar: str, fr: str, en: str) -> Options:
    """Where an offer is given, under this label: in a region, which is then asked, or everywhere."""
    label = words(ar, fr, en)
    where = {"code": "reach", "type": "choice", "required": True, "options": options(REACH), "label": label}
    return [where, {**REGION, "condition": {"fact": "reach", "operator": "equals", "value": "region"}}]


def places_of(side: str, facts: Facts) -> Facts:
    """`served` of an offer: its region or "country"; `places` of a need: where it can be served."""
    if side == "offer":
        return {"served": "country" if facts.get("reach") == "country" else facts.get("region")}
    return {"places": ["country", *([facts["region"]] if "region" in facts else [])]}
