"""The portal's own files, each looked at when it is first asked for.

WhiteNoise looks at each of a thousand files when a process starts, most of them of the back office, and keeps headers for each:
a seventh of all that a start costs. Here it looks for one when somebody asks, by the rules that it has for that, and remembers
what it found. What it did not find is not remembered, so that made-up addresses take no room.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]  # it has no types
from whitenoise.responders import NotARegularFileError, StaticFile  # type: ignore[import-untyped]  # it has no types


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise, without the look at every file at the start."""

    def update_files_dictionary(self, root: str, prefix: str) -> None:
        """What WhiteNoise calls for a directory of files: known as one in which to look."""
        self.directories.insert(0, (root, prefix))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if not self.autorefresh and path.startswith(self.static_prefix) and path not in self.files:
            found = self._found(path)
            if found is not None:
                self.files[path] = found
        response: HttpResponseBase = super().__call__(request)
        return response

    def _found(self, path: str) -> StaticFile | None:
        try:
            return self.find_file(path)
        except (NotARegularFileError, ValueError, OSError):
            # A NUL, a name too long, what is no file: nothing that is handed out.
            return None
