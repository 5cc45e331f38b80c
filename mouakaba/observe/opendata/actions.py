"""Standing in the directory, or no longer."""

from __future__ import annotations

from mouakaba.base.audit.actions import recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.observe.opendata.models import DirectoryEntry


def stand_in_directory(*, organisation: Organisation, stands: bool, by: Person) -> None:
    """Keeps or takes back the agreement; a second time changes nothing."""
    with recorded("stand_in_directory", by=by, subject=organisation, stands=stands):
        if stands:
            DirectoryEntry.objects.get_or_create(
                organisation=organisation, defaults={"agreed_at": now(), "agreed_by": by}
            )
        else:
            DirectoryEntry.objects.filter(organisation=organisation).delete()
