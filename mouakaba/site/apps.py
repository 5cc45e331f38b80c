from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "mouakaba.site"
    label = "site"

    def ready(self) -> None:
        from mouakaba.site.wiring import connect

        connect()
