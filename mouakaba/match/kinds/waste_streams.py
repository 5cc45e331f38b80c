"""Waste and by-products, offered and looked for. Hazardous matter needs valid authorisations of both (law 28-00).

Mass and volume are never mixed: a quantity passes from one to the other only by a density that the offer gives.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from mouakaba.kernel.forms import FormDefinition
from mouakaba.kernel.marketfile import parse_market
from mouakaba.match.kinds.lists import options, words
from mouakaba.match.registry import Asks, Facts, Flaw, MarketKind, Trade, Words, asking

FILE = Path(__file__).with_suffix(".toml")
CODES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("waste_codes.toml").read_text("utf-8"))["codes"]
HAZARDOUS = [one["code"] for one in CODES if one["hazardous"]]
MASS = {"kg": Fraction(1), "t": Fraction(1000)}  # kilograms
VOLUME = {"m3": Fraction(1), "l": Fraction(1, 1000)}  # cubic metres
A_YEAR = {"day": 365, "week": 52, "month": 12, "season": 1, "year": 1}  # a season comes once a year
MOST = Fraction(100_000_000_000)  # kilograms a year: twice all the waste expected in the country (39 Mt)
DENSITIES = (Fraction(1), Fraction(20_000))  # kilograms for a cubic metre


UNITS = {
    "kg": words("كيلوغرام", "kg", "kg"),
    "t": words("طن", "t", "t"),
    "m3": words("متر مكعب", "m³", "m³"),
    "l": words("لتر", "l", "l"),
}
PERIODS = {
    "day": words("في اليوم", "par jour", "a day"),
    "week": words("في الأسبوع", "par semaine", "a week"),
    "month": words("في الشهر", "par mois", "a month"),
    "season": words("في الموسم", "par saison", "a season"),
    "year": words("في السنة", "par an", "a year"),
}
QUALITIES = {
    "sorted": words("مفرز", "trié", "sorted"),
    "clean": words("نظيف", "propre", "clean"),
    "dry": words("جاف", "sec", "dry"),
    "wet": words("رطب", "humide", "wet"),
    "mixed": words("مختلط", "mélangé", "mixed"),
}
IF_HAZARDOUS = {"fact": "code", "operator": "in", "value": HAZARDOUS}
NO_PERMIT = words(
    "هذه نفايات خطرة: لا يمكن الاستمرار ما لم يدل الطرفان معا برخصة سارية.",
    "Ces déchets sont dangereux : rien ne se fait sans une autorisation valable des deux côtés.",
    "This waste is hazardous: nothing goes on unless both sides show a valid authorisation.",
)
MIXED = words(
    "أحد الطرفين يحسب بالوزن والآخر بالحجم، ولم تُذكر الكثافة.",
    "L’un compte en poids, l’autre en volume, et la densité n’est pas donnée.",
    "One counts by weight and the other by volume, and no density is given.",
)


LISTED: list[dict[str, Any]] = [
    {
        "code": "code",
        "type": "choice",
        "required": True,
        "options": [{"value": one["code"], "label": one["name"]} for one in CODES],
        "label": words("أي مادة؟", "Quelle matière ?", "Which matter?"),
    },
    {
        "code": "quantity",
        "type": "number",
        "required": True,
        "label": words("الكمية في كل مدة", "Quantité par période", "Quantity in each period"),
    },
    {
        "code": "unit",
        "type": "choice",
        "required": True,
        "options": options(UNITS),
        "label": words("الوحدة", "Unité", "Unit"),
    },
    {
        "code": "period",
        "type": "choice",
        "required": True,
        "options": options(PERIODS),
        "label": words("المدة", "Période", "Period"),
    },
    {
        "code": "qualities",
        "type": "choices",
        "options": options(QUALITIES),
        "label": words("الجودة", "Qualité", "Quality"),
    },
    {
        "code": "place",
        "type": "commune",
        "required": True,
        "label": words("الجماعة", "Commune", "Commune"),
    },
    {
        "code": "permit",
        "type": "short_text",
        "required": True,
        "condition": IF_HAZARDOUS,
        "label": words("رقم رخصة النفايات الخطرة", "Numéro de l’autorisation", "Number of the authorisation"),
    },
    {
        "code": "permit_until",
        "type": "date",
        "required": True,
        "condition": IF_HAZARDOUS,
        "label": words("الرخصة سارية إلى غاية", "Autorisation valable jusqu’au", "Authorisation valid until"),
    },
    {
        "code": "permit_file",
        "type": "file",
        "required": True,
        "condition": IF_HAZARDOUS,
        "label": words("نسخة من الرخصة", "Copie de l’autorisation", "Copy of the authorisation"),
    },
]
DENSITY: dict[str, Any] = {
    "code": "density",
    "type": "number",
    "label": words(
        "الكثافة بالكيلوغرام في المتر المكعب (إن عُرفت)",
        "Densité, en kg par m³ (si elle est connue)",
        "Density, in kg for a m³ (if known)",
    ),
}
TRANSPORT: dict[str, Any] = {
    "code": "transport",
    "type": "amount",
    "label": words(
        "ثمن نقل الطن في كل كيلومتر، بالدرهم (إن عُرف)",
        "Transport d’une tonne sur un km, en dirhams (s’il est connu)",
        "Carrying a tonne one km, in dirhams (if known)",
    ),
}


def _form(title: Words, *, offered: bool) -> FormDefinition:
    return asking(title, [*LISTED[:4], DENSITY, *LISTED[4:6], TRANSPORT, *LISTED[6:]] if offered else LISTED)


def yearly(facts: Facts) -> Fraction | None:
    """The quantity of a listing in a year: kilograms where it counts by weight, cubic metres where by volume."""
    unit, period = facts.get("unit"), facts.get("period")
    factor = MASS.get(str(unit)) or VOLUME.get(str(unit))
    if factor is None or period not in A_YEAR or "quantity" not in facts:
        return None
    return Fraction(str(facts["quantity"])) * factor * A_YEAR[period]


def measure(facts: Facts) -> str:
    """Whether a listing counts by weight or by volume."""
    return "mass" if facts.get("unit") in MASS else "volume"


def takes(offer: Facts, need: Facts) -> Decimal | None:
    """What a need takes of an offer, in the offer's unit and period, at most all of it, down to three decimals.

    None where weight and volume meet and the offer gives no density.
    """
    has, wants = yearly(offer), yearly(need)
    if has is None or wants is None or not has:
        return None
    if measure(offer) != measure(need):
        if not offer.get("density"):
            return None
        density = Fraction(str(offer["density"]))
        wants = wants / density if measure(need) == "mass" else wants * density
    whole = Fraction(str(offer["quantity"]))
    part = min(whole, whole * wants / has)
    return (Decimal(part.numerator) / Decimal(part.denominator)).quantize(Decimal("0.001"), ROUND_FLOOR)


def carriage(offer: Facts, quantity: Decimal, kilometres: Decimal) -> int | None:
    """What carrying a quantity of an offer costs: tonnes times kilometres times dirhams, half up to the centime.

    None where the offer tells no price, or counts by volume and gives no density.
    """
    factor = MASS.get(str(offer.get("unit")))
    if factor is None and offer.get("density"):
        factor = VOLUME[str(offer["unit"])] * Fraction(str(offer["density"]))
    if factor is None or offer.get("transport") is None:
        return None
    cost = Fraction(quantity) * factor / 1000 * Fraction(kilometres) * Fraction(str(offer["transport"])) * 100
    return int(cost + Fraction(1, 2))


def derived(side: str, facts: Facts) -> Facts:
    """By what a listing can be counted: an offer that gives its density, by both."""
    own = measure(facts)
    return {"measures": ["mass", "volume"] if facts.get("density") else [own]}


def permitted(facts: Facts, on: date) -> bool:
    """Whether what the law asks of hazardous matter is shown, and valid on this day."""
    shown = facts.get("permit") and facts.get("permit_file")
    return facts.get("code") not in HAZARDOUS or bool(shown and str(facts.get("permit_until", "")) >= on.isoformat())


def flaws(side: str, facts: Facts, on: date) -> Iterable[Flaw]:
    """A quantity of nothing or of more than there is, a density no matter has, an authorisation that is over."""
    quantity = yearly(facts)
    if quantity is not None and not 0 < quantity <= MOST:
        yield (
            "quantity",
            words(
                "تحققوا من الكمية ومن الوحدة: هذا لا يمكن.",
                "Vérifiez la quantité et l’unité : c’est impossible.",
                "Check the quantity and its unit: this cannot be.",
            ),
        )
    if "density" in facts and not DENSITIES[0] <= Fraction(str(facts["density"])) <= DENSITIES[1]:
        yield (
            "density",
            words(
                "اكتبوا كثافة بين 1 و20000 كيلوغرام في المتر المكعب.",
                "Écrivez une densité de 1 à 20 000 kg par m³.",
                "Write a density from 1 to 20,000 kg for a m³.",
            ),
        )
    if facts.get("code") in HAZARDOUS and str(facts.get("permit_until", "9999")) < on.isoformat():
        yield (
            "permit_until",
            words(
                "انتهت صلاحية هذه الرخصة: النفايات الخطرة تحتاج إلى رخصة سارية.",
                "Cette autorisation a expiré : les déchets dangereux en demandent une valable.",
                "This authorisation has expired: hazardous waste needs a valid one.",
            ),
        )


def refuses(offer: Facts, need: Facts, on: date) -> Words | None:
    """Hazardous matter without two valid authorisations; weight against volume without a density."""
    if not (permitted(offer, on) and permitted(need, on)):
        return NO_PERMIT
    return MIXED if takes(offer, need) is None else None


SHORT_NEED = {
    "code": words("المادة", "Matière", "Matter"),
    "quantity": words("الكمية", "Quantité", "Quantity"),
    "permit": words("رقم الرخصة", "Numéro de l’autorisation", "Number of the authorisation"),
    "permit_until": words("الرخصة سارية إلى غاية", "Autorisation valable jusqu’au", "Authorisation valid until"),
}
SHORT_OFFER = {
    **SHORT_NEED,
    "density": words("الكثافة (كلغ في المتر المكعب)", "Densité (kg par m³)", "Density (kg for a m³)"),
    "transport": words("نقل الطن في كل كيلومتر", "Transport d’une tonne sur un km", "Carrying a tonne one km"),
}

KIND = MarketKind(
    code="waste_streams",
    name=words("النفايات والمنتجات الثانوية", "Déchets et sous-produits", "Waste and by-products"),
    left_noun=words("مادة معروضة", "matière offerte", "matter offered"),
    right_noun=words("مادة مطلوبة", "matière recherchée", "matter looked for"),
    market=parse_market(FILE.read_text(encoding="utf-8"), source=FILE.name).market,
    words={
        "many": words("النفايات والمنتجات الثانوية", "Déchets et sous-produits", "Waste and by-products"),
        "lead": words(
            "ما يتخلص منه البعض مادة أولية لغيرهم: مواد معروضة ومطلوبة، مع الكمية والمكان.",
            "Ce que l’un jette est la matière première d’un autre : offert et recherché, avec quantité et lieu.",
            "What one throws away is another's raw matter: offered and looked for, with quantity and place.",
        ),
        "none": words("لا شيء معروض اليوم.", "Rien n’est offert aujourd’hui.", "Nothing is offered today."),
        "find": words("من يعرض ما نبحث عنه؟", "Qui offre ce que nous cherchons ?", "Who offers what we look for?"),
    },
    trade=Trade(
        offer=Asks(
            short=SHORT_OFFER,
            new=words("مادة نعرضها", "Matière à offrir", "Matter to offer"),
            text=words("وصف المادة ومصدرها", "La matière et d’où elle vient", "The matter and where it comes from"),
            form=_form(words("المادة المعروضة", "La matière offerte", "The matter offered"), offered=True),
        ),
        need=Asks(
            short=SHORT_NEED,
            new=words("مادة نبحث عنها", "Matière recherchée", "Matter looked for"),
            text=words("فيم تُستعمل المادة", "L’usage qui en est fait", "What it is used for"),
            form=_form(words("المادة المطلوبة", "La matière recherchée", "The matter looked for"), offered=False),
        ),
        units=UNITS,
        group="code",
        quantity="quantity",
        unit="unit",
        period="period",
        place="place",
        priced=True,
        slip=True,
        mass=MASS,
        flaws=flaws,
        refuses=refuses,
        derived=derived,
        takes=takes,
        carriage=carriage,
    ),
)
