"""The door for web servers. Unless told otherwise it is production, and refuses to start on a missing or unsafe setting."""

import os

from portal.loading import without_collector

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
os.environ.setdefault("PORTAL_ENV", "production")

with without_collector():
    from django.core.wsgi import get_wsgi_application

    _django = get_wsgi_application()

    from django.conf import settings  # The settings come first.

    from portal.livez import answering
    from portal.replayed_answers import ReplayedAnswers
    from portal.uncaught import cover_server
    from publishing.database_watch import VISITORS, watch

if settings.LOG_FORMAT == "json":
    cover_server()

# Who is served here does not wait as long as a command may.
watch.patience = VISITORS
application = answering(ReplayedAnswers(_django))
