"""Services of parks and clusters, and what startups, cooperatives and project holders need: found by a diagnosis.

The values of what blocks a project are the codes of the services that answer it. Names of services are those of the
reviewed glossary (hosting is استضافة, visibility is إشعاع).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from mouakaba.kernel.marketfile import parse_market
from mouakaba.match.registry import Asks, Facts, Flaw, MarketKind, Trade, Words, asking

Options = list[dict[str, Any]]
MOST_TEAM = 10_000
FILE = Path(__file__).with_suffix(".toml")


def _words(ar: str, fr: str, en: str) -> Words:
    return {"ar": ar, "fr": fr, "en": en}


def _options(named: Mapping[str, Words]) -> Options:
    return [{"value": value, "label": label} for value, label in named.items()]


SERVICES = {
    "hosting": _words("استضافة", "Hébergement", "Hosting"),
    "training": _words("تكوين", "Formation", "Training"),
    "coaching": _words("مواكبة فردية", "Coaching", "Coaching"),
    "finance": _words("الولوج إلى التمويل", "Accès au financement", "Access to finance"),
    "market": _words("الولوج إلى السوق", "Accès au marché", "Access to market"),
    "visibility": _words("إشعاع", "Visibilité", "Visibility"),
    "network": _words("تشبيك", "Réseau", "Network"),
    "prototyping": _words("إنجاز النماذج الأولية", "Prototypage", "Prototyping"),
    "industrialisation": _words("التصنيع", "Industrialisation", "Industrialisation"),
    "matchmaking": _words("ربط بالشركاء", "Mise en relation", "Matchmaking"),
}
BLOCKS = {
    "hosting": _words("لا نجد مقرا مناسبا", "Nous n’avons pas de local", "We have no place to work"),
    "training": _words("تنقصنا مهارات", "Il nous manque des compétences", "We lack skills"),
    "coaching": _words(
        "نحتاج إلى من يرشدنا خطوة بخطوة", "Il nous faut un guide, pas à pas", "We need a guide, step by step"
    ),
    "finance": _words("ينقصنا المال", "Il nous manque de l’argent", "We lack money"),
    "market": _words("لا نصل إلى الزبائن", "Nous n’atteignons pas les clients", "We do not reach customers"),
    "visibility": _words("لا أحد يعرفنا", "Personne ne nous connaît", "Nobody knows us"),
    "network": _words("نعمل وحدنا", "Nous travaillons seuls", "We work alone"),
    "prototyping": _words("النموذج الأولي غير جاهز", "Le prototype n’est pas prêt", "The prototype is not ready"),
    "industrialisation": _words(
        "لا ننتج بكميات كبيرة بعد", "Nous ne produisons pas encore en série", "We do not produce in series yet"
    ),
    "matchmaking": _words(
        "نبحث عن شريك صناعي", "Nous cherchons un partenaire industriel", "We look for an industrial partner"
    ),
}
STAGES = {
    "idea": _words("فكرة", "Idée", "Idea"),
    "prototype": _words("نموذج أولي", "Prototype", "Prototype"),
    "first_sales": _words("أولى المبيعات", "Premières ventes", "First sales"),
    "running": _words("نشاط قائم", "Activité en marche", "Running"),
}
SECTORS = {
    "green": _words("الطاقة والبيئة", "Énergie et environnement", "Energy and environment"),
    "digital": _words("الرقميات", "Numérique", "Digital"),
    "food": _words("الفلاحة والصناعة الغذائية", "Agriculture et agroalimentaire", "Farming and food"),
    "crafts": _words("الصناعة التقليدية والثقافة", "Artisanat et culture", "Crafts and culture"),
    "industry": _words("الصناعة", "Industrie", "Industry"),
    "other": _words("قطاع آخر", "Un autre secteur", "Another sector"),
}
REACH = {
    "region": _words("جهة واحدة", "Une région", "One region"),
    "country": _words("المغرب كله أو عن بعد", "Tout le Maroc, ou à distance", "All of Morocco, or at a distance"),
}

OFFER = asking(
    _words("الخدمة", "Le service", "The service"),
    [
        {
            "code": "service",
            "type": "choice",
            "required": True,
            "options": _options(SERVICES),
            "label": _words("أي خدمة؟", "Quel service ?", "Which service?"),
        },
        {
            "code": "stages",
            "type": "choices",
            "options": _options(STAGES),
            "label": _words(
                "لمن، حسب المرحلة (لا شيء: للجميع)", "Pour quels stades (aucun : tous)", "For which stages (none: all)"
            ),
        },
        {
            "code": "sectors",
            "type": "choices",
            "options": _options(SECTORS),
            "label": _words(
                "لأي قطاعات (لا شيء: كلها)", "Pour quels secteurs (aucun : tous)", "For which sectors (none: all)"
            ),
        },
        {
            "code": "reach",
            "type": "choice",
            "required": True,
            "options": _options(REACH),
            "label": _words("أين تقدم؟", "Où est-il rendu ?", "Where is it given?"),
        },
        {
            "code": "region",
            "type": "region",
            "required": True,
            "condition": {"fact": "reach", "operator": "equals", "value": "region"},
            "label": _words("الجهة", "Région", "Region"),
        },
        {
            "code": "price",
            "type": "amount",
            "label": _words(
                "الثمن بالدرهم (0: بالمجان)", "Prix en dirhams (0 : gratuit)", "Price in dirhams (0: free)"
            ),
        },
    ],
)
NEED = asking(
    _words("تشخيص قصير", "Un court diagnostic", "A short diagnosis"),
    [
        {
            "code": "blocks",
            "type": "choices",
            "required": True,
            "options": _options(BLOCKS),
            "label": _words("ما الذي يعيق مشروعكم؟", "Qu’est-ce qui bloque ?", "What holds you back?"),
        },
        {
            "code": "stage",
            "type": "choice",
            "required": True,
            "options": _options(STAGES),
            "label": _words("في أي مرحلة أنتم؟", "À quel stade êtes-vous ?", "At which stage are you?"),
        },
        {
            "code": "sector",
            "type": "choice",
            "required": True,
            "options": _options(SECTORS),
            "label": _words("القطاع", "Secteur", "Sector"),
        },
        {"code": "region", "type": "region", "required": True, "label": _words("الجهة", "Région", "Region")},
        {
            "code": "team",
            "type": "number",
            "label": _words(
                "كم شخصا يعمل في المشروع؟", "Combien de personnes y travaillent ?", "How many people work on it?"
            ),
        },
        {
            "code": "free_only",
            "type": "yes_no",
            "label": _words(
                "هل تبحثون عن خدمات مجانية فقط؟", "Seulement des services gratuits ?", "Services free of charge only?"
            ),
        },
        {
            "code": "needed_from",
            "type": "date",
            "label": _words("ابتداء من أي يوم؟", "À partir de quel jour ?", "From which day?"),
        },
    ],
)


def derived(side: str, facts: Facts) -> Facts:
    """An offer says whether it is free, and "country" beside its region; a need names both places it can be served."""
    if side == "offer":
        return {
            "served": "country" if facts.get("reach") == "country" else facts.get("region"),
            "free": facts["price"] == 0 if "price" in facts else None,
        }
    return {
        "places": ["country", *([facts["region"]] if "region" in facts else [])],
        "charges": [True] if facts.get("free_only") else [True, False],
    }


def flaws(side: str, facts: Facts, on: date) -> Iterable[Flaw]:
    """A team nobody has, a day long over."""
    if side == "need" and not 0 < facts.get("team", 1) <= MOST_TEAM:
        yield (
            "team",
            _words("اكتبوا عددا بين 1 و10000.", "Écrivez un nombre de 1 à 10 000.", "Write a number from 1 to 10,000."),
        )
    if side == "need" and facts.get("needed_from", "9999") < on.isoformat():
        yield "needed_from", _words("هذا اليوم مضى.", "Ce jour est passé.", "This day is over.")


KIND = MarketKind(
    code="services",
    name=_words("الخدمات والحاجات", "Services et besoins", "Services and needs"),
    left_noun=_words("خدمة", "service", "service"),
    right_noun=_words("حاجة", "besoin", "need"),
    market=parse_market(FILE.read_text(encoding="utf-8"), source=FILE.name).market,
    words={
        "many": _words("الخدمات", "Services", "Services"),
        "lead": _words(
            "خدمات المراكز والأقطاب والحاضنات. أجيبوا عن بضعة أسئلة لتروا ما يناسب مشروعكم، ولماذا.",
            "Ce que rendent parcs, clusters et incubateurs. Quelques questions, et vous voyez ce qui convient à votre "
            "projet, et pourquoi.",
            "What parks, clusters and incubators do. A few questions, and you see what suits your project, and why.",
        ),
        "none": _words(
            "لا توجد خدمة معروضة اليوم.", "Aucun service offert aujourd’hui.", "No service is offered today."
        ),
        "find": _words("ما الخدمات التي تناسبنا؟", "Quels services nous conviennent ?", "Which services suit us?"),
    },
    trade=Trade(
        offer=Asks(
            new=_words("خدمة جديدة", "Nouveau service", "New service"),
            text=_words(
                "ما الذي تشمله الخدمة، وكيف تجري",
                "Ce que comprend le service, et son déroulement",
                "What the service holds, and how it goes",
            ),
            form=OFFER,
        ),
        need=Asks(
            new=_words("حاجة جديدة", "Nouveau besoin", "New need"),
            text=_words("مشروعكم في بضع جمل", "Votre projet en quelques phrases", "Your project in a few sentences"),
            form=NEED,
            public=False,
        ),
        units={
            "session": _words("حصة", "séance", "session"),
            "hour": _words("ساعة", "heure", "hour"),
            "day": _words("يوم", "jour", "day"),
            "month": _words("شهر", "mois", "month"),
        },
        group="service",
        flaws=flaws,
        derived=derived,
    ),
)
