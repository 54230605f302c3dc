from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = _("Partners")

    def ready(self) -> None:
        from . import doubles, erasing, journal_kinds, opendata, searchable, site_state, structured  # noqa: F401  they register themselves

        searchable.register()
        site_state.register_checks()
        erasing.connect()
        journal_kinds.connect()
        doubles.connect()
