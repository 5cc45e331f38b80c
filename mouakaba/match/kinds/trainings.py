"""Trainings: schools, clusters and incubators say what they teach, and people find it by what they lack.

Nobody is found by what they lack: the person looks, the organisation does not.
"""

from __future__ import annotations

from pathlib import Path

from mouakaba.kernel.marketfile import parse_market
from mouakaba.kernel.matching import Side
from mouakaba.match.registry import MarketKind

FILE = Path(__file__).with_suffix(".toml")
KIND = MarketKind(
    code="trainings",
    name={"ar": "التكوينات", "fr": "Formations", "en": "Trainings"},
    left_noun={"ar": "تكوين", "fr": "formation", "en": "training"},
    right_noun={"ar": "مهارات ناقصة", "fr": "compétences manquantes", "en": "missing skills"},
    listed=Side.LEFT,
    fields=("starts_on", "ends_on", "seats", "price"),
    market=parse_market(FILE.read_text(encoding="utf-8"), source=FILE.name).market,
    words={
        "many": {"ar": "التكوينات", "fr": "Formations", "en": "Trainings"},
        "lead": {
            "ar": "مدارس وأقطاب وحاضنات تعلّم هذه المهارات.",
            "fr": "Des écoles, des clusters et des incubateurs enseignent ces compétences.",
            "en": "Schools, clusters and incubators teach these skills.",
        },
        "none": {
            "ar": "لا يوجد تكوين مفتوح اليوم.",
            "fr": "Aucune formation ouverte aujourd’hui.",
            "en": "No training is open today.",
        },
        "new": {"ar": "تكوين جديد", "fr": "Nouvelle formation", "en": "New training"},
        "none_yet": {
            "ar": "صفوا ما تُعلّمونه. تُقترح المهارات من كلماتكم، ويجد التكوينَ من تنقصه هذه المهارات.",
            "fr": "Dites ce que vous enseignez. Des compétences sont proposées à partir de vos mots, et ceux à qui "
            "elles manquent trouvent la formation.",
            "en": "Say what you teach. Skills are proposed from your words, and those who lack them find the training.",
        },
        "text": {
            "ar": "ما الذي يُعلَّم، ولمن، وما الذي يتقنه المشارك في النهاية",
            "fr": "Ce qui est enseigné, à qui, et ce que l’on sait faire à la fin",
            "en": "What is taught, to whom, and what they can do at the end",
        },
        "place": {"ar": "جهة التكوين", "fr": "Région de la formation", "en": "Region of the training"},
        "remote": {
            "ar": "يمكن متابعة التكوين عن بعد",
            "fr": "La formation peut se suivre à distance",
            "en": "The training can be followed at a distance",
        },
        "languages": {
            "ar": "لغات التكوين (تكفي واحدة منها)",
            "fr": "Langues de la formation (une seule suffit)",
            "en": "Languages of the training (one of them is enough)",
        },
        "closes_on": {
            "ar": "آخر يوم للتسجيل",
            "fr": "Dernier jour d’inscription",
            "en": "Last day to register",
        },
        "skills": {"ar": "المهارات التي يعلّمها", "fr": "Compétences enseignées", "en": "Skills it teaches"},
        "yes": {"ar": "تُعلَّم", "fr": "Enseignée", "en": "Taught"},
        "no": {"ar": "لا تُعلَّم", "fr": "Non enseignée", "en": "Not taught"},
        "need_one": {
            "ar": "حددوا أولا المهارات التي يعلّمها التكوين: واحدة على الأقل.",
            "fr": "Dites d’abord quelles compétences la formation enseigne : une au moins.",
            "en": "Say first which skills the training teaches: at least one.",
        },
        "publish": {"ar": "نشر التكوين", "fr": "La rendre publique", "en": "Make it public"},
        "opened": {"ar": "نُشر التكوين.", "fr": "La formation est publique.", "en": "The training is public."},
        "close": {"ar": "إغلاق التسجيل", "fr": "Clore les inscriptions", "en": "Close registration"},
        "closed": {"ar": "أُغلق التسجيل.", "fr": "Les inscriptions sont closes.", "en": "Registration is closed."},
        "people": {"ar": "المهتمون بالتكوين", "fr": "Personnes intéressées", "en": "People interested"},
    },
)
