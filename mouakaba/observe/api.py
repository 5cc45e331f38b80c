"""The open API of OBSERVE, gathered from its rooms."""

from __future__ import annotations

from ninja import Router

ROUTERS: tuple[Router, ...] = ()
