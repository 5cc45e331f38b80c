"""Bounds of a cooperative's books, where the known rules come from, and the pages a helper may open.

No quorum, notice or delay is written here: no public text of them was found that could be cited, so each cooperative
types what its own statutes say, and the pages say so.
"""

from __future__ import annotations

from typing import Any

from mouakaba.kernel.money import CENTIMES

LEAST_SHARE = 100 * CENTIMES  # odco.gov.ma, frequent questions
LEAST_CAPITAL = 1_000 * CENTIMES  # the same
SOURCE = "https://odco.gov.ma/foire-aux-questions"
PAPER_LANGUAGES = ("ar", "fr")
REMIND_BEFORE = (30, 7)  # days before a due date on which a letter goes
MOST_SHARES = 1_000_000  # in one move
MOST_ROWS = 2_000  # of an imported sheet
MOST_TEXT = 10_000
MOST_DECISIONS = 100
MOST_MONTHS = 240
PER_PAGE = 50
FEWEST = 5  # persons behind a number the office sees
HELPED = frozenset({  # pages on which a helper may act for a person
    "my_cooperatives", "cooperative", "cooperative_begin", "cooperative_statutes", "cooperators", "cooperator_new",
    "cooperator", "cooperator_edit", "cooperator_move", "cooperator_leave", "cooperators_import",
    "cooperators_paper", "assemblies", "assembly_new", "assembly", "assembly_edit", "assembly_seats",
    "assembly_decision", "assembly_decision_off", "assembly_minutes", "assembly_approve", "assembly_note",
    "assembly_notices", "assembly_paper", "cooperative_dates", "cooperative_date_done",
})  # fmt: skip
# The columns of a sheet of members, by their names in three languages, and how each cell is read.
COLUMNS: tuple[dict[str, Any], ...] = (
    {
        "code": "name",
        "type": "short_text",
        "max_length": 150,
        "label": {"ar": "الاسم الكامل", "fr": "Nom et prénom", "en": "Name"},
    },
    {
        "code": "entered_on",
        "type": "date",
        "label": {"ar": "تاريخ الانخراط", "fr": "Date d’entrée", "en": "Day of entry"},
    },
    {
        "code": "shares",
        "type": "number",
        "label": {"ar": "عدد الحصص", "fr": "Parts souscrites", "en": "Shares"},
    },
    {
        "code": "paid",
        "type": "amount",
        "label": {"ar": "المبلغ المدفوع", "fr": "Montant libéré", "en": "Paid"},
    },
    {"code": "email", "type": "email", "label": {"ar": "البريد الإلكتروني", "fr": "E-mail", "en": "E-mail"}},
    {
        "code": "phone",
        "type": "phone",
        "max_length": 30,
        "label": {"ar": "الهاتف", "fr": "Téléphone", "en": "Phone"},
    },
)
