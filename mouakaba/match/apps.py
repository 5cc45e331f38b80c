from django.apps import AppConfig


class MatchConfig(AppConfig):
    name = "mouakaba.match"
    label = "match"
