"""A mixed model of marks: what the file is worth, how severe, how spread out and how steady each juror is.

A mark is `mean + severity of the juror + slope of the juror x worth of the file + noise of the juror`; worth,
severity and slope are drawn from normal laws whose spread is learnt from the marks (random effects; Robinson 1991,
"That BLUP is a good thing"; a slope by juror as in Heyard et al. 2022, "Rethinking the funding line"). Learnt by
expectation maximisation: given slopes and noises, worths and severities are jointly normal, and that law is exact.
"""

from dataclasses import dataclass

import numpy as np

from mouakaba.kernel.calibration.overlap import Floats, Ints

_ROUNDS, _CLOSE = 300, 1e-6
_FIRM = 3.0  # marks that the common noise weighs in the noise of one juror
_SMALL = 1e-8
_USUAL_SLOPE = 0.05  # spread of the slopes before any mark is seen


@dataclass(frozen=True, slots=True)
class Effects:
    """What is learnt, in units of the spread of all marks around `mean`."""

    mean: float
    slopes: Floats  # by juror
    noises: Floats  # variance by juror
    worth: float  # variance of the files' worth
    severity: float  # variance of the jurors' severities
    slope: float  # variance of the slopes


@dataclass(frozen=True, slots=True)
class Fitted:
    """The law of worths and severities under the effects: severities jointly, then worths one by one given them."""

    effects: Effects
    severities: Floats  # their means
    covariance: Floats  # of the severities, juror by juror
    worths: Floats
    variances: Floats  # of the worths
    precisions: Floats  # of the worths once the severities are known
    links: "_Links"

    @property
    def slope_doubt(self) -> Floats:
        """What not knowing the slopes adds to the variance of each worth, to the first order."""
        effects, links = self.effects, self.links
        squares = links.by_juror((self.worths**2 + self.variances)[links.files])
        doubts = 1.0 / (1.0 / effects.slope + squares / effects.noises)
        share = effects.slopes[links.jurors] / effects.noises[links.jurors] / self.precisions[links.files]
        return links.by_file(share**2 * doubts[links.jurors]) * (self.worths**2 + self.variances)

    @property
    def mean_doubt(self) -> float:
        """Variance of the mean: so few jurors are not all jurors, and so few files not all files."""
        effects, links = self.effects, self.links
        noise = float(effects.noises.mean()) / len(links.files)
        return effects.severity / links.juror_count + effects.worth / links.file_count + noise


@dataclass(frozen=True, slots=True)
class _Links:
    """The marks, each with the number of its file and juror."""

    files: Ints
    jurors: Ints
    marks: Floats
    file_count: int
    juror_count: int

    def by_file(self, values: Floats) -> Floats:
        return np.bincount(self.files, values, self.file_count).astype(np.float64)

    def by_juror(self, values: Floats) -> Floats:
        return np.bincount(self.jurors, values, self.juror_count).astype(np.float64)


def fit(files: Ints, jurors: Ints, marks: Floats, *, file_count: int, juror_count: int) -> Fitted:
    """Learn the effects from marks that are standardised (spread 1), one of each pair file-juror."""
    links = _Links(files, jurors, marks, file_count, juror_count)
    ones = np.ones(juror_count)
    effects = Effects(float(marks.mean()), ones, 0.4 * ones, 0.5, 0.2, _USUAL_SLOPE)
    fitted = _law(links, effects)
    for _ in range(_ROUNDS):
        after = _learn(fitted)
        moved = max(abs(after.worth - effects.worth), abs(after.severity - effects.severity))
        moved = max(moved, float(np.abs(after.slopes - effects.slopes).max()), abs(after.mean - effects.mean))
        effects, fitted = after, _law(links, after)
        if moved < _CLOSE:
            break
    return fitted


