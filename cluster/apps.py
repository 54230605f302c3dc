from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClusterConfig(AppConfig):
    name = "cluster"
    verbose_name = _("Consortium")

    def ready(self) -> None:
        from . import counts, doubles, erasing, journal_kinds, opendata, searchable, site_state, structured  # noqa: F401  they register themselves

        searchable.register()
        site_state.register_checks()
        erasing.connect()
        journal_kinds.connect()
        doubles.connect()
