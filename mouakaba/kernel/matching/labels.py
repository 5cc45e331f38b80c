"""Words of matching in Arabic, French and English."""

from collections.abc import Mapping

from mouakaba.kernel.text import typeset

Words = Mapping[str, str]


def _words(ar: str, fr: str, en: str) -> Words:
    return {"ar": ar, "fr": typeset(fr, "fr"), "en": en}


FACTS: Mapping[str, Words] = {
    "language": _words("اللغة", "Langue", "Language"),
    "capacity": _words("الطاقة الاستيعابية", "Capacité", "Capacity"),
    "region": _words("الجهة", "Région", "Region"),
    "province": _words("الإقليم أو العمالة", "Province ou préfecture", "Province"),
    "sector": _words("القطاع", "Secteur", "Sector"),
}
TONGUES: Mapping[str, Words] = {
    "ar": _words("العربية", "arabe", "Arabic"),
    "fr": _words("الفرنسية", "français", "French"),
    "en": _words("الإنجليزية", "anglais", "English"),
}

# How many of the skills asked for are there, by how many are asked: one, two, or {m}.
ALL_SKILLS: Mapping[str, Words] = {
    "one": _words("المهارة المطلوبة متوفرة", "La compétence demandée est là", "The skill asked for is there"),
    "two": _words(
        "المهارتان المطلوبتان متوفرتان معا",
        "Les deux compétences demandées sont là",
        "Both skills asked for are there",
    ),
    "many": _words(
        "المهارات المطلوبة متوفرة كلها، وعددها {m}",
        "Les {m} compétences demandées sont toutes là",
        "All {m} skills asked for are there",
    ),
}
# {n} of {m}; Arabic says each number with its noun, French and English agree the verb with {n}.
SOME_SKILLS: Mapping[str, Words] = {
    "one": _words(
        "تتوفر {n} من أصل {m}", "{n} des {m} compétences demandées est là", "{n} of the {m} skills asked for is there"
    ),
    "many": _words(
        "تتوفر {n} من أصل {m}",
        "{n} des {m} compétences demandées sont là",
        "{n} of the {m} skills asked for are there",
    ),
}
NO_SKILL: Mapping[str, Words] = {
    "one": _words(
        "المهارة المطلوبة غير متوفرة، لكن توجد مهارة قريبة منها",
        "La compétence demandée manque, mais une compétence proche est là",
        "The skill asked for is missing, but a near one is there",
    ),
    "two": _words(
        "المهارتان المطلوبتان غير متوفرتين، لكن يوجد ما هو قريب",
        "Les deux compétences demandées manquent, mais il y a des compétences proches",
        "Both skills asked for are missing, but something near is there",
    ),
    "many": _words(
        "لا تتوفر أي من المهارات المطلوبة، وعددها {m}، لكن يوجد ما هو قريب",
        "Aucune des {m} compétences demandées n’est là, mais il y a des compétences proches",
        "None of the {m} skills asked for is there, but something near is",
    ),
}
SHARED = _words("المتوفر: {names}", "Présent : {names}", "There: {names}")
ADJACENT = _words("القريب: {names}", "Proche : {names}", "Near: {names}")
MISSING = _words("الناقص: {names}", "Manque : {names}", "Missing: {names}")
INSTEAD = _words("{had} بدلا من {asked}", "{had} au lieu de {asked}", "{had} in place of {asked}")
TEXT = _words(
    "ما كتبه الطرفان متقارب في المعنى بنسبة {percent}",
    "Les deux textes disent des choses proches, à {percent}",
    "The two texts say similar things, at {percent}",
)
PERCENT = _words("{number}%", "{number} %", "{number}%")
TITLED = _words("{title}: {text}", "{title} : {text}", "{title}: {text}")

# Arabic numbers from three to ten before مهارات, plural of a feminine noun.
FEW = {3: "ثلاث", 4: "أربع", 5: "خمس", 6: "ست", 7: "سبع", 8: "ثماني", 9: "تسع", 10: "عشر"}
