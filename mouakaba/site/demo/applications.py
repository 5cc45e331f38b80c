"""Invented applications, marked DEMO: any number, the same for the same seed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from random import Random
from typing import Any

from mouakaba.site.demo.definitions import definition
from mouakaba.site.demo.places import Place, draw_place, outside_regions
from mouakaba.site.demo.texts import Subject, brands, ideas, organisation_name, project_texts, title

# Of every hundred applications; what remains is eligible.
FLAWS: Mapping[str, Mapping[str, int]] = {
    "kawaliss-2": {
        "too_old": 4,
        "too_young": 2,
        "outside": 2,
        "wrong_sector": 1,
        "company": 1,
        "no_birth_date": 2,
        "no_legal_form": 2,
    },
    "kawaliss-3": {
        "too_old": 3,
        "too_young": 1,
        "outside": 2,
        "wrong_sector": 1,
        "pure_creation": 3,
        "no_birth_date": 2,
        "no_legal_form": 2,
    },
    "ideathon-oujda": {"outside": 5, "company": 5, "no_legal_form": 4},
}
TONGUES = {"ar": 60, "fr": 33, "en": 7}
REGION_SHARES = {"MA-01": 27, "MA-02": 22, "MA-03": 27, "MA-09": 24}
RURAL_SHARE = 0.28
WOMEN_SHARE = 0.47
ORGANISATION_SHARE = 0.35
PUBLISH_SHARE = 0.7  # who agree that their summary is published
LEGAL_FORMS = ("association",) * 6 + ("cooperative",) * 3 + ("federation", "foundation")
# Number of the application -> number of the earlier one by the same person.
REPEATS = {97: 31, 388: 205}
# Applicants of two calls are two people, so that each has one name and one language.
ADDRESS_MARKS = {"kawaliss-2": "", "kawaliss-3": "-k3", "ideathon-oujda": "-oujda"}
WRITING_HOURS = (9, 10, 11, 12, 14, 15, 16, 17, 18, 20, 21, 21, 22, 22, 23, 23, 0, 1)
NAMES = {
    "ar": {"female": "مترشحة {:03d} (DEMO)", "male": "مترشح {:03d} (DEMO)"},
    "fr": {"female": "DEMO Candidate {:03d}", "male": "DEMO Candidat {:03d}"},
    "en": {"female": "DEMO Applicant {:03d}", "male": "DEMO Applicant {:03d}"},
}


@dataclass(frozen=True, slots=True)
class Invented:
    """One invented application; `submitted_local` is wall time in the call's zone, `answers` goes by question code."""

    call: str
    number: int
    language: str
    submitted_local: datetime
    answers: dict[str, Any]
    applicant: str
    email: str


@dataclass(frozen=True, slots=True)
class _Profile:
    """Who applies and about what, before any sentence is written."""

    identity: int
    flaw: str
    sex: str
    legal_form: str | None
    is_organisation: bool
    subject: Subject


def invent(count: int, *, seed: int, call: str = "kawaliss-2", first: int = 1) -> Iterator[Invented]:
    """Yield `count` applications of a demonstration call, one at a time, numbered from `first`.

    An application depends on (seed, call, number) alone, so a longer run starts with the shorter one.
    ValueError for a negative count or an unknown call.
    """
    if count < 0:
        raise ValueError(f"count: {count} is negative; give 0 or more")
    definition(call)
    return (_invented(number, seed=seed, call=call) for number in range(first, first + count))


def latent_quality(number: int, *, seed: int, call: str) -> float:
    """How good the invented file is, standard normal; the marks and the length of the texts follow it."""
    return _rng(seed, call, "quality", REPEATS.get(number, number)).gauss(0, 1)


def _rng(seed: int, *keys: object) -> Random:
    return Random(":".join(map(str, (seed, *keys))))


def _invented(number: int, *, seed: int, call: str) -> Invented:
    profile = _profile(REPEATS.get(number, number), seed=seed, call=call)
    rng = _rng(seed, call, "texts", number)
    answers = _answers(rng, profile, call=call, number=number, seed=seed)
    return Invented(
        call=call,
        number=number,
        language=profile.subject.language,
        submitted_local=_submitted(rng, call),
        answers={code: answers[code] for code in _codes(call) if answers.get(code) is not None},
        applicant=_name(profile),
        email=f"demo-applicant{ADDRESS_MARKS[call]}-{number:05d}@demo.example",
    )


def _profile(number: int, *, seed: int, call: str) -> _Profile:
    rng = _rng(seed, call, "profile", number)
    flaw, language, region = (_dealt(number, seed, call, what) for what in ("flaw", "language", "region"))
    form = _legal_form(rng, flaw, call)
    area = "rural" if rng.random() < RURAL_SHARE else "urban"
    place = draw_place(rng, rng.choice(outside_regions()) if flaw == "outside" else region, area)
    return _Profile(
        identity=number,
        flaw=flaw,
        sex="female" if rng.random() < WOMEN_SHARE else "male",
        legal_form=form,
        is_organisation=form is not None or flaw == "no_legal_form",
        subject=_subject(number, flaw=flaw, call=call, seed=seed, place=place, language=language),
    )


def _legal_form(rng: Random, flaw: str, call: str) -> str | None:
    """The organisation's form, None for a person (or for an organisation that did not say)."""
    form = "cooperative" if call == "ideathon-oujda" else rng.choice(LEGAL_FORMS)
    is_organisation = rng.random() < ORGANISATION_SHARE
    if flaw == "company":
        return "company"
    return form if is_organisation and flaw != "no_legal_form" else None


