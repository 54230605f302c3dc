from django.conf import settings
from django.db import migrations
from django.db.models import Q


def approve(apps, schema_editor):
    """Releases that had a moment were public by it alone; from now on approval is needed too."""
    some = Q()
    for code, _name in settings.LANGUAGES:
        some |= Q(**{f"public_from_{code}__isnull": False})
    apps.get_model("news", "PressRelease").objects.filter(some).update(state="approved")


class Migration(migrations.Migration):
    dependencies = [("news", "0002_press_room")]

    operations = [migrations.RunPython(approve, migrations.RunPython.noop, elidable=True)]
