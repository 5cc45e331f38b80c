"""The minutes of a frozen choice, as data for the printed document, in the language now active."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from mouakaba.base.words.phrases import day_in_words, deadline_in_words, isolated, moment_in_words, percent_in_words
from mouakaba.base.words.queries import current, said
from mouakaba.kernel.callfile import CallFile
from mouakaba.select.applications.models import Application, State
from mouakaba.select.calls.models import Call
from mouakaba.select.review.queries import jurors_of
from mouakaba.select.selection.models import SelectionRun, Vacancy
from mouakaba.select.selection.phrases import sentences as words
from mouakaba.select.selection.queries.board import FileRow, changes_in_words, file_rows, quota_rows, undecided
from mouakaba.select.selection.queries.inputs import read_rules
from mouakaba.select.selection.queries.package import CALL, DIGESTS, RESULT, SCORED, digest_of, parts_of
from mouakaba.select.selection.queries.places import vacancies_of
from mouakaba.select.selection.queries.results import weights


def minutes(run: SelectionRun) -> dict[str, Any]:
    """Everything the minutes print (about seven queries)."""
    call, rules = run.call, read_rules(run.rules_file)
    content = call.version.content if call.version else {}
    result = run.result
    numbers = [*result["chosen"], *result["reserve"]]
    rows = {row.number: row for row in file_rows(run, numbers, content)}
    return {
        "title": _("Minutes of the choice: %(call)s") % {"call": said(call.title)},
        "author": said(call.programme.organisation.name),
        "footer": " · ".join((said(call.title), _("minutes of the choice"))),
        "words": _words(),
        "organisation": said(call.programme.organisation.name),
        "programme": said(call.programme.title),
        "call": said(call.title),
        "facts": _facts(run, call, rules),
        "jury": [[juror.person.name, _("president") if juror.is_president else ""] for juror in jurors_of(call)],
        "rules": _rules(rules, content),
        "criteria": _criteria(rules, content),
        "quotas": _quotas(run, content, rules),
        "changes": changes_in_words(run, content),
        "chosen": [_row(rows[id_]) for id_ in result["chosen"] if id_ in rows],
        "reserve": [_row(rows[id_]) for id_ in result["reserve"] if id_ in rows],
        "proof": _proof(result, rules),
        "note": run.note,
        "addendum": [_changed(vacancy, call) for vacancy in vacancies_of(run)],
        "digest": digest_of(run),
        "files": [[name, data.decode()] for name, data in parts_of(run).items()],
        "command": f"mouakaba choose {CALL} {SCORED}",
    }


def _words() -> dict[str, str]:
    return {
        "heading": _("Minutes of the choice"),
        "jury": _("Jury"),
        "rules": _("Rules of eligibility"),
        "criteria": _("Criteria"),
        "criterion": _("Criterion"),
        "weight": _("Weight"),
        "scale": _("Scale"),
        "floor": _("Least mean mark"),
        "quotas": _("Quotas"),
        "quota": _("Quota"),
        "asked": _("Asked"),
        "reached": _("Reached"),
        "cost": _("What it cost"),
        "changed": _("The jury changed these quotas for this choice:"),
        "files": _("Files"),
        "chosen": _("Projects selected"),
        "reserve": _("Reserve list, in order"),
        "rank": _("Rank"),
        "number": _("Number"),
        "project": _("Project"),
        "region": _("Counted by the quotas"),
        "score": _("Score"),
        "note": _("The jury's note"),
        "addendum": _("Changes after publication"),
        "check": _("How anybody can check this choice"),
        "rerun": _(
            "The call (%(call)s), the scored files (%(scored)s) and the result (%(result)s) are attached to this "
            "document. The command below computes the choice again from the first two, and prints the third."
        )
        % {"call": isolated(CALL), "scored": isolated(SCORED), "result": isolated(RESULT)},
        "digest": _("Digest of the list of these files (%(name)s, SHA-256)") % {"name": isolated(DIGESTS)},
        "signatures": _("Signatures"),
        "signed": _("signature"),
        "done": _("Done at …………………………, on …………………………"),
    }


def _facts(run: SelectionRun, call: Call, rules: CallFile) -> list[list[str]]:
    """Dates and counts, each with its name."""
    counts = dict(Application.objects.filter(call=call).values_list("state").annotate(n=Count("pk")))
    received = sum(n for state, n in counts.items() if state != State.DRAFT)
    scored, left_out = run.scored.count("\n"), len(run.left_out)
    rows = [
        [_("Opened"), deadline_in_words(call.opens_at, call.zone) if call.opens_at else ""],
        [_("Closed"), deadline_in_words(call.closes_at, call.zone) if call.closes_at else ""],
        [_("Marks closed"), moment_in_words(call.marks_closed_at, call.zone) if call.marks_closed_at else ""],
        [_("Choice frozen"), _frozen(run, call)],
        [_("Applications received"), str(received)],
        [_("Not eligible"), str(counts.get(State.REFUSED, 0))],
        [_("Neither admitted nor refused"), str(undecided(call) or "")],
        [_("Withdrawn"), str(counts.get(State.WITHDRAWN, 0))],
        [_("Admitted before the jury"), str(scored + left_out)],
        [_("Marked and above the least marks"), str(scored)],
        [_("Places"), str(rules.call.places or 0)],
    ]
    return [row for row in rows if row[1]]


def _frozen(run: SelectionRun, call: Call) -> str:
    return f"{moment_in_words(run.frozen_at, call.zone)} · {run.frozen_by or ''}" if run.frozen_at else ""


def _rules(rules: CallFile, content: Mapping[str, Any]) -> list[str]:
    labels = (content.get("labels") or {}).get("eligibility") or {}
    return [said(labels.get(rule.code)) or rule.code for rule in rules.eligibility]


def _criteria(rules: CallFile, content: Mapping[str, Any]) -> list[list[str]]:
    share = weights(rules.criteria)
    return [
        [
            words.criterion_name(content, one.code),
            percent_in_words(share[one.code]),
            f"{one.scale[0]} – {one.scale[1]}",
            "—" if one.floor is None else str(one.floor),
        ]
        for one in rules.criteria
    ]


def _quotas(run: SelectionRun, content: Mapping[str, Any], rules: CallFile) -> list[list[str]]:
    return [[row.name, row.bounds, str(row.count), row.sentence] for row in quota_rows(run, content, rules)]


def _row(row: FileRow) -> list[str]:
    score = words.figure(row.score) if row.score is not None else ""
    return [str(row.rank or row.reserve), row.number, row.title, " · ".join(row.facts), score]


def _proof(result: Mapping[str, Any], rules: CallFile) -> str:
    if rules.quotas:
        text = _(
            "Total of the scores: %(total)s. Proven upper bound: %(bound)s. No other choice of %(count)d files that "
            "keeps every quota has a higher total."
        )
    else:
        text = _("Total of the scores: %(total)s. Proven upper bound: %(bound)s. These are the %(count)d best scores.")
    return text % {
        "total": words.figure(result["objective"]),
        "bound": words.figure(result["bound"]),
        "count": len(result["chosen"]),
    }


def _changed(vacancy: Vacancy, call: Call) -> str:
    """One line of the addendum."""
    told = {"date": day_in_words(vacancy.at.date(), current()), "number": vacancy.leaving.number}
    if vacancy.called is not None:
        line = _("%(date)s: %(number)s left; %(called)s was called.") % {**told, "called": vacancy.called.number}
    elif vacancy.left_empty_at is not None:
        line = _("%(date)s: %(number)s left; the place stays empty.") % told
    else:
        line = _("%(date)s: %(number)s left; nobody is called yet.") % told
    content = call.version.content if call.version else {}
    waived = "; ".join(words.change(content, one) for one in vacancy.waived)
    return " ".join(part for part in (line, waived, vacancy.note) if part)
