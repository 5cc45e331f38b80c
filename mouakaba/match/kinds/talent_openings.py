"""Talents and openings: people found by confirmed skills, by nothing else than what fits a stated need.

Age, sex, origin and any score of persons take no part: no fact carries them.
"""

from __future__ import annotations

from pathlib import Path

from mouakaba.kernel.marketfile import parse_market
from mouakaba.match.registry import MarketKind

FILE = Path(__file__).with_suffix(".toml")
KIND = MarketKind(
    code="talent_openings",
    name={"ar": "الكفاءات والفرص", "fr": "Talents et offres", "en": "Talents and openings"},
    left_noun={"ar": "ملف مهارات", "fr": "profil", "en": "profile"},
    right_noun={"ar": "فرصة", "fr": "offre", "en": "opening"},
    market=parse_market(FILE.read_text(encoding="utf-8"), source=FILE.name).market,
    words={
        "many": {"ar": "الفرص", "fr": "Offres", "en": "Openings"},
        "lead": {
            "ar": "مقاولات ناشئة وتعاونيات وهيئات أخرى تبحث عن هذه المهارات.",
            "fr": "Des startups, des coopératives et d’autres organisations cherchent ces compétences.",
            "en": "Startups, cooperatives and other organisations look for these skills.",
        },
        "none": {
            "ar": "لا توجد فرصة مفتوحة اليوم. أنشئ ملف مهاراتك لتجدك الهيئات التي تنشر فرصة.",
            "fr": "Aucune offre aujourd’hui. Créez votre profil de compétences : les organisations qui publieront une "
            "offre vous trouveront.",
            "en": "No opening today. Make your skills profile, and organisations that open one will find you.",
        },
        "new": {"ar": "فرصة جديدة", "fr": "Nouvelle offre", "en": "New opening"},
        "none_yet": {
            "ar": "صفوا من تبحثون عنه. تُقترح المهارات من كلماتكم، ويُعثر على من يتوفر عليها.",
            "fr": "Dites qui vous cherchez. Des compétences sont proposées à partir de vos mots, et les personnes qui "
            "les ont sont trouvées.",
            "en": "Say whom you look for. Skills are proposed from your words, and people who have them are found.",
        },
        "text": {
            "ar": "المهام المطلوبة وما ينبغي أن يتقنه الشخص",
            "fr": "Ce qu’il y a à faire, et ce que la personne devrait savoir faire",
            "en": "What there is to do, and what the person should be able to do",
        },
        "place": {"ar": "جهة العمل", "fr": "Région du travail", "en": "Region of the work"},
        "remote": {
            "ar": "يمكن إنجاز العمل عن بعد",
            "fr": "Le travail peut se faire à distance",
            "en": "The work can be done at a distance",
        },
        "languages": {
            "ar": "لغات العمل (تكفي واحدة منها)",
            "fr": "Langues du travail (une seule suffit)",
            "en": "Languages of the work (one of them is enough)",
        },
        "closes_on": {"ar": "آخر يوم", "fr": "Dernier jour", "en": "Last day"},
        "skills": {"ar": "المهارات المطلوبة", "fr": "Compétences demandées", "en": "Skills asked for"},
        "yes": {"ar": "مطلوبة", "fr": "Demandée", "en": "Asked for"},
        "no": {"ar": "غير مطلوبة", "fr": "Non demandée", "en": "Not asked for"},
        "need_one": {
            "ar": "حددوا أولا المهارات المطلوبة: واحدة على الأقل.",
            "fr": "Dites d’abord quelles compétences vous demandez : une au moins.",
            "en": "Say first which skills you ask for: at least one.",
        },
        "publish": {"ar": "نشر الفرصة", "fr": "La rendre publique", "en": "Make it public"},
        "opened": {"ar": "نُشرت الفرصة.", "fr": "L’offre est publique.", "en": "The opening is public."},
        "close": {"ar": "إغلاق الفرصة", "fr": "Clore l’offre", "en": "Close the opening"},
        "closed": {"ar": "أُغلقت الفرصة.", "fr": "L’offre est close.", "en": "The opening is closed."},
        "people": {"ar": "أشخاص مناسبون", "fr": "Personnes qui correspondent", "en": "People who fit"},
    },
)
