"""An index by which the entries of a kind are walked, the newest first, for what many of them hold."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0001_entries_and_vocabulary'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['model_label', 'language', 'id'], name='search_entry_newest'),
        ),
    ]
