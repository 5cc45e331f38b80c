from django.apps import AppConfig


class ObserveConfig(AppConfig):
    name = "mouakaba.observe"
    label = "observe"
