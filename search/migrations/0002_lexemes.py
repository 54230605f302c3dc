from django.db import migrations, models


def clear(apps, schema_editor):
    """Rows of the plain index before: ``rebuild_search`` writes them anew."""
    apps.get_model("search", "Entry").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(clear, migrations.RunPython.noop),
        migrations.RemoveField(model_name='entry', name='stems'),
        migrations.RemoveField(model_name='entry', name='title_stems'),
        migrations.AddField(model_name='entry', name='path', field=models.CharField(default='', max_length=500)),
        migrations.AddField(model_name='entry', name='day', field=models.DateField(null=True)),
        migrations.AddField(model_name='entry', name='text', field=models.TextField(default='')),
        migrations.AddField(model_name='entry', name='lexemes', field=models.TextField(default='')),
        migrations.AddField(model_name='entry', name='is_example', field=models.BooleanField(default=False)),
        migrations.AddField(model_name='entry', name='version', field=models.CharField(default='', max_length=12)),
    ]
