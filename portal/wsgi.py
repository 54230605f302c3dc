"""The door for web servers. Unless told otherwise it is production, and refuses to start on a missing or unsafe setting."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
os.environ.setdefault("PORTAL_ENV", "production")

_django = get_wsgi_application()

from django.conf import settings  # noqa: E402  # The settings come first.

from portal.livez import answering  # noqa: E402
from portal.replayed_answers import ReplayedAnswers  # noqa: E402
from portal.uncaught import cover_server  # noqa: E402
from publishing.database_watch import VISITORS, watch  # noqa: E402

if settings.LOG_FORMAT == "json":
    cover_server()

# Who is served here does not wait as long as a command may.
watch.patience = VISITORS
application = answering(ReplayedAnswers(_django))
