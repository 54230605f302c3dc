"""The entries of both searches, what each database keeps beside them to find their lexemes (``search/engine.py``), and the
words that they know."""

from django.db import migrations, models

from publishing.migration_steps import CreateModels
from search import engine


class Migration(migrations.Migration):

    replaces = [('search', '0001_search_index'), ('search', '0002_staff_entries'), ('search', '0003_vocabulary')]

    initial = True

    dependencies = [
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='Entry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('model_label', models.CharField(max_length=100)),
                    ('object_id', models.BigIntegerField()),
                    ('language', models.CharField(max_length=10)),
                    ('title', models.CharField(max_length=400)),
                    ('path', models.CharField(default='', max_length=500)),
                    ('day', models.DateField(null=True)),
                    ('text', models.TextField(default='')),
                    ('lexemes', models.TextField(default='')),
                    ('is_example', models.BooleanField(default=False)),
                    ('version', models.CharField(default='', max_length=12)),
                ],
                options={
                    'verbose_name': 'search entry',
                    'verbose_name_plural': 'search entries',
                    'constraints': [models.UniqueConstraint(fields=('model_label', 'object_id', 'language'), name='search_entry_unique')],
                },
            ),
            migrations.CreateModel(
                name='StaffEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('model_label', models.CharField(max_length=100)),
                    ('object_id', models.BigIntegerField()),
                    ('words', models.TextField(default='')),
                    ('private_words', models.TextField(default='')),
                ],
                options={
                    'verbose_name': 'entry of the back office’s search',
                    'verbose_name_plural': 'entries of the back office’s search',
                    'constraints': [models.UniqueConstraint(fields=('model_label', 'object_id'), name='search_staffentry_unique')],
                },
            ),
            migrations.CreateModel(
                name='VocabularyWord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('language', models.CharField(max_length=10)),
                    ('folded', models.CharField(max_length=60)),
                    ('backwards', models.CharField(max_length=60)),
                    ('sound', models.CharField(max_length=60)),
                    ('length', models.PositiveSmallIntegerField()),
                    ('written', models.CharField(max_length=80)),
                ],
                options={
                    'verbose_name': 'word of the search’s vocabulary',
                    'verbose_name_plural': 'words of the search’s vocabulary',
                    'indexes': [models.Index(fields=['language', 'folded'], name='search_word_folded'), models.Index(fields=['language', 'backwards'], name='search_word_backwards'), models.Index(fields=['language', 'sound'], name='search_word_sound')],
                },
            ),
        ),
        migrations.RunPython(engine.install, engine.uninstall),
    ]
