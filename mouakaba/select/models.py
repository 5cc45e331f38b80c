"""The tables of the select engine, gathered from its rooms for Django."""

from mouakaba.select.applications.models import (
    Application,
    ApplicationFile,
    StatusLine,
    Submission,
    Superseded,
)
from mouakaba.select.calls.models import Call, CallVersion, Extension
from mouakaba.select.fairs.models import Fair, Stand, StandGiven
from mouakaba.select.programmes.models import Programme, ProgrammeRole, PublishedFigure
from mouakaba.select.review.models import ClearedTie, Conflict, Juror, Panel, Pitch, Review
from mouakaba.select.screening.models import PaperRequest, ScreeningDecision
from mouakaba.select.selection.models import Decision, SelectionRun, Vacancy
from mouakaba.select.sheets.models import ImportedRow, SheetImport

__all__ = [
    "Application",
    "ApplicationFile",
    "Call",
    "CallVersion",
    "ClearedTie",
    "Conflict",
    "Decision",
    "Extension",
    "Fair",
    "ImportedRow",
    "Juror",
    "Panel",
    "PaperRequest",
    "Pitch",
    "Programme",
    "ProgrammeRole",
    "PublishedFigure",
    "Review",
    "ScreeningDecision",
    "SelectionRun",
    "SheetImport",
    "Stand",
    "StandGiven",
    "StatusLine",
    "Submission",
    "Superseded",
    "Vacancy",
]
