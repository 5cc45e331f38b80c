"""Services of parks and clusters, and what startups, cooperatives and project holders need: found by a diagnosis.

The values of what blocks a project are the codes of the services that answer it. Names of services are those of the
reviewed glossary (hosting is استضافة, visibility is إشعاع).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path

from mouakaba.kernel.marketfile import parse_market
from mouakaba.match.kinds.lists import (
    FOR_SECTORS,
    FOR_STAGES,
    REGION,
    SECTOR,
    SHORT,
    STAGE,
    options,
    places_of,
    reached,
    words,
)
from mouakaba.match.registry import Asks, Facts, Flaw, Help, MarketKind, Trade, Words, asking

MOST_TEAM = 10_000
FILE = Path(__file__).with_suffix(".toml")

SERVICES = {
    "hosting": words("استضافة", "Hébergement", "Hosting"),
    "training": words("تكوين", "Formation", "Training"),
    "coaching": words("مواكبة فردية", "Coaching", "Coaching"),
    "finance": words("الولوج إلى التمويل", "Accès au financement", "Access to finance"),
    "financial_engineering": words("الهندسة المالية", "Ingénierie financière", "Financial engineering"),
    "information": words(
        "جلسة إعلامية حول التمويل", "Séance d’information sur le financement", "Information session on finance"
    ),
    "market": words("الولوج إلى السوق", "Accès au marché", "Access to market"),
    "visibility": words("إشعاع", "Visibilité", "Visibility"),
    "network": words("تشبيك", "Réseau", "Network"),
    "prototyping": words("إنجاز النماذج الأولية", "Prototypage", "Prototyping"),
    "industrialisation": words("التصنيع", "Industrialisation", "Industrialisation"),
    "matchmaking": words("ربط بالشركاء", "Mise en relation", "Matchmaking"),
}
BLOCKS = {
    "hosting": words("لا نجد مقرا مناسبا", "Nous n’avons pas de local", "We have no place to work"),
    "training": words("تنقصنا مهارات", "Il nous manque des compétences", "We lack skills"),
    "coaching": words(
        "نحتاج إلى من يرشدنا خطوة بخطوة", "Il nous faut un guide, pas à pas", "We need a guide, step by step"
    ),
    "finance": words("ينقصنا المال", "Il nous manque de l’argent", "We lack money"),
    "financial_engineering": words(
        "لا نعرف كيف نركب خطة التمويل",
        "Nous ne savons pas monter le plan de financement",
        "We do not know how to build the financing plan",
    ),
    "information": words(
        "نريد أن نفهم آليات التمويل",
        "Nous voulons comprendre les aides et le financement",
        "We want to understand aids and finance",
    ),
    "market": words("لا نصل إلى الزبائن", "Nous n’atteignons pas les clients", "We do not reach customers"),
    "visibility": words("لا أحد يعرفنا", "Personne ne nous connaît", "Nobody knows us"),
    "network": words("نعمل وحدنا", "Nous travaillons seuls", "We work alone"),
    "prototyping": words("النموذج الأولي غير جاهز", "Le prototype n’est pas prêt", "The prototype is not ready"),
    "industrialisation": words(
        "لا ننتج بكميات كبيرة بعد", "Nous ne produisons pas encore en série", "We do not produce in series yet"
    ),
    "matchmaking": words(
        "نبحث عن شريك صناعي", "Nous cherchons un partenaire industriel", "We look for an industrial partner"
    ),
}
OF_SESSION = {"fact": "service", "operator": "equals", "value": "information"}

OFFER = asking(
    words("الخدمة", "Le service", "The service"),
    [
        {
            "code": "service",
            "type": "choice",
            "required": True,
            "options": options(SERVICES),
            "label": words("أي خدمة؟", "Quel service ?", "Which service?"),
        },
        {
            "code": "held_on",
            "type": "date",
            "required": True,
            "condition": OF_SESSION,
            "label": words("يوم الجلسة", "Jour de la séance", "Day of the session"),
        },
        {
            "code": "held_at",
            "type": "short_text",
            "required": True,
            "max_length": 150,
            "condition": OF_SESSION,
            "label": words("المكان", "Lieu", "Place"),
        },
        FOR_STAGES,
        FOR_SECTORS,
        *reached("أين تقدم؟", "Où est-il rendu ?", "Where is it given?"),
        {
            "code": "price",
            "type": "amount",
            "label": words("الثمن بالدرهم (0: بالمجان)", "Prix en dirhams (0 : gratuit)", "Price in dirhams (0: free)"),
        },
    ],
)
NEED = asking(
    words("تشخيص قصير", "Un court diagnostic", "A short diagnosis"),
    [
        {
            "code": "blocks",
            "type": "choices",
            "required": True,
            "options": options(BLOCKS),
            "label": words("ما الذي يعيق مشروعكم؟", "Qu’est-ce qui bloque ?", "What holds you back?"),
        },
        STAGE,
        SECTOR,
        REGION,
        {
            "code": "team",
            "type": "number",
            "label": words(
                "كم شخصا يعمل في المشروع؟", "Combien de personnes y travaillent ?", "How many people work on it?"
            ),
        },
        {
            "code": "free_only",
            "type": "yes_no",
            "label": words(
                "هل تبحثون عن خدمات مجانية فقط؟", "Seulement des services gratuits ?", "Services free of charge only?"
            ),
        },
        {
            "code": "needed_from",
            "type": "date",
            "label": words("ابتداء من أي يوم؟", "À partir de quel jour ?", "From which day?"),
        },
    ],
)


OVER = words("مضى يوم هذه الجلسة.", "Cette séance est passée.", "This session is over.")


def derived(side: str, facts: Facts) -> Facts:
    """An offer says whether it is free, and where it is served; a need both places it can be, and what it may cost."""
    if side == "offer":
        return {**places_of(side, facts), "free": facts["price"] == 0 if "price" in facts else None}
    return {**places_of(side, facts), "charges": [True] if facts.get("free_only") else [True, False]}


def refuses(offer: Facts, need: Facts, on: date) -> Words | None:
    """Nobody is brought to a session that is over."""
    return OVER if offer.get("held_on", "9999") < on.isoformat() else None


def flaws(side: str, facts: Facts, on: date) -> Iterable[Flaw]:
    """A team nobody has, a day long over."""
    if side == "offer" and facts.get("held_on", "9999") < on.isoformat():
        yield "held_on", OVER
    if side == "need" and not 0 < facts.get("team", 1) <= MOST_TEAM:
        yield (
            "team",
            words("اكتبوا عددا بين 1 و10000.", "Écrivez un nombre de 1 à 10 000.", "Write a number from 1 to 10,000."),
        )
    if side == "need" and facts.get("needed_from", "9999") < on.isoformat():
        yield "needed_from", words("هذا اليوم مضى.", "Ce jour est passé.", "This day is over.")


# Branches of activity as funding asks them -> sectors of this market.
OF_BRANCH = {
    "agriculture": "food",
    "crafts": "crafts",
    "culture": "crafts",
    "digital": "digital",
    "industry": "industry",
}


def _begun(block: str, facts: Facts) -> Facts:
    """A need begun with what a project told of itself when it looked for money."""
    branch = facts.get("project.branch")
    sector = "green" if facts.get("project.green") else OF_BRANCH.get(str(branch), "other") if branch else None
    told = {"stage": facts.get("project.stage"), "sector": sector, "region": facts.get("project.region")}
    return {"blocks": [block], **{code: value for code, value in told.items() if value}}


SHORT_OFFER = {
    "stages": SHORT["stages"],
    "sectors": SHORT["sectors"],
    "service": words("الخدمة", "Service", "Service"),
    "reach": words("النطاق", "Zone desservie", "Area served"),
    "price": words("الثمن", "Prix", "Price"),
}
SHORT_NEED = {
    "stage": SHORT["stage"],
    "blocks": words("ما يعيق المشروع", "Ce qui bloque", "What holds it back"),
    "team": words("عدد العاملين", "Personnes au travail", "People at work"),
    "free_only": words("بالمجان فقط", "Gratuit seulement", "Free of charge only"),
    "needed_from": words("ابتداء من", "À partir du", "From"),
}

KIND = MarketKind(
    code="services",
    name=words("الخدمات والحاجات", "Services et besoins", "Services and needs"),
    left_noun=words("خدمة", "service", "service"),
    right_noun=words("حاجة", "besoin", "need"),
    market=parse_market(FILE.read_text(encoding="utf-8"), source=FILE.name).market,
    words={
        "many": words("الخدمات", "Services", "Services"),
        "lead": words(
            "خدمات المراكز والأقطاب والحاضنات. أجيبوا عن بضعة أسئلة لتروا ما يناسب مشروعكم، ولماذا.",
            "Ce que rendent parcs, clusters et incubateurs. Quelques questions, et vous voyez ce qui convient à votre "
            "projet, et pourquoi.",
            "What parks, clusters and incubators do. A few questions, and you see what suits your project, and why.",
        ),
        "none": words(
            "لا توجد خدمة معروضة اليوم.", "Aucun service offert aujourd’hui.", "No service is offered today."
        ),
        "find": words("ما الخدمات التي تناسبنا؟", "Quels services nous conviennent ?", "Which services suit us?"),
    },
    trade=Trade(
        offer=Asks(
            short=SHORT_OFFER,
            new=words("خدمة جديدة", "Nouveau service", "New service"),
            text=words(
                "ما الذي تشمله الخدمة، وكيف تجري",
                "Ce que comprend le service, et son déroulement",
                "What the service holds, and how it goes",
            ),
            form=OFFER,
        ),
        need=Asks(
            short=SHORT_NEED,
            new=words("حاجة جديدة", "Nouveau besoin", "New need"),
            text=words("مشروعكم في بضع جمل", "Votre projet en quelques phrases", "Your project in a few sentences"),
            form=NEED,
            public=False,
            person=words("صاحب مشروع", "Un porteur de projet", "A project holder"),
        ),
        units={
            "session": words("حصة", "séance", "session"),
            "hour": words("ساعة", "heure", "hour"),
            "day": words("يوم", "jour", "day"),
            "month": words("شهر", "mois", "month"),
        },
        group="service",
        helps=(
            Help(
                label=words(
                    "مواكبة في الهندسة المالية لمشروعي",
                    "De l’aide pour monter mon plan de financement",
                    "Help with the financial engineering of my project",
                ),
                group="financial_engineering",
                answers=partial(_begun, "financial_engineering"),
            ),
            Help(
                label=words(
                    "مقعد في جلسة إعلامية حول التمويل",
                    "Une place dans une séance d’information sur le financement",
                    "A place in an information session on finance",
                ),
                group="information",
                answers=partial(_begun, "information"),
            ),
        ),
        flaws=flaws,
        derived=derived,
        refuses=refuses,
    ),
)
