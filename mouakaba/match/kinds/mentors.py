"""Mentors and experts to projects. A mentor is a person; a project is an organisation's or a project holder's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
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
from mouakaba.match.registry import Asks, Facts, Flaw, MarketKind, Trade, asking

MOST_HOURS = 100  # a month
MOST_PROJECTS = 20  # of one mentor at once
MOST_MENTORS = 5  # of one project at once
FILE = Path(__file__).with_suffix(".toml")

FIELDS = {
    "strategy": words("الاستراتيجية ونموذج الأعمال", "Stratégie et modèle d’affaires", "Strategy and business model"),
    "finance": words("المالية والمحاسبة", "Finance et comptabilité", "Finance and accounting"),
    "sales": words("التسويق والبيع", "Marketing et vente", "Marketing and sales"),
    "law": words("القانون والملكية الفكرية", "Droit et propriété intellectuelle", "Law and intellectual property"),
    "technology": words("التقنية والنموذج الأولي", "Technique et prototype", "Technology and prototype"),
    "production": words("الإنتاج والجودة", "Production et qualité", "Production and quality"),
    "people": words("الفريق والتدبير", "Équipe et gestion", "Team and management"),
    "digital": words("الرقمنة", "Numérisation", "Going digital"),
    "export": words("التصدير", "Export", "Export"),
    "cooperative": words(
        "الاقتصاد الاجتماعي والتضامني", "Économie sociale et solidaire", "Social and solidarity economy"
    ),
}
LANGUAGES = {
    "ar": words("العربية", "Arabe", "Arabic"),
    "fr": words("الفرنسية", "Français", "French"),
    "en": words("الإنجليزية", "Anglais", "English"),
    "zgh": words("الأمازيغية", "Amazighe", "Amazigh"),
}


def _languages(ar: str, fr: str, en: str) -> dict[str, object]:
    label = words(ar, fr, en)
    return {"code": "languages", "type": "choices", "required": True, "options": options(LANGUAGES), "label": label}


def _fields(ar: str, fr: str, en: str) -> dict[str, object]:
    label = words(ar, fr, en)
    return {"code": "fields", "type": "choices", "required": True, "options": options(FIELDS), "label": label}


OFFER = asking(
    words("ما الذي تقدمونه", "Ce que vous apportez", "What you bring"),
    [
        _fields("مجالات الإرشاد", "Domaines de conseil", "Fields of advice"),
        FOR_SECTORS,
        FOR_STAGES,
        _languages("لغات العمل", "Langues de travail", "Working languages"),
        *reached("نطاق الإرشاد", "Rayon d’intervention", "Where"),
        {
            "code": "hours",
            "type": "number",
            "required": True,
            "label": words("عدد الساعات في الشهر، إجمالا", "Heures par mois, en tout", "Hours a month, in all"),
        },
        {
            "code": "projects",
            "type": "number",
            "required": True,
            "label": words("عدد المشاريع في الوقت نفسه", "Projets à la fois", "Projects at once"),
        },
    ],
)
NEED = asking(
    words("ما الذي تبحثون عنه", "Ce que vous cherchez", "What you look for"),
    [
        _fields("المجالات المطلوبة", "Domaines recherchés", "Fields looked for"),
        SECTOR,
        STAGE,
        _languages("لغات العمل", "Langues de travail", "Working languages"),
        REGION,
        {
            "code": "hours",
            "type": "number",
            "required": True,
            "label": words("عدد الساعات في الشهر", "Heures par mois", "Hours a month"),
        },
        {
            "code": "mentors",
            "type": "number",
            "label": words(
                "عدد المرشدين في الوقت نفسه (بلا جواب: مرشد واحد)",
                "Mentors à la fois (sans réponse : un seul)",
                "Mentors at once (no answer: one)",
            ),
        },
    ],
)


OWN = words("هو نفسه أو من مؤسسته", "la même personne ou organisation", "the same person or organisation")
CONFLICT = words("تضارب مصالح مصرح به", "conflit d’intérêts déclaré", "a conflict of interests was stated")


def derived(side: str, facts: Facts) -> Facts:
    """Where it is given or can be; of an offer also `share`, the hours a month that each of its projects can have."""
    told = dict(places_of(side, facts))
    if side == "offer" and facts.get("projects"):
        told["share"] = facts["hours"] / facts["projects"] if "hours" in facts else None
    return told


def flaws(side: str, facts: Facts, on: date) -> Iterable[Flaw]:
    """Hours or projects nobody can give; parts of a project."""
    if not 0 < facts.get("hours", 1) <= MOST_HOURS:
        yield (
            "hours",
            words(
                f"اكتبوا عددا بين 1 و{MOST_HOURS}.",
                f"Écrivez un nombre de 1 à {MOST_HOURS}.",
                f"Write a number from 1 to {MOST_HOURS}.",
            ),
        )
    code, most = ("projects", MOST_PROJECTS) if side == "offer" else ("mentors", MOST_MENTORS)
    count = facts.get(code, 1)
    if count != int(count) or not 1 <= count <= most:
        yield (
            code,
            words(
                f"اكتبوا عددا صحيحا بين 1 و{most}.",
                f"Écrivez un nombre entier de 1 à {most}.",
                f"Write a whole number from 1 to {most}.",
            ),
        )


SHORT_OFFER = {
    "stages": SHORT["stages"],
    "sectors": SHORT["sectors"],
    "hours": words("الساعات في الشهر", "Heures par mois", "Hours a month"),
    "projects": words("المشاريع في الوقت نفسه", "Projets à la fois", "Projects at once"),
}
SHORT_NEED = {
    "stage": SHORT["stage"],
    "hours": words("الساعات في الشهر", "Heures par mois", "Hours a month"),
    "mentors": words("المرشدون في الوقت نفسه", "Mentors à la fois", "Mentors at once"),
}

KIND = MarketKind(
    code="mentors",
    name=words("مرشدون وخبراء", "Mentors et experts", "Mentors and experts"),
    left_noun=words("مرشد", "mentor", "mentor"),
    right_noun=words("مشروع", "projet", "project"),
    market=parse_market(FILE.read_text(encoding="utf-8"), source=FILE.name).market,
    words={
        "many": words("المرشدون", "Mentors", "Mentors"),
        "lead": words(
            "أشخاص يرشدون المشاريع ساعات في الشهر. لا يظهر اسم ولا هاتف قبل أن يقبل الطرفان معا.",
            "Des personnes qui conseillent des projets quelques heures par mois. Ni nom ni téléphone avant l’accord "
            "des deux côtés.",
            "People who advise projects some hours a month. No name and no phone before both sides said yes.",
        ),
        "none": words("لا يوجد مرشد متاح اليوم.", "Aucun mentor disponible aujourd’hui.", "No mentor is free today."),
        "find": words("أي مرشد يناسب مشروعي؟", "Quel mentor pour mon projet ?", "Which mentor suits my project?"),
    },
    trade=Trade(
        offer=Asks(
            short=SHORT_OFFER,
            new=words("أعرض إرشادي", "Je propose mon mentorat", "I offer to mentor"),
            text=words(
                "تجربتك وما تستطيع أن تساعد فيه",
                "Votre expérience, et en quoi vous pouvez aider",
                "Your experience, and how you can help",
            ),
            form=OFFER,
            organisations=False,
            person=words("مرشد", "Un mentor", "A mentor"),
        ),
        need=Asks(
            short=SHORT_NEED,
            new=words("أبحث عن مرشد", "Je cherche un mentor", "I look for a mentor"),
            text=words("مشروعكم في بضع جمل", "Votre projet en quelques phrases", "Your project in a few sentences"),
            form=NEED,
            public=False,
            person=words("صاحب مشروع", "Un porteur de projet", "A project holder"),
        ),
        units={"hour": words("ساعة", "h", "h")},
        group="fields",
        seats="projects",
        wants="mentors",
        skills="fields",
        assigned=True,
        given={
            "title": words("الجلسات", "Séances", "Sessions"),
            "record": words("سجلوا جلسة", "Noter une séance", "Record a session"),
            "none": words("لم تسجل أي جلسة بعد.", "Aucune séance notée pour l’instant.", "No session is recorded yet."),
            "done": words("انتهى الإرشاد", "Le mentorat est terminé", "The mentoring has ended"),
        },
        against={
            "own": OWN,
            "own_back": OWN,
            "conflict": CONFLICT,
            "conflict_back": CONFLICT,
            "refused": words(
                "قال أحد الطرفين لا من قبل، أو اقتُرح هذا الزوج من قبل، أو استُبعد هنا",
                "l’un des deux a déjà dit non, ou la paire est déjà proposée, ou écartée ici",
                "one of the two said no before, or the pair is proposed already, or set aside here",
            ),
            "field": words(
                "لا يرشد في المجالات المطلوبة",
                "ne conseille pas dans les domaines demandés",
                "does not advise in the fields asked for",
            ),
            "language": words("لا لغة مشتركة", "pas de langue commune", "no language in common"),
            "place": words("لا يصل إلى الجهة", "ne se déplace pas dans la région", "does not serve the region"),
            "stage": words("لمرحلة أخرى", "pour un autre stade", "for another stage"),
            "sector": words("لقطاع آخر", "pour un autre secteur", "for another sector"),
            "hours": words(
                "ساعاته لكل مشروع لا تكفي", "trop peu d’heures par projet", "too few hours for each project"
            ),
        },
        flaws=flaws,
        derived=derived,
    ),
)
