from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "mouakaba.base"
    label = "base"

    def ready(self) -> None:
        from mouakaba.base.people import rules  # noqa: F401  (predicates register on import)
