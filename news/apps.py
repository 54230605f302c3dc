from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("News and press")

    def ready(self) -> None:
        from . import contributions, edition_doors, edition_guards, erasing, opendata, searchable, sections, structured  # noqa: F401  they register themselves

        searchable.register()
        erasing.connect()
        edition_guards.connect()
        contributions.connect()
        edition_doors.connect()
