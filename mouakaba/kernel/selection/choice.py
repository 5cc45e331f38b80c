"""The choice itself: `choose`."""

from __future__ import annotations

from collections.abc import Sequence

from mouakaba.kernel.selection.conflict import conflict
from mouakaba.kernel.selection.effort import USUAL, Effort
from mouakaba.kernel.selection.explain import explanations, quota_reports
from mouakaba.kernel.selection.files import check, read_files
from mouakaba.kernel.selection.model import Candidate, Quota, Selection
from mouakaba.kernel.selection.problem import Problem
from mouakaba.kernel.selection.program import Point
from mouakaba.kernel.selection.repair import relaxation
from mouakaba.kernel.selection.swaps import Swaps


def choose(
    candidates: Sequence[Candidate],
    *,
    places: int,
    quotas: Sequence[Quota],
    reserve: int = 0,
    explain: bool = True,
    effort: Effort = USUAL,
) -> Selection:
    """Choose min(places, files) files of the greatest total score under every quota, proved.

    Scores are taken as the decimals they are written as, or as the fractions given, so ties are real and the
    optimum is exact.
    Among optimal sets, the one whose list of files sorted by (score descending, submitted_at, id)
    comes first. A fact that is a list counts for a quota if one of its values does.
    - `reserve`: the best files not chosen that can take the place of at least one chosen file, the
      others kept and every quota kept. When a place comes free, call the first of them that keeps
      the quotas: for a single withdrawal that is its entry in `replacements`.
    - `binding`: the count stands at min or at max.
    - `explanations`: see `Explanation`; a file's `quotas` are defined at `Swaps.barriers`.
    - `explain=False` leaves out what takes further work: prices (None) and explanations (empty). They take
      a solve for each quota, and about a hundredth of a second for each class of files that count for the
      same quotas: nothing to notice for a hundred classes, minutes for twenty thousand.
    - `effort`: how the work is portioned; one line of `Effort` matters for the proof.
    Raises ValueError for input that cannot be meant, naming it.
    """
    check(candidates, quotas, places, reserve)
    files = read_files(candidates, quotas)
    filled = min(places, len(candidates))
    problem = Problem(files, tuple(quotas), filled, effort)
    best = problem.sieve.solve()
    if best is None:
        return Selection("infeasible", conflict=conflict(problem), relaxation=relaxation(problem))
    return _report(problem, problem.first(best), reserve, explain=explain)


def _report(problem: Problem, best: Point, reserve: int, *, explain: bool) -> Selection:
    files = problem.files
    names = [candidate.id for candidate in files.ranked]
    swaps = Swaps(problem, problem.chosen(best))
    total = float(files.score(best.value, problem.places))
    replacements = swaps.replacements()
    return Selection(
        "optimal",
        chosen=tuple(names[rank] for rank in swaps.chosen),
        objective=total,
        bound=total,
        reserve=tuple(names[rank] for rank in swaps.reserve(reserve)),
        replacements={names[rank]: None if other is None else names[other] for rank, other in replacements.items()},
        quotas=quota_reports(problem, swaps, best, priced=explain),
        explanations=explanations(problem, swaps, best) if explain else {},
    )
