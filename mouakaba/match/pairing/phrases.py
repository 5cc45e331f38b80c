"""What a pair says of the way between its two places, in every language. An estimate is called one."""

from __future__ import annotations

from django.utils.translation import gettext as _

from mouakaba.base.places.queries import Distance
from mouakaba.base.words.phrases import amount_in_words, in_each_language, number_in_words
from mouakaba.base.words.queries import current
from mouakaba.kernel.matching import Because
from mouakaba.kernel.money import dirhams
from mouakaba.match.registry import Words


def distance_reason(way: Distance) -> Because:
    """How far it is; it adds nothing to the score."""
    return Because("distance", 0, in_each_language(lambda: _away(way)))


def _away(way: Distance) -> str:
    told = {"km": number_in_words(way.kilometres)}
    if way.rough:
        return _("about %(km)s km by road (an estimate from the chief towns of the provinces)") % told
    return _("about %(km)s km by road (an estimate)") % told


def carriage_reason(cost: int, period: Words) -> Because:
    """What carrying what is taken costs by that distance. ``cost``: centimes; ``period``: "a month", or nothing."""

    def costs() -> str:
        told = {"amount": amount_in_words(dirhams(cost)), "period": period.get(current(), "")}
        return (_("carrying it: about %(amount)s %(period)s (an estimate)") % told).replace("  ", " ")

    return Because("carriage", 0, in_each_language(costs))
