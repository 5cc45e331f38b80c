"""Who could meet whom: hard rules between two sides, weighted reasons, exact best pairs, best assignment."""

from mouakaba.kernel.matching.answers import answer_test, keeps
from mouakaba.kernel.matching.assigning import TooManyPairsError, assign
from mouakaba.kernel.matching.best import best_lefts, best_rights
from mouakaba.kernel.matching.coverage import Coverage, cover
from mouakaba.kernel.matching.indexed import Indexed, distinct
from mouakaba.kernel.matching.model import (
    OWN_FACTS,
    Fact,
    Listing,
    Market,
    Measure,
    Near,
    Pair,
    PairRule,
    PairTest,
    Side,
    Weight,
    pair_flaw,
)
from mouakaba.kernel.matching.reasons import Because, explain
from mouakaba.kernel.matching.shortlist import Codes, Found, Segment, facts_read, shortlist, skills_read

__all__ = [
    "OWN_FACTS",
    "Because",
    "Codes",
    "Coverage",
    "Fact",
    "Found",
    "Indexed",
    "Listing",
    "Market",
    "Measure",
    "Near",
    "Pair",
    "PairRule",
    "PairTest",
    "Segment",
    "Side",
    "TooManyPairsError",
    "Weight",
    "answer_test",
    "assign",
    "best_lefts",
    "best_rights",
    "cover",
    "distinct",
    "explain",
    "facts_read",
    "keeps",
    "pair_flaw",
    "shortlist",
    "skills_read",
]
