"""What tells a form of an older save apart is called its stamp."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("caps", "0001_initial")]

    operations = [
        migrations.RenameField(model_name="keyword", old_name="edition", new_name="stamp"),
        migrations.RenameField(model_name="cap", old_name="edition", new_name="stamp"),
    ]
