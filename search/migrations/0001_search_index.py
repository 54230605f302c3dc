"""The entries of the search, and what each database keeps beside them to find their lexemes (``search/engine.py``)."""

from django.db import migrations, models

from search import engine


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
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
                'constraints': [
                    models.UniqueConstraint(fields=('model_label', 'object_id', 'language'), name='search_entry_unique'),
                ],
            },
        ),
        migrations.RunPython(engine.install, engine.uninstall),
    ]
