import django.contrib.admin.apps
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = _("Publication")

    def ready(self) -> None:
        from . import (
            collaboration,
            collaboration_notices,
            collaboration_state,
            context_locals,
            doubles_state,
            folded_columns,
            journal,
            journal_kinds,
            library_pictures,
            library_state,
            link_state,
            preview_store,
            translation_state,
            translations,
        )

        context_locals.install()
        folded_columns.connect()
        journal.connect()
        journal_kinds.connect()
        translations.connect()
        preview_store.connect()
        translation_state.register()
        link_state.register_checks()
        doubles_state.register()
        collaboration.connect()
        collaboration_notices.register_kinds()
        collaboration_state.register_checks()
        library_state.register_checks()
        library_pictures.connect()


class PortalAdminConfig(django.contrib.admin.apps.AdminConfig):
    """Django's admin, with the portal's site as the one that every app registers with."""

    default = False
    default_site = "publishing.sites.PortalAdminSite"

    def ready(self) -> None:
        """The rooms' pages first: those of the ground's own records are built from the parts that the rooms share."""
        super().ready()
        from . import (
            account_names,
            library_admin,  # noqa: F401  registers its pages
            yes_or_no,
        )

        account_names.install()
        yes_or_no.install()
