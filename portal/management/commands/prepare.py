import hashlib
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cluster.models import Institution
from publishing import renditions


class Command(BaseCommand):
    help = "Makes a local portal ready: its tables, its static files, and on an empty database the demo data and an account."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("This loads demo data into an empty database; it is for a local portal only.")
        call_command("migrate", interactive=False, verbosity=0)
        self._collect_static()
        if not Institution.objects.exists():
            self.stdout.write("Loading the demo data …")
            with transaction.atomic():
                call_command("load_demo", stdout=self.stdout)
                call_command("createinitialrevisions", verbosity=0)
        renditions.make_missing()
        call_command("rebuild_search", verbosity=0)
        call_command("follow_translations", verbosity=0)
        call_command("make_staff", stdout=self.stdout)

    def _collect_static(self) -> None:
        """Compressing every file takes seconds, so it is done only when one of them changed."""
        state = hashlib.sha256()
        for finder in get_finders():
            for name, storage in finder.list([]):
                state.update(f"{name} {storage.size(name)} {storage.get_modified_time(name)}\n".encode())
        stamp = settings.STATIC_ROOT / "collected"
        if not stamp.exists() or stamp.read_text() != state.hexdigest():
            self.stdout.write("Collecting the static files …")
            call_command("collectstatic", interactive=False, verbosity=0)
            stamp.write_text(state.hexdigest())
