from django.apps import AppConfig


class AccompanyConfig(AppConfig):
    name = "mouakaba.accompany"
    label = "accompany"
