from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = _("Partners")

    def ready(self) -> None:
        from . import erasing, opendata, searchable, structured  # noqa: F401  they register themselves

        searchable.register()
        erasing.connect()
