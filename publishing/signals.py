"""Signals that let upper floors follow what happens on the ground."""

from django.dispatch import Signal

edited = Signal()
"""Sent with ``instance`` when a record and what hangs on it (inlines, many-to-many) have been saved together."""
