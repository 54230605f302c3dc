from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "PostGenAI@Paris"

    def ready(self) -> None:
        from . import checks, searchable, structured  # noqa: F401  what is described registers itself

        searchable.register()
