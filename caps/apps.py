from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CapsConfig(AppConfig):
    name = "caps"
    verbose_name = _("Programmes")

    def ready(self) -> None:
        from . import opendata, searchable, sections, structured  # noqa: F401  they register themselves
        from .querysets import join_the_consortium

        searchable.register()
        join_the_consortium()
