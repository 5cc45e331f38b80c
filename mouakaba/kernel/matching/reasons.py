"""Why a pair has its score, in sentences for a person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from mouakaba.kernel.eligibility import LANGUAGES, Answer, RuleOutcome, TestOutcome, sentence
from mouakaba.kernel.eligibility.labels import COMMA, FACTS
from mouakaba.kernel.matching import labels
from mouakaba.kernel.matching.answers import telling_outcome
from mouakaba.kernel.matching.coverage import Coverage, cover
from mouakaba.kernel.matching.labels import Words
from mouakaba.kernel.matching.model import PARTS, Market, Measure, Near, Pair, Weight
from mouakaba.kernel.text import isolate, script_of

_MOST_NAMES = 6  # a sentence stays a sentence
Labels = Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class Because:
    """One reason. `weight`: what it adds to the score. `coverage`: for skills, which."""

    code: str
    weight: float
    text: Words
    coverage: Coverage | None = None

    def as_dict(self) -> dict[str, object]:
        """As the offline tool writes it."""
        told: dict[str, object] = {"code": self.code, "weight": self.weight, "text": dict(self.text)}
        if self.coverage:
            told |= {"shared": self.coverage.shared, "missing": self.coverage.missing}
            told["adjacent"] = [
                {"asked": asked, "had": had, "degree": degree} for asked, had, degree in self.coverage.adjacent
            ]
        return told


def explain(
    market: Market, pair: Pair, *, near: Near | None = None, skill_labels: Labels | None = None
) -> tuple[Because, ...]:
    """The reasons that add to the pair's score, the largest first (equals in the market's order).

    `near` as given to the score. `skill_labels`: {uri: {language: name}}; without them skills are counted, not named.
    """
    total = sum(weight.weight for weight in market.weights)
    found = [_reason(weight, pair, near or {}, skill_labels) for weight in market.weights]
    shared = [
        replace(reason, weight=round(weight.weight * reason.weight / total * PARTS) / PARTS)
        for weight, reason in zip(market.weights, found, strict=True)
        if reason
    ]
    return tuple(sorted((one for one in shared if one.weight > 0), key=lambda one: -one.weight))


def _reason(weight: Weight, pair: Pair, near: Near, skill_labels: Labels | None) -> Because | None:
    """The reason with its measure, from 0 to 1, as its weight; None when the measure is 0."""
    if weight.measure is Measure.TEST:
        return _of_test(weight, pair)
    if weight.measure is Measure.TEXT:
        return Because(weight.code, pair.closeness, _titled(weight, say_closeness(pair.closeness)))
    coverage = cover(pair.left.skills, pair.right.skills, near)
    if not coverage.share:
        return None
    return Because(weight.code, coverage.share, _titled(weight, say_coverage(coverage, skill_labels)), coverage)


def _of_test(weight: Weight, pair: Pair) -> Because | None:
    """The first test that is yes: the weight's own words or, without them, the fact found beside the value asked."""
    outcomes = (telling_outcome(test, pair.left, pair.right) for test in weight.tests)
    outcome = next((one for one in outcomes if one), None)
    if outcome is None:
        return None
    words = dict(weight.label)
    if not all(words.get(language) for language in LANGUAGES):
        words = {**_said(_Met(repr(outcome), outcome)), **{key: said for key, said in words.items() if said}}
    return Because(weight.code, 1.0, {language: words[language] for language in LANGUAGES})


@dataclass(frozen=True, slots=True)
class _Met:
    """An outcome known by its text: facts may be lists, and 1 is not true."""

    key: str
    outcome: TestOutcome = field(compare=False)


@lru_cache(maxsize=1 << 14)  # of many pairs, few say something new
def _said(met: _Met) -> Words:
    told = RuleOutcome("", Answer.YES, (), (met.outcome,))
    fact = met.outcome.test.fact
    name = fact.partition(".")[2]
    names = {fact: labels.FACTS.get(name) or FACTS.get(name, {})}
    values = labels.TONGUES if name == "language" else None
    return {
        language: sentence(told, language=language, fact_labels=names, value_labels=values) for language in LANGUAGES
    }


def _titled(weight: Weight, text: Words) -> Words:
    return {
        language: labels.TITLED[language].format(title=weight.label[language], text=said)
        if weight.label.get(language)
        else said
        for language, said in text.items()
    }


def say_closeness(closeness: float) -> Words:
    """How near two texts are, in whole percents."""
    percent = {language: labels.PERCENT[language].format(number=round(closeness * 100)) for language in LANGUAGES}
    return {language: f"{labels.TEXT[language].format(percent=isolate(percent[language]))}." for language in LANGUAGES}


def say_coverage(coverage: Coverage, skill_labels: Labels | None) -> Words:
    """How many of the skills asked for are there and, when there are labels, which."""
    return {
        language: " ".join(f"{part}." for part in _parts(coverage, language, skill_labels)) for language in LANGUAGES
    }


def _parts(coverage: Coverage, language: str, skill_labels: Labels | None) -> Iterable[str]:
    yield _counted(coverage, language)
    if skill_labels is None:
        return
    instead = (
        labels.INSTEAD[language].format(
            had=_name(had, language, skill_labels), asked=_name(asked, language, skill_labels)
        )
        for asked, had, _ in coverage.adjacent
    )
    lists = (
        (labels.SHARED, (_name(uri, language, skill_labels) for uri in coverage.shared)),
        (labels.ADJACENT, instead),
        (labels.MISSING, (_name(uri, language, skill_labels) for uri in coverage.missing)),
    )
    for words, names in lists:
        if named := list(names):
            more = ["…"] if len(named) > _MOST_NAMES else []
            yield words[language].format(names=COMMA[language].join([*named[:_MOST_NAMES], *more]))


def _counted(coverage: Coverage, language: str) -> str:
    had, asked = len(coverage.shared), coverage.asked
    size = {1: "one", 2: "two"}.get(asked, "many")
    if had == asked:
        return labels.ALL_SKILLS[size][language].format(m=asked)
    if not had:
        return labels.NO_SKILL[size][language].format(m=asked)
    n, m = (count_skills(had), count_asked(asked)) if language == "ar" else (str(had), str(asked))
    return labels.SOME_SKILLS["one" if had == 1 else "many"][language].format(n=n, m=m)


def count_skills(number: int) -> str:
    """So many skills in Arabic, as the subject: مهارتان، ثلاث مهارات، 11 مهارة."""
    if number in (1, 2):
        return ("مهارة واحدة", "مهارتان")[number - 1]
    if number in labels.FEW:
        return f"{labels.FEW[number]} مهارات"
    return f"{number} {'مهارات' if 3 <= number % 100 <= 10 else 'مهارة'}"


def count_asked(number: int) -> str:
    """So many skills asked for in Arabic, after a preposition: مهارتين مطلوبتين، ثلاث مهارات مطلوبة."""
    return "مهارتين مطلوبتين" if number == 2 else f"{count_skills(number)} مطلوبة"


def _name(uri: str, language: str, skill_labels: Labels) -> str:
    """The skill's name in the language or, for want of it, in another; its URI when nobody named it."""
    known = skill_labels.get(uri, {})
    name = known.get(language) or next((known[other] for other in LANGUAGES if known.get(other)), uri)
    return name if (script_of(name) == "arabic") is (language == "ar") else isolate(name)
