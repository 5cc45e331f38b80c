"""The open API: ``/api/v1/``, described at ``/api/v1/openapi.json``."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from mouakaba.accompany import api as accompany
from mouakaba.base.tokens.api import Throttle
from mouakaba.match import api as match
from mouakaba.observe import api as observe
from mouakaba.select import api as select

api = NinjaAPI(
    title="Mouakaba",
    version="1",
    docs_url=None,
    urls_namespace="api",
    throttle=[Throttle()],
)
for router in (*match.ROUTERS, *select.ROUTERS, *accompany.ROUTERS, *observe.ROUTERS):
    api.add_router("", router)


@api.exception_handler(ValidationError)
def refused(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What was wrong with the request, field by field, without the values sent."""
    told = [{"field": ".".join(map(str, one["loc"][1:])), "problem": one["msg"]} for one in error.errors]
    return api.create_response(request, {"errors": told}, status=422)
