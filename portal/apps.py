from django.apps import AppConfig, apps
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Log of the portal")

    def ready(self) -> None:
        from publishing import answer_cache
        from publishing.record_references import is_no_reference

        from . import (  # noqa: F401  what is described registers itself
            checks,
            content_tables,
            counting,
            ended_sessions,
            erasing,
            identity_provider,
            journal_kinds,
            searchable,
            signin,
            structured,
            thing_pictures,
            uncaught,
            upgrades,
        )

        if settings.LOG_FORMAT == "json":
            uncaught.cover_words()

        apps.get_app_config("auth").verbose_name = _("Accounts and groups")
        searchable.register()
        erasing.connect()
        journal_kinds.connect()
        thing_pictures.connect()
        content_tables.connect()
        answer_cache.watchers.append(counting.count_kept_answer)
        is_no_reference("portal.AccountEvent", "account_key")
        signin.watch_factors()
        ended_sessions.connect()
        identity_provider.watch_sign_in()
