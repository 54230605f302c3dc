from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CapsConfig(AppConfig):
    name = "caps"
    verbose_name = _("Programmes")

    def ready(self) -> None:
        from . import erasing, filters, hal_signals, opendata, outgoing_links, searchable, sections, site_state, structured  # noqa: F401  they register themselves

        searchable.register()
        site_state.register_checks()
        erasing.connect()
        hal_signals.connect()
        filters.join_the_consortium()
