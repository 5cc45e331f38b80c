"""Who reacts to what, on one page. Handlers get ids, run after commit, and can be retried."""

from __future__ import annotations

from mouakaba.base.privacy.actions import DataSource, register_data_source
from mouakaba.select import registry
from mouakaba.site.kinds import CALL_KINDS


def connect() -> None:
    """Called once, when Django is ready."""
    for kind in CALL_KINDS:
        registry.register(kind)
    from mouakaba.select import door  # its models exist only once Django is ready

    # before the applications, which forget whose they were
    register_data_source(DataSource("results", door.export_results, door.erase_results))
    register_data_source(DataSource("applications", door.export_applications, door.erase_applications))
    register_data_source(DataSource("juries", door.export_seats, door.erase_seats))
