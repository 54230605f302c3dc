"""Yes and no in lists and forms of the back office: in words of the reader’s language.

Django shows a green and a red picture, whose texts for who cannot see them are “True” and “False” in every language.
"""

from __future__ import annotations

from django.contrib.admin.templatetags import admin_list
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


def in_words(value: bool | None) -> SafeString:
    if value is None:
        return format_html('<span class="yes-no">{}</span>', _("not known"))
    return format_html('<span class="yes-no {}">{}</span>', "is-yes" if value else "is-no", _("yes") if value else _("no"))


def install() -> None:
    """Django looks its function up by its name wherever it shows one."""
    admin_list._boolean_icon = in_words  # type: ignore[attr-defined]  # Django’s own
