"""Products of cooperatives and startups, and calls for orders. An order is counted once, in the period of its day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from mouakaba.kernel.marketfile import parse_market
from mouakaba.match.kinds.lists import options, words
from mouakaba.match.registry import Asks, Facts, Flaw, MarketKind, Span, Trade, Words, asking

FILE = Path(__file__).with_suffix(".toml")
MOST_DELAY = 365  # days


PRODUCTS = {
    "olive_oil": words("زيت الزيتون", "Huile d’olive", "Olive oil"),
    "honey": words("العسل ومنتجات النحل", "Miel et produits de la ruche", "Honey and bee products"),
    "dates": words("التمور ومشتقاتها", "Dattes et dérivés", "Dates and what is made of them"),
    "couscous": words("الكسكس والعجائن", "Couscous et pâtes", "Couscous and pasta"),
    "herbs": words("النباتات العطرية والطبية", "Plantes aromatiques et médicinales", "Aromatic and medicinal plants"),
    "argan": words("الأركان", "Argan", "Argan"),
    "cheese": words("الأجبان ومشتقات الحليب", "Fromages et laitages", "Cheese and dairy"),
    "preserves": words("المربى والمصبرات والفواكه المجففة", "Confitures, conserves, fruits secs",
                        "Jam, preserves, dried fruit"),
    "pastry": words("الحلويات", "Pâtisserie", "Pastry"),
    "cosmetics": words("مواد التجميل الطبيعية", "Cosmétiques naturels", "Natural cosmetics"),
    "weaving": words("النسيج والزرابي", "Tissage et tapis", "Weaving and carpets"),
    "clothes": words("اللباس التقليدي والخياطة", "Habits et couture", "Clothes and sewing"),
    "pottery": words("الفخار والخزف", "Poterie et céramique", "Pottery and ceramics"),
    "wood": words("الخشب والحلفاء", "Bois, alfa et vannerie", "Wood, esparto and basketry"),
    "leather": words("الجلد", "Cuir", "Leather"),
    "digital": words("خدمات رقمية", "Services numériques", "Digital services"),
    "green": words("معدات بيئية وطاقية", "Équipements verts et solaires", "Green and solar equipment"),
    "other": words("منتوج آخر", "Un autre produit", "Another product"),
}  # fmt: skip
UNITS = {
    "kg": words("كيلوغرام", "kg", "kg"),
    "l": words("لتر", "l", "l"),
    "piece": words("قطعة", "pièce", "piece"),
    "jar": words("مرطبان", "pot", "jar"),
    "box": words("علبة", "boîte", "box"),
    "metre": words("متر", "mètre", "metre"),
    "hour": words("ساعة عمل", "heure de travail", "hour of work"),
}
PERIODS = {
    "week": words("في الأسبوع", "par semaine", "a week"),
    "month": words("في الشهر", "par mois", "a month"),
    "year": words("في السنة", "par an", "a year"),
}
LABELS = {
    "onssa": words("رخصة السلامة الصحية (أونسا)", "Agrément sanitaire ONSSA", "Food safety authorisation (ONSSA)"),
    "organic": words("فلاحة بيولوجية", "Agriculture biologique", "Organic farming"),
    "origin": words(
        "بيان جغرافي أو تسمية المنشأ",
        "Indication géographique ou appellation d’origine",
        "Geographical indication or origin",
    ),
    "craft": words("علامة الصناعة التقليدية", "Label de l’artisanat", "Craft label"),
    "fair": words("تجارة عادلة", "Commerce équitable", "Fair trade"),
}
REACH = {
    "region": words("جهتنا فقط", "Notre région seulement", "Our region only"),
    "country": words("المغرب كله", "Tout le Maroc", "All of Morocco"),
    "abroad": words("المغرب والخارج", "Le Maroc et l’étranger", "Morocco and abroad"),
}
WHERE = {
    "morocco": words("في المغرب", "Au Maroc", "In Morocco"),
    "abroad": words("خارج المغرب", "À l’étranger", "Abroad"),
}
PRODUCT: dict[str, Any] = {
    "code": "product", "type": "choice", "required": True, "options": options(PRODUCTS),
    "label": words("أي منتوج؟", "Quel produit ?", "Which product?"),
}  # fmt: skip
UNIT: dict[str, Any] = {
    "code": "unit", "type": "choice", "required": True, "options": options(UNITS),
    "label": words("الوحدة", "Unité", "Unit"),
}  # fmt: skip


def _picture(number: str, label: Words, says: Words) -> list[dict[str, Any]]:
    return [
        {"code": f"picture{number}", "type": "file", "label": label},
        {"code": f"picture{number}_says", "type": "short_text", "max_length": 150, "label": says},
    ]  # fmt: skip


OFFER = asking(
    words("المنتوج", "Le produit", "The product"),
    [
        PRODUCT,
        UNIT,
        {
            "code": "price", "type": "amount", "required": True,
            "label": words("ثمن الوحدة بالدرهم", "Prix de l’unité, en dirhams", "Price of one unit, in dirhams"),
        },
        {
            "code": "quantity", "type": "number", "required": True,
            "label": words("أكبر كمية في كل مدة", "Quantité au plus par période", "Most in each period"),
        },
        {
            "code": "period", "type": "choice", "required": True, "options": options(PERIODS),
            "label": words("المدة", "Période", "Period"),
        },
        {
            "code": "least", "type": "number",
            "label": words("أصغر طلبية", "Commande minimale", "Smallest order"),
        },
        {
            "code": "delay", "type": "number", "required": True,
            "label": words("أجل التحضير بالأيام", "Délai de préparation, en jours", "Days to prepare it"),
        },
        {
            "code": "labels", "type": "choices", "options": options(LABELS),
            "label": words(
                "الشهادات والعلامات (كما يصرح بها المنتج)", "Certificats et labels (selon le producteur)",
                "Certificates and labels (as the producer states)",
            ),
        },
        {"code": "region", "type": "region", "required": True, "label": words("الجهة", "Région", "Region")},
        {
            "code": "reach", "type": "choice", "required": True, "options": options(REACH),
            "label": words("أين يُسلّم؟", "Où est-il livré ?", "Where is it delivered?"),
        },
        *_picture("", words("صورة (JPG أو PNG)", "Photo (JPG ou PNG)", "Picture (JPG or PNG)"),
                  words("ماذا في الصورة؟ لمن لا يراها", "Que montre la photo ? Pour qui ne la voit pas",
                         "What does the picture show? For who cannot see it")),
        *_picture("2", words("صورة ثانية", "Deuxième photo", "Second picture"),
                  words("ماذا في الصورة الثانية؟", "Que montre la deuxième ?", "What does the second show?")),
    ],
)  # fmt: skip
NEED = asking(
    words("الطلبية", "La commande", "The order"),
    [
        PRODUCT,
        {
            "code": "quantity", "type": "number", "required": True,
            "label": words("الكمية", "Quantité", "Quantity"),
        },
        UNIT,
        {
            "code": "by", "type": "date", "required": True,
            "label": words("قبل أي يوم؟", "Pour quel jour au plus tard ?", "By which day?"),
        },
        {
            "code": "where", "type": "choice", "required": True, "options": options(WHERE),
            "label": words("أين؟", "Où ?", "Where?"),
        },
        {
            "code": "region", "type": "region", "required": True,
            "condition": {"fact": "where", "operator": "equals", "value": "morocco"},
            "label": words("الجهة", "Région", "Region"),
        },
        {
            "code": "labels", "type": "choices", "options": options(LABELS),
            "label": words("شهادات أو علامات مفضلة", "Labels souhaités", "Certificates or labels wished"),
        },
    ],
)  # fmt: skip
TOO_SMALL = words(
    "الكمية المطلوبة أقل من أصغر طلبية لهذا المنتوج.",
    "La quantité demandée est inférieure à la commande minimale.",
    "The quantity asked for is below the smallest order.",
)
TOO_SOON = words(
    "لا يكفي الوقت: أجل التحضير يتجاوز اليوم المطلوب.",
    "Trop tôt : le délai de préparation dépasse le jour demandé.",
    "Too soon: it takes longer to prepare than until the day asked for.",
)


def derived(side: str, facts: Facts) -> Facts:
    """Where a product is delivered to; where an order may come from."""
    if side == "need":
        abroad = facts.get("where") == "abroad"
        return {"places": ["abroad"] if abroad else ["country", *([facts["region"]] if "region" in facts else [])]}
    reach = {"region": [facts.get("region")], "country": ["country"], "abroad": ["country", "abroad"]}
    return {"served": reach.get(str(facts.get("reach")))}


def takes(offer: Facts, need: Facts) -> Decimal | None:
    """What an order takes of a product, in its unit: at most what one period gives. None in another unit."""
    if offer.get("unit") != need.get("unit") or "quantity" not in offer or "quantity" not in need:
        return None
    return min(Decimal(str(offer["quantity"])), Decimal(str(need["quantity"])))


def span(offer: Facts, on: date) -> Span | None:
    """The week from Monday, the month or the year of a day, in which a product gives its quantity once."""
    match offer.get("period"):
        case "week":
            monday = on - timedelta(days=on.weekday())
            return monday, monday + timedelta(days=6)
        case "month":
            return on.replace(day=1), on.replace(day=monthrange(on.year, on.month)[1])
        case "year":
            return date(on.year, 1, 1), date(on.year, 12, 31)
    return None


def refuses(offer: Facts, need: Facts, on: date) -> Words | None:
    """An order below the smallest one, or sooner than the product can be ready."""
    asked = takes(offer, need)
    if asked is not None and asked < Decimal(str(offer.get("least") or 0)):
        return TOO_SMALL
    if need.get("by") and date.fromisoformat(str(need["by"])) < on + timedelta(days=int(offer.get("delay") or 0)):
        return TOO_SOON
    return None


def flaws(side: str, facts: Facts, on: date) -> Iterable[Flaw]:
    """A quantity of nothing, a smallest order above the most, a delay of more than a year, a day that is over."""
    quantity = Decimal(str(facts.get("quantity", 1)))
    if quantity <= 0:
        yield (
            "quantity",
            words("اكتبوا كمية أكبر من صفر.", "Écrivez une quantité au-dessus de zéro.", "Write more than zero."),
        )
    elif Decimal(str(facts.get("least") or 0)) > quantity:
        yield (
            "least",
            words(
                "أصغر طلبية أكبر من الكمية كلها: صححوا إحداهما.",
                "La commande minimale dépasse la quantité au plus : corrigez l’une des deux.",
                "The smallest order is above the most there is: correct one of the two.",
            ),
        )
    if int(facts.get("delay") or 0) > MOST_DELAY:
        yield (
            "delay",
            words(
                "اكتبوا أجلا لا يتجاوز 365 يوما.", "Écrivez un délai d’au plus 365 jours.", "Write at most 365 days."
            ),
        )
    if str(facts.get("by", "9999")) < on.isoformat():
        yield (
            "by",
            words(
                "مضى هذا اليوم: اختاروا يوما قادما.",
                "Ce jour est passé : choisissez-en un autre.",
                "This day is over: choose a later one.",
            ),
        )


SHORT_OFFER = {
    "product": words("المنتوج", "Produit", "Product"),
    "price": words("ثمن الوحدة", "Prix de l’unité", "Price of one unit"),
    "quantity": words("أكبر كمية", "Quantité au plus", "At most"),
    "delay": words("أيام التحضير", "Jours de préparation", "Days to prepare it"),
    "labels": words("الشهادات والعلامات", "Certificats et labels", "Certificates and labels"),
    "reach": words("التسليم", "Livraison", "Delivery"),
}
SHORT_NEED = {
    "product": words("المنتوج", "Produit", "Product"),
    "by": words("قبل يوم", "Au plus tard le", "By"),
    "where": words("مكان التسليم", "Livraison", "Delivery"),
}

KIND = MarketKind(
    code="products",
    name=words("منتجات وطلبيات", "Produits et commandes", "Products and orders"),
    left_noun=words("منتوج", "produit", "product"),
    right_noun=words("طلبية", "commande", "order"),
    market=parse_market(FILE.read_text(encoding="utf-8"), source=FILE.name).market,
    words={
        "many": words("المنتجات", "Produits", "Products"),
        "lead": words(
            "منتجات التعاونيات والمقاولات الناشئة، وطلبيات المشترين: الثمن والكمية والأجل بوضوح.",
            "Produits de coopératives et de startups, et commandes d’acheteurs : prix, quantité et délai en clair.",
            "Products of cooperatives and startups, and orders of buyers: price, quantity and delay plainly said.",
        ),
        "none": words("لا منتوج معروضا هنا اليوم.", "Aucun produit ici aujourd’hui.", "No product here today."),
        "find": words("من ينتج ما نريد طلبه؟", "Qui produit ce que nous cherchons ?", "Who makes what we look for?"),
    },
    trade=Trade(
        offer=Asks(
            short=SHORT_OFFER,
            new=words("منتوج نعرضه", "Produit à proposer", "Product to offer"),
            text=words("وصف المنتوج وطريقة صنعه", "Le produit et sa fabrication", "The product, and how it is made"),
            form=OFFER,
        ),
        need=Asks(
            short=SHORT_NEED,
            new=words("دعوة إلى الطلبيات", "Appel à commandes", "Call for orders"),
            text=words("ما نريده بالتفصيل", "Ce que nous voulons, en détail", "What we want, in detail"),
            form=NEED,
        ),
        units=UNITS,
        group="product",
        quantity="quantity",
        unit="unit",
        period="period",
        filters=("region", "reach", "labels"),
        pictures={"picture": "picture_says", "picture2": "picture2_says"},
        due="by",
        priced=True,
        flaws=flaws,
        refuses=refuses,
        derived=derived,
        takes=takes,
        span=span,
    ),
)  # fmt: skip
