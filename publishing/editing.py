"""What one edit in the back office has to remember between the opening of its form and the last line that it saves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from .conflicts import Meanwhile

if TYPE_CHECKING:
    from .merging import Merge
    from .models import Record
    from .restoring import Restoration


@dataclass(frozen=True)
class Refusal:
    """A sentence for which a form is refused, beside its field or, without one, at the top of the form."""

    sentence: str
    field: str | None = None


@dataclass
class EditingSession:
    """The state of one edit: of one request that shows or saves a form of a record.

    ``saved_meanwhile`` is what somebody else saved since the form was opened; the form is refused and shows it.
    ``merge`` is what came of merging that with what was typed, where the form said what it had been opened on.
    ``before_revision`` is the record as stored, while the form works on an older revision of it that replaces it for the
    length of a transaction. ``refusals`` make the form invalid before anything in it is read. ``record_is_gone`` where the
    record was deleted while its form was open: what was typed is shown again as a new record, to everybody who typed it.
    ``is_recovery`` where a deleted record is brought back. ``is_form`` where the request is for the form of a record, which is
    open to all who have a task on it; every other page that asks for the right to change means its editors.
    ``locked`` is the record as it was stored and locked before anything of a save was written.
    ``restoration`` is what the form takes back from an older revision, ``restored_parts`` the parts of it that were asked for.
    ``changed`` are the models and names of the fields that a save changed.
    """

    saved_meanwhile: Meanwhile | None = None
    merge: Merge | None = None
    before_revision: Meanwhile | None = None
    refusals: tuple[Refusal, ...] = ()
    record_is_gone: bool = False
    is_recovery: bool = False
    is_form: bool = False
    is_saved: bool = False
    locked: Record | None = None
    restored_parts: frozenset[str] | None = None
    restoration: Restoration | None = None
    changed: list[tuple[str, str]] = field(default_factory=list)

    @property
    def stored(self) -> Meanwhile | None:
        """What is stored, where that is not what the form shows."""
        return self.before_revision or self.saved_meanwhile


_sessions: WeakKeyDictionary[HttpRequest, EditingSession] = WeakKeyDictionary()


def session_of(request: HttpRequest) -> EditingSession:
    """The editing session of a request; it begins when it is first asked for and ends with the request.

    A model admin lives as long as its process and serves every request, and Django calls each of its hooks with the request
    and little else. So what one hook learns for another can be kept by request alone. It is kept here and not on the request,
    where neither its names nor its types would be declared anywhere.
    """
    return _sessions.setdefault(request, EditingSession())


def signed_in(request: HttpRequest) -> User:
    """Who is signed in. The back office lets nobody in who is not, and ``PermissionDenied`` is raised for them."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user
