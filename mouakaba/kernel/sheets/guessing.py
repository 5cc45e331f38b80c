"""Which column answers which question: by label in any language, by the words people use, by likeness."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from mouakaba.kernel.forms import FormDefinition, Question, QuestionType
from mouakaba.kernel.sheets.cells import Cell, cell_text
from mouakaba.kernel.sheets.lexicon import key

# What a sheet may say beside the answers.
SPECIAL = ("@email", "@name", "@language", "@sent_at", "@number")
_ENOUGH = 0.53  # under this likeness a column is left to the person
_HEADER_ROWS = 20

# What other tools and people call things, folded when read.
_COMMON: Mapping[str, tuple[str, ...]] = {
    "@email": (
        "email", "e-mail", "mail", "adresse e-mail", "adresse mail", "courriel", "email address", "contact email",
        "adresse électronique", "nom d'utilisateur", "البريد الإلكتروني", "بريد إلكتروني", "عنوان البريد الإلكتروني",
        "الإيميل", "إيميل",
    ),
    "@name": (
        "nom", "nom complet", "nom et prénom", "prénom et nom", "nom du candidat", "nom du porteur", "candidat",
        "porteur de projet", "name", "full name", "applicant", "applicant name", "الاسم", "الاسم الكامل",
        "الاسم والنسب", "الاسم العائلي والشخصي", "اسم المترشح", "حامل المشروع",
    ),
    "@language": ("langue", "langue du dossier", "language", "اللغة", "لغة الملف", "لغة الترشيح"),
    "@sent_at": (
        "horodateur", "horodatage", "timestamp", "date d'envoi", "date de soumission", "date de dépôt", "envoyé le",
        "submitted at", "submission date", "sent at", "sent on", "طابع زمني", "تاريخ الإرسال", "تاريخ الإيداع",
    ),
    "@number": (
        "numéro", "n°", "no", "numéro de dossier", "n° dossier", "référence", "ref", "identifiant", "id", "number",
        "reference", "file number", "رقم الملف", "الرقم", "المرجع",
    ),
    "project.title": (
        "titre", "titre du projet", "intitulé", "intitulé du projet", "nom du projet", "projet", "title",
        "project title", "project name", "عنوان المشروع", "اسم المشروع", "المشروع", "العنوان",
    ),
    "holder.birth_date": (
        "date de naissance", "né le", "née le", "né(e) le", "naissance", "date of birth", "birth date", "birthdate",
        "dob", "born", "تاريخ الازدياد", "تاريخ الميلاد", "تاريخ الولادة",
    ),
    "holder.sex": ("sexe", "genre", "civilité", "sex", "gender", "الجنس", "النوع"),
    "phone": (
        "téléphone", "tél", "tel", "gsm", "portable", "mobile", "numéro de téléphone", "n° de téléphone", "whatsapp",
        "phone", "phone number", "الهاتف", "رقم الهاتف", "الهاتف المحمول", "النقال",
    ),
    "ice": (
        "ice", "n° ice", "numéro ice", "identifiant commun de l'entreprise", "التعريف الموحد للمقاولة",
        "التعريف الموحد",
    ),
    "region": ("région", "region", "الجهة", "جهة", "جهة المشروع", "région du projet"),
    "commune": ("commune", "ville", "city", "town", "الجماعة", "جماعة", "المدينة"),
    "project.sector": ("secteur", "domaine", "filière", "secteur d'activité", "sector", "field", "المجال", "القطاع"),
    "organisation.legal_form": (
        "forme juridique", "statut juridique", "statut", "legal form", "legal status", "الشكل القانوني",
    ),
    "consent": (
        "consentement", "consent", "j'accepte", "accord", "données personnelles", "الموافقة", "أوافق",
    ),
    "url": ("site", "site web", "lien", "website", "link", "الموقع", "الموقع الإلكتروني", "رابط"),
}  # fmt: skip
_EMPTY_WORDS = frozenset(
    (
        "n", "no", "de", "du", "des", "la", "le", "les", "l", "d", "un", "une", "votre", "vos", "et", "en", "of", "the",
        "your", "a", "an", "في", "من", "على", "عن", "رقم", "هل", "ما", "هو", "هي",
    )
)  # fmt: skip
_GENERIC = frozenset(("projet", "project", "مشروع"))
_NAMES = frozenset(("nom", "name", "اسم"))
_BY_TYPE = {
    QuestionType.PHONE: "phone",
    QuestionType.ICE: "ice",
    QuestionType.REGION: "region",
    QuestionType.COMMUNE: "commune",
    QuestionType.CONSENT: "consent",
    QuestionType.URL: "url",
    QuestionType.EMAIL: "@email",
}
_BY_CODE = {"title": "project.title", "project_title": "project.title", "holder_name": "@name"}


@dataclass(frozen=True, slots=True)
class Target:
    """Something a column may hold: its code, and the words it is known by (compared exactly, then by likeness)."""

    code: str
    labels: tuple[str, ...]
    common: tuple[str, ...] = ()


def targets_of(form: FormDefinition) -> tuple[Target, ...]:
    """Every question that a cell can answer, then what a sheet may say beside."""
    asked = [_target(question) for question in form.questions if question.type is not QuestionType.FILE]
    return (*asked, *(Target(code, (), _keys(_COMMON[code])) for code in SPECIAL))


def _target(question: Question) -> Target:
    known = (question.fact or "", _BY_CODE.get(question.code, ""), _BY_TYPE.get(question.type, ""))
    common = tuple(word for name in known for word in _COMMON.get(name, ()))
    return Target(question.code, _keys((question.code, *question.label.values())), _keys(common))


def _keys(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(filter(None, (key(word) for word in words)))


def guess_columns(headers: Sequence[Cell], form: FormDefinition) -> list[str]:
    """The target's code for each column, empty where none is likely; no target twice.

    The likeliest pairs are settled first; among equals, questions come before what stands beside them.
    """
    targets = targets_of(form)
    words = [cell_text(header) for header in headers]
    pairs = [
        (-score, rank, column, target.code)
        for column, header in enumerate(words)
        for rank, target in enumerate(targets)
        if (score := likeness(header, target)) >= _ENOUGH
    ]
    chosen, taken = [""] * len(words), set()
    for _score, _rank, column, code in sorted(pairs):
        if not chosen[column] and code not in taken:
            chosen[column] = code
            taken.add(code)
    return chosen


def likeness(header: str, target: Target) -> float:
    """From 0 to 1: how likely a column of this name holds the target."""
    if f"[{target.code}]" in header:  # our own export
        return 1.0
    said = key(header)
    if not said:
        return 0.0
    if said in target.labels:
        return 0.98
    if said in target.common:
        return 0.9
    near = max((_near(said, label) for label in target.labels), default=0.0)
    return max(near * 0.9, max((_near(said, word) for word in target.common), default=0.0) * 0.8)


def _near(said: str, known: str) -> float:
    """Half the share of all words that are common, half the share of the shorter side."""
    here, there = _content(said), _content(known)
    if not here or not there:
        return 0.0
    shared = {word for word in here if any(_same_word(word, other) for other in there)}
    if shared <= _NAMES and (there - shared or _is_project(said) is not _is_project(known)):
        return 0.0  # a project's name is not a person's
    met = len(shared)
    return (met / (len(here) + len(there) - met) + met / min(len(here), len(there))) / 2


def _is_project(words: str) -> bool:
    return any(generic in words for generic in _GENERIC)


def _same_word(one: str, other: str) -> bool:
    """The same word, or two long ones a slip of the pen apart."""
    if one == other:
        return True
    if min(len(one), len(other)) < 5 or abs(len(one) - len(other)) > 2:
        return False
    return SequenceMatcher(None, one, other).ratio() > 0.8


def _content(words: str) -> set[str]:
    """The words that carry meaning, without the Arabic article; "project" only where there is no other."""
    bare = {re.sub(r"^(وال|ال|ل)(?=...)|^[ld]'(?=...)", "", word) for word in words.split()} - _EMPTY_WORDS
    return bare - _GENERIC or bare


def guess_header(rows: Sequence[Sequence[Cell]], form: FormDefinition) -> int:
    """Which of the first rows names the columns (from 0): the one whose cells we know best, else the first full one."""
    known = [sum(1 for code in guess_columns(row, form) if code) for row in rows[:_HEADER_ROWS]]
    if known and max(known) > 1:
        return known.index(max(known))
    filled = [sum(bool(cell_text(cell).strip()) for cell in row) for row in rows[:_HEADER_ROWS]]
    wanted = max(filled, default=0) / 2
    return next((index for index, count in enumerate(filled) if count >= wanted), 0)
