"""Talents and openings: people found by confirmed skills, by nothing else than what fits a stated need.

Age, sex, origin and any score of persons take no part: no fact carries them.
"""

from __future__ import annotations

from mouakaba.kernel.eligibility import Operator
from mouakaba.kernel.matching import Fact, Market, Measure, PairRule, PairTest, Side, Weight
from mouakaba.match.registry import MarketKind


def _shared(left: str, right: str) -> PairTest:
    return PairTest(Fact(Side.LEFT, left), Operator.IN, Fact(Side.RIGHT, right))


KIND = MarketKind(
    code="talent_openings",
    name={"ar": "الكفاءات والفرص", "fr": "Talents et offres", "en": "Talents and openings"},
    left_noun={"ar": "ملف مهارات", "fr": "profil", "en": "profile"},
    right_noun={"ar": "فرصة", "fr": "offre", "en": "opening"},
    market=Market(
        # What a person does not show is not used: the rule then cannot tell, and the pair stays.
        rules=(
            PairRule("place", (_shared("reach", "places"),), if_unknown="keep"),
            PairRule("work_language", (_shared("languages", "work_languages"),), if_unknown="keep"),
        ),
        weights=(
            Weight("skills", 80, Measure.SKILLS),
            Weight(
                "place",
                10,
                Measure.TEST,
                tests=(_shared("region", "places"),),
                label={"ar": "الجهة نفسها", "fr": "la même région", "en": "the same region"},
            ),
            Weight(
                "available",
                10,
                Measure.TEST,
                tests=(PairTest(Fact(Side.LEFT, "available"), Operator.IS_TRUE),),
                label={"ar": "متاح الآن", "fr": "disponible maintenant", "en": "available now"},
            ),
        ),
        top=50,
    ),
)
