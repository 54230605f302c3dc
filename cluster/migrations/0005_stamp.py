"""What tells a form of an older save apart is called its stamp."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cluster", "0004_help_and_contact_pages")]

    operations = [
        migrations.RenameField(model_name="keyfigure", old_name="edition", new_name="stamp"),
        migrations.RenameField(model_name="institution", old_name="edition", new_name="stamp"),
        migrations.RenameField(model_name="nationalcluster", old_name="edition", new_name="stamp"),
        migrations.RenameField(model_name="page", old_name="edition", new_name="stamp"),
        migrations.RenameField(model_name="person", old_name="edition", new_name="stamp"),
        migrations.RenameField(model_name="theme", old_name="edition", new_name="stamp"),
        migrations.RenameField(model_name="pillar", old_name="edition", new_name="stamp"),
        migrations.RenameField(model_name="milestone", old_name="edition", new_name="stamp"),
    ]
