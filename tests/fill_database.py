"""Fills the database of ``DATABASE_URL`` for the tests: ``python -m tests.fill_database migrated|demo FILES``.

What belongs to its records is copied to the directory FILES. ``tests/databases.py`` starts it in a process of its own.
"""

import shutil
import sys

import django


def fill(content: str, files: str) -> None:
    from django.conf import settings
    from django.core.management import call_command

    from publishing import renditions
    from tests.databases import DEMO

    renditions.KINDS["avif"]["speed"] = 10
    call_command("compile_catalogues", verbosity=0)
    call_command("migrate", verbosity=0, interactive=False)
    if content == DEMO:
        call_command("load_demo", verbosity=0)
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    shutil.copytree(settings.MEDIA_ROOT, files)


if __name__ == "__main__":
    django.setup()
    fill(*sys.argv[1:])
