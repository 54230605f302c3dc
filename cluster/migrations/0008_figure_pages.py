"""Each key figure has a page: its address, the sentence it is quoted by, and what it was said to be before."""

import cluster.validators
import django.db.models.deletion
import publishing.fields
import publishing.languages
from django.db import migrations, models

from publishing.slugs import numbered, slug_of


def give_addresses(apps, schema_editor):
    """Of the words that each figure has in a language, or else of its key; numbered where two have the same."""
    figures, ledger = apps.get_model("cluster", "KeyFigure"), apps.get_model("publishing", "SlugRecord")
    codes = [name.removeprefix("slug_") for name in (one.name for one in figures._meta.fields) if name.startswith("slug_")]
    taken = set()
    for figure in figures.objects.order_by("pk"):
        for code in codes:
            stem = slug_of(getattr(figure, f"label_{code}") or "") or slug_of(figure.key)
            slug = next(one for one in numbered(stem) if (code, one) not in taken)
            taken.add((code, slug))
            setattr(figure, f"slug_{code}", slug)
            ledger.objects.create(model_label="cluster.keyfigure", language=code, slug=slug, object_id=figure.pk)
        figure.save(update_fields=[f"slug_{code}" for code in codes])


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0001_addresses_and_outbox'),
        ('cluster', '0007_pictures_from_the_library'),
    ]

    operations = [
        migrations.CreateModel(
            name='FigureValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='value')),
                ('qualifier', models.CharField(blank=True, choices=[('', 'exactly'), ('more_than', 'more than'), ('nearly', 'nearly'), ('about', 'about')], max_length=10, verbose_name='qualifier')),
                ('as_of', publishing.fields.IsoDateField(help_text='The day, month or year for which the figure was given.', verbose_name='as of')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('source_fr', models.CharField(blank=True, max_length=300, null=True, verbose_name='source')),
                ('source_en', models.CharField(blank=True, max_length=300, null=True, verbose_name='source')),
                ('source_url', models.URLField(blank=True, max_length=400, verbose_name='address of the source')),
                ('source_language', models.CharField(blank=True, choices=publishing.languages.choices, max_length=10, verbose_name='language of the source')),
            ],
            options={
                'verbose_name': 'earlier value',
                'verbose_name_plural': 'earlier values',
                'ordering': ['-as_of', '-pk'],
                'default_permissions': ('add', 'change', 'delete', 'view', 'translate'),
            },
        ),
        migrations.RemoveConstraint(
            model_name='keyfigure',
            name='cluster_keyfigure_texts_fr',
        ),
        migrations.RemoveConstraint(
            model_name='keyfigure',
            name='cluster_keyfigure_texts_en',
        ),
        migrations.AddField(
            model_name='keyfigure',
            name='sentence',
            field=models.CharField(blank=True, help_text='The figure as somebody would quote it. {figure} stands for the value with its qualifier and its unit.', max_length=300, validators=[cluster.validators.validate_figure_sentence], verbose_name='sentence'),
        ),
        migrations.AddField(
            model_name='keyfigure',
            name='sentence_en',
            field=models.CharField(blank=True, help_text='The figure as somebody would quote it. {figure} stands for the value with its qualifier and its unit.', max_length=300, null=True, validators=[cluster.validators.validate_figure_sentence], verbose_name='sentence'),
        ),
        migrations.AddField(
            model_name='keyfigure',
            name='sentence_fr',
            field=models.CharField(blank=True, help_text='The figure as somebody would quote it. {figure} stands for the value with its qualifier and its unit.', max_length=300, null=True, validators=[cluster.validators.validate_figure_sentence], verbose_name='sentence'),
        ),
        migrations.AddField(
            model_name='keyfigure',
            name='slug_en',
            field=publishing.fields.UniqueSlugField(blank=True, db_index=False, help_text="The last words of the page's address: small letters without accents, digits and hyphens.", max_length=120, null=True, verbose_name='address'),
        ),
        migrations.AddField(
            model_name='keyfigure',
            name='slug_fr',
            field=publishing.fields.UniqueSlugField(blank=True, db_index=False, help_text="The last words of the page's address: small letters without accents, digits and hyphens.", max_length=120, null=True, verbose_name='address'),
        ),
        migrations.RunPython(give_addresses, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='keyfigure',
            constraint=models.CheckConstraint(condition=models.Q(('public_from_fr__isnull', True), models.Q(('slug_fr__isnull', False), models.Q(('slug_fr', ''), _negated=True), ('label_fr__isnull', False), models.Q(('label_fr', ''), _negated=True), ('source_fr__isnull', False), models.Q(('source_fr', ''), _negated=True)), _connector='OR'), name='cluster_keyfigure_texts_fr', violation_error_message='A text is missing in a language that is to be public.'),
        ),
        migrations.AddConstraint(
            model_name='keyfigure',
            constraint=models.CheckConstraint(condition=models.Q(('public_from_en__isnull', True), models.Q(('slug_en__isnull', False), models.Q(('slug_en', ''), _negated=True), ('label_en__isnull', False), models.Q(('label_en', ''), _negated=True), ('source_en__isnull', False), models.Q(('source_en', ''), _negated=True)), _connector='OR'), name='cluster_keyfigure_texts_en', violation_error_message='A text is missing in a language that is to be public.'),
        ),
        migrations.AddConstraint(
            model_name='keyfigure',
            constraint=models.UniqueConstraint(fields=('slug_fr',), name='cluster_keyfigure_slug_fr', violation_error_message='This address belongs to another page. Please choose another one.'),
        ),
        migrations.AddConstraint(
            model_name='keyfigure',
            constraint=models.UniqueConstraint(fields=('slug_en',), name='cluster_keyfigure_slug_en', violation_error_message='This address belongs to another page. Please choose another one.'),
        ),
        migrations.AddField(
            model_name='figurevalue',
            name='figure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='earlier_values', to='cluster.keyfigure', verbose_name='key figure'),
        ),
        migrations.AddConstraint(
            model_name='figurevalue',
            constraint=models.UniqueConstraint(fields=('figure', 'as_of'), name='cluster_figurevalue_once', violation_error_message='This figure has a value for that day already.'),
        ),
    ]
