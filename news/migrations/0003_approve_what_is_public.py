from django.conf import settings
from django.db import migrations
from django.db.models import Q


def approve(apps, schema_editor):
    """Releases that had a moment were public by it alone; from now on approval is needed too."""
    release = apps.get_model("news", "PressRelease")
    columns = {field.name for field in release._meta.fields}
    some = Q()
    for code, _name in settings.LANGUAGES:
        # A language that was added later has no column yet.
        if f"public_from_{code}" in columns:
            some |= Q(**{f"public_from_{code}__isnull": False})
    release.objects.filter(some).update(state="approved")


class Migration(migrations.Migration):
    dependencies = [("news", "0002_press_room")]

    operations = [migrations.RunPython(approve, migrations.RunPython.noop, elidable=True)]
