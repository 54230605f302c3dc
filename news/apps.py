from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("News and press")

    def ready(self) -> None:
        from . import (  # noqa: F401  they register themselves
            content_moments,
            contributions,
            edition_doors,
            edition_guards,
            edition_uses,
            erasing,
            journal_kinds,
            merged_records,
            notifications,
            opendata,
            outgoing_links,
            publication_calendar,
            release_previews,
            searchable,
            sections,
            site_state,
            structured,
        )

        searchable.register()
        notifications.register_kinds()
        publication_calendar.register_sources()
        site_state.register_checks()
        erasing.connect()
        journal_kinds.connect()
        edition_guards.connect()
        contributions.connect()
        edition_doors.connect()
        merged_records.connect()
        content_moments.register()
