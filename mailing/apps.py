from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class MailingConfig(AppConfig):
    name = "mailing"
    verbose_name = _("Mailings and registrations")

    def ready(self) -> None:
        from news import release_recipients
        from publishing.record_references import is_no_reference

        from . import (  # noqa: F401  they register themselves
            checks,
            contact_sections,
            contact_state,
            erasing,
            event_sections,
            journal_kinds,
            journalist_lists,
            newsletter_structured,
            notifications,
            recalls,
            recipients,
            registration_follow,
            registration_staff,
            release_panels,
            release_previews,
            searchable,
            site_state,
            smtp,
        )

        notifications.register_kinds()
        searchable.register()
        site_state.register_checks()
        contact_state.register_checks()
        erasing.connect()
        journal_kinds.connect()
        registration_follow.connect()
        registration_staff.connect()
        release_recipients.register(recalls.how_many)
        is_no_reference("mailing.Mailing", "correction")
        smtp.introduce_as(urlsplit(settings.SITE_URL).hostname or "localhost")
