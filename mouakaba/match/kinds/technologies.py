"""Research and technology: what institutes and universities have, what firms look for; valorisation of waste first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from mouakaba.kernel.marketfile import parse_market
from mouakaba.match.kinds.lists import REGION, options, places_of, reached, words
from mouakaba.match.registry import Asks, Facts, Flaw, MarketKind, Trade, asking

FILE = Path(__file__).with_suffix(".toml")
LEVELS = ("research", "proof", "pilot", "proven")  # in this order: each holds those before it

FIELDS = {
    "sorting": words("فرز النفايات", "Tri des déchets", "Sorting of waste"),
    "recycling": words("إعادة التدوير", "Recyclage", "Recycling"),
    "organic": words("تثمين النفايات العضوية والتسميد", "Déchets organiques et compost", "Organic waste and compost"),
    "olive": words("مرج الزيتون وثفله", "Margines et grignons d’olive", "Olive mill waste"),
    "food": words("المنتجات الثانوية الغذائية", "Coproduits agroalimentaires", "By-products of food industry"),
    "biomass": words("الكتلة الحيوية والطاقة", "Biomasse et énergie", "Biomass and energy"),
    "water": words("المياه العادمة", "Eaux usées", "Waste water"),
    "solar": words("الطاقة الشمسية", "Énergie solaire", "Solar energy"),
    "digital": words("الرقميات والقياس", "Numérique et mesure", "Digital tools and measurement"),
    "other": words("مجال آخر", "Un autre domaine", "Another field"),
}
OFFERED = {
    "project": words(
        "مشروع بحث وتطوير يبحث عن شريك",
        "Projet de R&D qui cherche un partenaire",
        "R&D project that looks for a partner",
    ),
    "licence": words(
        "تقنية للترخيص أو النقل", "Technologie à transférer ou à concéder", "Technology to license or transfer"
    ),
    "facility": words(
        "مختبر أو منصة أو تجهيزات", "Laboratoire, plateforme ou équipement", "Laboratory, platform or equipment"
    ),
    "study": words("دراسة أو اختبار أو خبرة", "Étude, essai ou expertise", "Study, test or expertise"),
}
READINESS = {
    "research": words("بحث في المختبر", "Recherche au laboratoire", "Research in the laboratory"),
    "proof": words("إثبات الفكرة", "Preuve de concept", "Proof of concept"),
    "pilot": words("تجربة نموذجية", "Pilote", "Pilot"),
    "proven": words("مجرب في الاستغلال", "Éprouvé en exploitation", "Proven in use"),
}
RIGHTS = {
    "none": words("بلا براءة", "Sans brevet", "No patent"),
    "filed": words("براءة مودعة", "Brevet déposé", "Patent filed"),
    "granted": words("براءة ممنوحة", "Brevet délivré", "Patent granted"),
}

OFFER = asking(
    words("التكنولوجيا أو المشروع", "La technologie ou le projet", "The technology or the project"),
    [
        {
            "code": "field",
            "type": "choice",
            "required": True,
            "options": options(FIELDS),
            "label": words("المجال", "Domaine", "Field"),
        },
        {
            "code": "offered",
            "type": "choice",
            "required": True,
            "options": options(OFFERED),
            "label": words("طبيعة العرض", "Nature de l’offre", "What is offered"),
        },
        {
            "code": "readiness",
            "type": "choice",
            "options": options(READINESS),
            "label": words("درجة النضج", "Maturité", "Readiness"),
        },
        {
            "code": "rights",
            "type": "choice",
            "options": options(RIGHTS),
            "label": words("الملكية الصناعية", "Propriété industrielle", "Industrial property"),
        },
        *reached("نطاق الاستفادة", "Où y accéder", "Where it can be had"),
    ],
)
NEED = asking(
    words("ما الذي تبحثون عنه", "Ce que vous cherchez", "What you look for"),
    [
        {
            "code": "fields",
            "type": "choices",
            "required": True,
            "options": options(FIELDS),
            "label": words("المجالات المطلوبة", "Domaines recherchés", "Fields looked for"),
        },
        {
            "code": "wanted",
            "type": "choices",
            "options": options(OFFERED),
            "label": words(
                "بأي شكل (لا شيء: بأي شكل كان)", "Sous quelle forme (aucune : toutes)", "In which form (none: any)"
            ),
        },
        {
            "code": "readiness",
            "type": "choice",
            "options": options(READINESS),
            "label": words("أدنى درجة نضج", "Maturité au moins", "Readiness at least"),
        },
        REGION,
    ],
)


def derived(side: str, facts: Facts) -> Facts:
    """Where it is given or can be, and readiness as a level from 1 to 4."""
    level = LEVELS.index(facts["readiness"]) + 1 if facts.get("readiness") in LEVELS else None
    return {**places_of(side, facts), "level": level}


def flaws(side: str, facts: Facts, on: date) -> Iterable[Flaw]:
    """A patent belongs to something that is licensed, made or looked for: a laboratory has none."""
    if side == "offer" and facts.get("offered") == "facility" and facts.get("rights") in ("filed", "granted"):
        yield (
            "rights",
            words(
                "المختبر أو التجهيز لا براءة له: اعرضوا التقنية المحمية على حدة.",
                "Un laboratoire n’a pas de brevet : proposez à part la technologie protégée.",
                "A laboratory has no patent: offer the protected technology apart.",
            ),
        )


SHORT_NEED = {"wanted": words("الشكل المطلوب", "Forme recherchée", "Form looked for")}

KIND = MarketKind(
    code="technologies",
    name=words("البحث والتكنولوجيا", "Recherche et technologie", "Research and technology"),
    left_noun=words("تكنولوجيا", "technologie", "technology"),
    right_noun=words("حاجة", "besoin", "need"),
    market=parse_market(FILE.read_text(encoding="utf-8"), source=FILE.name).market,
    words={
        "many": words("التكنولوجيات", "Technologies", "Technologies"),
        "lead": words(
            "مشاريع بحث وتطوير وتكنولوجيات المعاهد والجامعات والأقطاب، وما تبحث عنه المقاولات والتعاونيات، وفي مقدمته "
            "تثمين النفايات.",
            "Projets de R&D et technologies des instituts, universités et clusters ; besoins des entreprises et des "
            "coopératives. D’abord la valorisation des déchets.",
            "R&D projects and technologies of institutes, universities and clusters; needs of firms and cooperatives. "
            "Valorisation of waste first.",
        ),
        "none": words(
            "لا توجد تكنولوجيا معروضة اليوم.",
            "Aucune technologie proposée aujourd’hui.",
            "No technology is offered today.",
        ),
        "find": words("ما الذي ينفع مقاولتنا؟", "Que trouver pour notre entreprise ?", "What could help our firm?"),
    },
    trade=Trade(
        offer=Asks(
            new=words("تكنولوجيا أو مشروع بحث", "Technologie ou projet de R&D", "Technology or R&D project"),
            text=words(
                "ما الذي تحققه، وما الذي يلزم لاستعمالها",
                "Ce qu’elle permet, et ce qu’il faut pour l’utiliser",
                "What it makes possible, and what it takes to use it",
            ),
            form=OFFER,
        ),
        need=Asks(
            short=SHORT_NEED,
            new=words("نبحث عن حل", "Nous cherchons une solution", "We look for a solution"),
            text=words("المشكلة في بضع جمل", "Le problème en quelques phrases", "The problem in a few sentences"),
            form=NEED,
            person=words("صاحب مشروع", "Un porteur de projet", "A project holder"),
        ),
        units={
            "day": words("يوم", "jour", "day"),
            "test": words("اختبار", "essai", "test"),
            "month": words("شهر", "mois", "month"),
        },
        group="field",
        flaws=flaws,
        derived=derived,
    ),
)
