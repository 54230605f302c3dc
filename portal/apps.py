from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "PostGenAI@Paris"

    def ready(self) -> None:
        from . import checks, erasing, identity_provider, searchable, signin, structured  # noqa: F401  what is described registers itself

        searchable.register()
        erasing.connect()
        signin.watch_factors()
        identity_provider.watch_sign_in()
