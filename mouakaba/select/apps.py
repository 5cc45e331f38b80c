from django.apps import AppConfig


class SelectConfig(AppConfig):
    name = "mouakaba.select"
    label = "select"
