"""The door for web servers. Unless told otherwise it is production, and refuses to start on a missing or unsafe setting."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
os.environ.setdefault("PORTAL_ENV", "production")

application = get_wsgi_application()
