"""Files of a release as its page offers them, known by their names in the storage."""

from django import template
from django.core.files.storage import default_storage
from django.template.defaultfilters import filesizeformat

from news.reading import AttachedFile

register = template.Library()


@register.filter
def stored_url(name: str) -> str:
    """The address of a file in the storage; whether it may be had is the gate's to say."""
    return default_storage.url(name)


@register.filter
def kind_and_size(attached: AttachedFile) -> str:
    """“PDF, 120 KB”; of a file that was lost, its kind alone."""
    try:
        return f"{attached.extension}, {filesizeformat(default_storage.size(attached.file))}"
    except OSError:
        return attached.extension