def _subject(number: int, *, flaw: str, call: str, seed: int, place: Place, language: str) -> Subject:
    kind = {"wrong_sector": "outside"}.get(flaw, "ideathon" if call == "ideathon-oujda" else "culture")
    pool = ideas(kind)
    lap, step = divmod(number - 1, len(pool))
    index = _shuffled(seed, f"{call}:{kind}:{lap}", tuple(range(len(pool))))[step]
    # Coprime steps: one idea meets every name once before it meets one again.
    return Subject(idea=pool[index], brand=(7 * lap + 13 * index) % len(brands()), place=place, language=language)


def _dealt(number: int, seed: int, call: str, what: str) -> str:
    """Deal a value from a shuffled pack of a hundred, so that proportions hold in every hundred."""
    lap, step = divmod(number - 1, 100)
    return _shuffled(seed, f"{call}:{what}:{lap}", _pack(call, what))[step]


@cache
def _pack(call: str, what: str) -> tuple[str, ...]:
    regions = {"MA-02": 100} if call == "ideathon-oujda" else REGION_SHARES
    shares = {"flaw": FLAWS[call], "language": TONGUES, "region": regions}[what]
    cards = [value for value, count in shares.items() for _ in range(count)]
    return tuple(cards + ["none"] * (100 - len(cards)))


@lru_cache(maxsize=64)
def _shuffled(seed: int, key: str, cards: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(_rng(seed, key).sample(cards, len(cards)))


@cache
def _codes(call: str) -> tuple[str, ...]:
    return tuple(question["code"] for question in definition(call).content["questions"])


@cache
def _dates(call: str) -> tuple[datetime, datetime]:
    rules = definition(call).rules["call"]
    return rules["opens_at"], rules["closes_at"]


def _answers(rng: Random, profile: _Profile, *, call: str, number: int, seed: int) -> dict[str, Any]:
    subject = profile.subject
    richness = _richness(rng, latent_quality(number, seed=seed, call=call))
    return {
        **_holder_answers(profile, call=call, seed=seed),
        **_bearer_answers(_rng(seed, call, "bearer", profile.identity), profile),
        **project_texts(rng, subject, richness),
        "project_summary": subject.idea.words[subject.language]["solution"],
        "publish_consent": _rng(seed, call, "publish", number).random() < PUBLISH_SHARE,
        **_choice_answers(rng, profile),
        "project_title": title(subject, 1 if number in REPEATS else rng.choice((0, 2, 3))),
        "project_sector": subject.idea.sector,
        "project_region": subject.place.region,
        "project_commune": subject.place.code,
        "project_area": subject.place.area,
        "project_pure_creation": profile.flaw == "pure_creation",
        "consent": True,
    }


def _richness(rng: Random, quality: float) -> int:
    return min(3, max(0, round(1.3 + quality + rng.gauss(0, 0.7))))


def _holder_answers(profile: _Profile, *, call: str, seed: int) -> dict[str, Any]:
    born = _birth_date(_rng(seed, call, "birth", profile.identity), profile.flaw, _dates(call)[1].date())
    return {
        "holder_name": _name(profile),
        "holder_birth_date": None if profile.flaw == "no_birth_date" else born.isoformat(),
        "holder_sex": profile.sex,
    }


def _name(profile: _Profile) -> str:
    return NAMES[profile.subject.language][profile.sex].format(profile.identity)


def _birth_date(rng: Random, flaw: str, closing: date) -> date:
    if flaw == "too_old":
        oldest, youngest = 40, 29
    elif flaw == "too_young":
        oldest, youngest = 17, 14
    else:
        oldest, youngest = 29, 17
    first = _years_before(closing, oldest + 1) + timedelta(days=1)
    last = _years_before(closing, youngest + 1)
    return first + timedelta(days=rng.randint(0, (last - first).days))


def _years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years)


def _bearer_answers(rng: Random, profile: _Profile) -> dict[str, Any]:
    if not profile.is_organisation:
        return {"bearer_kind": "person"}
    name = organisation_name(rng, profile.subject, legal_form=profile.legal_form, number=profile.identity)
    ice = demo_ice(profile.identity) if profile.legal_form and rng.random() < 0.6 else None
    return {
        "bearer_kind": "organisation",
        "organisation_name": name,
        "organisation_legal_form": profile.legal_form,
        "organisation_ice": ice,
    }


def demo_ice(number: int) -> str:
    """A well-formed ICE in the demonstration block 9999xxxxx0000cc (whole number divisible by 97)."""
    base = f"9999{number % 100_000:05d}0000"
    return f"{base}{97 - int(base + '00') % 97:02d}"


def _choice_answers(rng: Random, profile: _Profile) -> dict[str, Any]:
    needs = ("training", "mentoring", "funding", "workspace", "equipment", "legal", "marketing", "network")
    chosen = set(rng.sample(needs, rng.randint(2, 4)))
    return {
        "project_stage": rng.choices(("idea", "prototype", "first_sales", "running"), (40, 30, 20, 10))[0],
        "jobs": rng.randint(1, 9) if rng.random() < 0.8 else None,
        "needs": [need for need in needs if need in chosen],
        "amount": rng.randint(4, 60) * 2500 if rng.random() < 0.85 else None,
        "supported_before": rng.random() < 0.18,
    }


def _submitted(rng: Random, call: str) -> datetime:
    """A time between opening and two days before closing, more and more often toward the end."""
    opens, closes = _dates(call)
    days = (closes.date() - timedelta(days=2) - opens.date()).days
    day = opens.date() + timedelta(days=int((days + 1) * rng.random() ** 0.4))
    moment = time(rng.choice(WRITING_HOURS), rng.randint(0, 59), rng.randint(0, 59))
    return max(datetime.combine(day, moment), opens + timedelta(seconds=rng.randint(60, 3600)))
