"""The open API of ACCOMPANY, gathered from its rooms."""

from __future__ import annotations

from ninja import Router

ROUTERS: tuple[Router, ...] = ()
