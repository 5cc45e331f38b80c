"""The markets for programs."""

from mouakaba.match.finding.api import requests
from mouakaba.match.finding.api.listings import Problems, refused, refused_by, router

__all__ = ["Problems", "refused", "refused_by", "requests", "router"]
