"""What tells a form of an older save apart is called its stamp."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("news", "0007_phone_spelling")]

    operations = [
        migrations.RenameField(model_name="boilerplate", old_name="edition", new_name="stamp"),
        migrations.RenameField(model_name="presscontact", old_name="edition", new_name="stamp"),
        migrations.RenameField(model_name="logo", old_name="edition", new_name="stamp"),
        migrations.RenameField(model_name="pressrelease", old_name="edition", new_name="stamp"),
        migrations.RenameField(model_name="glossarypair", old_name="edition", new_name="stamp"),
        migrations.RenameField(model_name="coverage", old_name="edition", new_name="stamp"),
        migrations.RenameField(model_name="article", old_name="edition", new_name="stamp"),
        migrations.RenameField(model_name="event", old_name="edition", new_name="stamp"),
    ]
