"""Which posts may be carried on a page, to be sent again by the person's own press."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

CARRIED_MOST = 1_000_000  # characters on one page
SECRET_PAGES = ("account_", "mfa_")  # passwords and one-time codes are never written back


def is_own(request: HttpRequest) -> bool:
    """Whether a page of ours sent this post. Every header that tells must say so, and one at least must tell.

    Another site could otherwise have us draw its fields beside a good token, one press away from being obeyed.
    """
    ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    told = []
    if site := request.headers.get("Sec-Fetch-Site"):
        told.append(site == "same-origin")
    if origin := request.headers.get("Origin"):
        told.append(origin in ours)
    if referer := request.headers.get("Referer"):
        told.append("/".join(referer.split("/", 3)[:3]) in ours)
    return bool(told) and all(told)


def is_secret(request: HttpRequest) -> bool:
    """Whether the post holds what no page may hold: a password, a one-time code."""
    match = request.resolver_match
    page = (match.url_name or "") if match else ""
    return page.startswith(SECRET_PAGES) or any("password" in name.lower() for name in request.POST)
