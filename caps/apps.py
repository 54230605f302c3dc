from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CapsConfig(AppConfig):
    name = "caps"
    verbose_name = _("Programmes")

    def ready(self) -> None:
        from . import (  # noqa: F401  they register themselves
            directory,
            doubles,
            erasing,
            filters,
            hal_signals,
            opendata,
            opportunity_structured,
            outgoing_links,
            searchable,
            sections,
            site_state,
            structured,
        )

        searchable.register()
        site_state.register_checks()
        erasing.connect()
        doubles.connect()
        hal_signals.connect()
        filters.join_the_consortium()
