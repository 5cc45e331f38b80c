"""One door to the demonstration data: invented applications, jurors and marks, public organisations, cohort 1."""

from mouakaba.site.demo.applications import Invented, invent
from mouakaba.site.demo.jury import InventedJuror, conflicts, jurors, marks
from mouakaba.site.demo.records import Cohort, CohortProject, Organisation, cohort1, organisations

__all__ = [
    "Cohort",
    "CohortProject",
    "Invented",
    "InventedJuror",
    "Organisation",
    "cohort1",
    "conflicts",
    "invent",
    "jurors",
    "marks",
    "organisations",
]
