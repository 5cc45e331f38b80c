"""Moving the demonstration's clock."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from mouakaba.base.clock.models import DemoClock
from mouakaba.base.clock.queries import forget_shift


def set_clock(*, stands_at: datetime | None) -> None:
    """Stand at this moment; None returns to real time. Raises PermissionDenied outside a demonstration."""
    if not settings.DEMO:
        raise PermissionDenied("Only a demonstration has a clock to move.")
    if stands_at is None:
        DemoClock.objects.all().delete()
    else:
        DemoClock.objects.update_or_create(id=1, defaults={"stands_at": stands_at, "set_at": timezone.now()})
    forget_shift()
