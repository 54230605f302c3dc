from django.db import migrations

from search import engine


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0002_lexemes'),
    ]

    operations = [
        migrations.RunPython(engine.install, engine.uninstall),
    ]
