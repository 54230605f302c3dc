"""What tells a form of an older save apart is called its stamp."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("partners", "0003_fill_sort_keys")]

    operations = [
        migrations.RenameField(model_name="partner", old_name="edition", new_name="stamp"),
    ]