def _law(links: _Links, effects: Effects) -> Fitted:
    """Worths and severities given the effects: the worths are taken out, which leaves a system of the jurors alone."""
    weight = 1.0 / effects.noises[links.jurors]
    slope = effects.slopes[links.jurors]
    cross = weight * slope
    precisions = 1.0 / effects.worth + links.by_file(cross * slope)
    rest = links.marks - effects.mean
    pulls = links.by_file(cross * rest)
    system = _left_of_jurors(links, cross, precisions)
    system[np.diag_indices_from(system)] += 1.0 / effects.severity + links.by_juror(weight)
    covariance: Floats = np.asarray(np.linalg.inv(system), np.float64)
    severities = covariance @ links.by_juror(weight * rest - cross * (pulls / precisions)[links.files])
    worths = (pulls - links.by_file(cross * severities[links.jurors])) / precisions
    variances = 1.0 / precisions + _spread_through(links, cross / precisions[links.files], covariance)
    return Fitted(effects, severities, covariance, worths, variances, precisions, links)


def _left_of_jurors(links: _Links, cross: Floats, precisions: Floats) -> Floats:
    """Minus what two jurors know of each other through the files they share."""
    system = np.zeros((links.juror_count, links.juror_count))
    for first, second in _pairs_within(links):
        part = cross[first] * cross[second] / precisions[links.files[first]]
        np.subtract.at(system, (links.jurors[first], links.jurors[second]), part)
    return system


def _pairs_within(links: _Links) -> list[tuple[Ints, Ints]]:
    """Every ordered pair of marks of one file, by their numbers: first with itself, then with the next, and so on."""
    order = np.argsort(links.files, kind="stable")
    ordered = links.files[order]
    found = [(order, order)]
    for step in range(1, len(order)):
        same = ordered[step:] == ordered[:-step]
        if not same.any():
            break
        first, second = order[:-step][same], order[step:][same]
        found += [(first, second), (second, first)]
    return found


def _spread_through(links: _Links, share: Floats, covariance: Floats) -> Floats:
    """What not knowing the severities adds to the variance of each worth."""
    added = np.zeros(links.file_count)
    for first, second in _pairs_within(links):
        part = share[first] * share[second] * covariance[links.jurors[first], links.jurors[second]]
        added += np.bincount(links.files[first], part, links.file_count)
    return added


def _shared(fitted: Fitted) -> Floats:
    """The covariance of worth and severity for each mark's own file and juror."""
    links, effects = fitted.links, fitted.effects
    share = effects.slopes[links.jurors] / effects.noises[links.jurors] / fitted.precisions[links.files]
    covariance = np.zeros(len(links.files))
    for first, second in _pairs_within(links):
        covariance[first] -= share[second] * fitted.covariance[links.jurors[second], links.jurors[first]]
    return covariance


def _learn(fitted: Fitted) -> Effects:
    """The effects that explain the marks best under the present law."""
    links, before = fitted.links, fitted.effects
    severity, worth = fitted.severities[links.jurors], fitted.worths[links.files]
    variance = fitted.variances[links.files]
    shared = _shared(fitted)
    weight = 1.0 / before.noises[links.jurors]
    mean = float(np.average(links.marks - severity - before.slopes[links.jurors] * worth, weights=weight))
    rest = links.marks - mean - severity
    squares = links.by_juror(worth**2 + variance)
    firm = 1.0 / before.slope + squares / before.noises
    slopes = (1.0 / before.slope + links.by_juror(rest * worth - shared) / before.noises) / firm
    slope = slopes[links.jurors]
    spread = np.diag(fitted.covariance)[links.jurors]
    errors = (rest - slope * worth) ** 2 + spread + slope**2 * variance + 2 * slope * shared
    common = float(errors.mean())
    noises = (links.by_juror(errors) + _FIRM * common) / (
        np.bincount(links.jurors, minlength=links.juror_count) + _FIRM
    )
    return Effects(
        mean,
        slopes,
        np.maximum(noises, _SMALL),
        max(float((fitted.worths**2 + fitted.variances).mean()), _SMALL),
        max(float((fitted.severities**2 + np.diag(fitted.covariance)).mean()), _SMALL),
        # a juror more, of the usual spread, so that three jurors do not teach that slopes never differ
        max(float((((slopes - 1) ** 2 + 1 / firm).sum() + _USUAL_SLOPE) / (links.juror_count + 1)), _SMALL),
    )
