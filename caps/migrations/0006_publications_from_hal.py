"""Publications become records with an address of their own, tied to programmes and people, and read from HAL."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import publishing.fields
import uuid
from django.conf import settings
from django.db import migrations, models
from django.utils.text import slugify


SLUG_LENGTH = 80


def _slug(title, taken):
    made = slugify(title)[:SLUG_LENGTH].strip("-") or "publication"
    number, slug = 1, made
    while slug in taken:
        number += 1
        slug = f"{made}-{number}"
    taken.add(slug)
    return slug


def move_rows(apps, schema_editor):
    """What stood on a programme is public where the programme is, at an address made of its title, and tied to it."""
    publication, tie = apps.get_model("caps", "Publication"), apps.get_model("caps", "ProgrammePublication")
    ledger = apps.get_model("publishing", "SlugRecord")
    codes = [code for code, _name in settings.LANGUAGES if hasattr(publication, f"slug_{code}")]
    taken, ties, lines = set(), [], []
    for one in publication.objects.select_related("cap").order_by("pk"):
        slug = _slug(one.title, taken)
        one.authors = "\n".join(name.strip() for name in one.authors.split(", ") if name.strip())
        for code in codes:
            setattr(one, f"slug_{code}", slug)
            setattr(one, f"public_from_{code}", getattr(one.cap, f"public_from_{code}"))
            lines.append(ledger(model_label="caps.publication", object_id=one.pk, language=code, slug=slug))
        one.save()
        ties.append(tie(cap=one.cap, publication=one))
    tie.objects.bulk_create(ties)
    ledger.objects.bulk_create(lines)
    if schema_editor.connection.vendor == "postgresql":
        # Keys are looked at when a transaction ends; the table cannot be changed while that waits.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [
        ('caps', '0005_courses'),
        ('cluster', '0007_pictures_from_the_library'),
        ('publishing', '0009_library_of_pictures'),
    ]

    operations = [
        migrations.CreateModel(
            name='HalFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.CreateModel(
            name='HalQuery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_example', models.BooleanField(default=False, help_text='Made up for demonstration: the page says so, and “remove_examples” deletes it.', verbose_name='example')),
                ('stamp', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('modified_at', models.DateTimeField(auto_now=True, verbose_name='last change')),
                ('kind', models.CharField(choices=[('anr', 'reference of an ANR grant'), ('european', 'reference of a European grant'), ('orcid', 'ORCID iD of an author'), ('idhal', 'idHAL of an author')], max_length=10, verbose_name='asked by')),
                ('identifier', models.CharField(max_length=100, validators=[django.core.validators.RegexValidator('^[\\w.\\-]+\\Z', 'Letters, digits, dots and hyphens alone, such as ANR-23-IACL-0007.')], verbose_name='reference or identifier')),
                ('is_active', models.BooleanField(default=True, verbose_name='asked every day')),
                ('is_own', models.BooleanField(default=False, editable=False, verbose_name='added by the portal')),
                ('asked_at', models.DateTimeField(editable=False, null=True, verbose_name='last asked')),
                ('outcome', models.CharField(blank=True, choices=[('answered', 'answered'), ('unchanged', 'nothing has changed since the last answer'), ('empty', 'no publication at all, though there were some: nothing was touched'), ('shrunk', 'more than half of the publications are missing: nothing was touched'), ('slow', 'too slow'), ('silent', 'no connection'), ('busy', 'asks to come back later'), ('gone', 'the address of the service is gone'), ('refused', 'refuses the question'), ('failed', 'fault of the service'), ('wrong', 'not an answer of HAL’s search interface'), ('truncated', 'the answer broke off'), ('too-large', 'the answer is too long')], default='', editable=False, max_length=10, verbose_name='result')),
                ('detail', models.CharField(blank=True, default='', editable=False, max_length=200, verbose_name='detail')),
                ('answered_at', models.DateTimeField(editable=False, null=True, verbose_name='last answer')),
                ('found', models.PositiveIntegerField(editable=False, null=True, verbose_name='publications found')),
                ('not_before', models.DateTimeField(editable=False, null=True, verbose_name='not to be asked before')),
                ('etag', models.CharField(blank=True, default='', editable=False, max_length=200)),
                ('last_modified', models.CharField(blank=True, default='', editable=False, max_length=60)),
            ],
            options={
                'verbose_name': 'question to HAL',
                'verbose_name_plural': 'questions to HAL',
                'ordering': ['kind', 'identifier'],
                'abstract': False,
                'default_permissions': ('add', 'change', 'delete', 'view', 'translate'),
            },
        ),
        migrations.CreateModel(
            name='PersonPublication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_hal', models.BooleanField(default=False, editable=False, verbose_name='found by HAL')),
                ('is_wrong', models.BooleanField(default=False, help_text='Shown nowhere, and not made again: a namesake, for instance.', verbose_name='wrong')),
            ],
            options={
                'verbose_name': 'publication of a person',
                'verbose_name_plural': 'publications of a person',
                'ordering': ['pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProgrammePublication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_hal', models.BooleanField(default=False, editable=False, verbose_name='found by HAL')),
                ('is_wrong', models.BooleanField(default=False, help_text='Shown nowhere, and not made again: a namesake, for instance.', verbose_name='wrong')),
            ],
            options={
                'verbose_name': 'publication of a programme',
                'verbose_name_plural': 'publications of a programme',
                'ordering': ['pk'],
                'abstract': False,
            },
        ),
        migrations.AlterModelOptions(
            name='publication',
            options={'default_permissions': ('add', 'change', 'delete', 'view', 'translate', 'publish'), 'ordering': ['-year', '-published_on', 'pk'], 'verbose_name': 'publication', 'verbose_name_plural': 'publications'},
        ),
        migrations.AddField(
            model_name='publication',
            name='acknowledges',
            field=models.BooleanField(default=True, editable=False, verbose_name='thanks the cluster'),
        ),
        migrations.AddField(
            model_name='publication',
            name='created_at',
            field=models.DateTimeField(auto_now_add=True, default=django.utils.timezone.now, verbose_name='created'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='publication',
            name='file_url',
            field=models.URLField(blank=True, max_length=500, verbose_name='address of the full text'),
        ),
        migrations.AddField(
            model_name='publication',
            name='hal_id',
            field=models.CharField(blank=True, help_text='Such as hal-04512345. With it HAL fills in the rest as soon as one of the questions finds it.', max_length=60, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9_]*-[0-9]{4,10}\\Z', 'Such as hal-04512345, without its version.')], verbose_name='HAL id'),
        ),
        migrations.AddField(
            model_name='publication',
            name='hal_record',
            field=models.JSONField(default=dict, editable=False, verbose_name='what else HAL says'),
        ),
        migrations.AddField(
            model_name='publication',
            name='hal_state',
            field=models.CharField(blank=True, choices=[('found', 'on HAL'), ('left', 'on HAL, but no question finds it any more'), ('gone', 'HAL does not have it any more')], default='', editable=False, max_length=5, verbose_name='state on HAL'),
        ),
        migrations.AddField(
            model_name='publication',
            name='hal_state_since',
            field=models.DateTimeField(editable=False, null=True, verbose_name='state since'),
        ),
        migrations.AddField(
            model_name='publication',
            name='hal_version',
            field=models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='version on HAL'),
        ),
        migrations.AddField(
            model_name='publication',
            name='hidden_because',
            field=models.CharField(blank=True, help_text='Needed with a moment in “withdrawn from”. Staff alone read it, and HAL’s next answer does not undo it.', max_length=300, verbose_name='why it is hidden'),
        ),
        migrations.AddField(
            model_name='publication',
            name='is_open',
            field=models.BooleanField(blank=True, null=True, verbose_name='in open access'),
        ),
        migrations.AddField(
            model_name='publication',
            name='issue',
            field=models.CharField(blank=True, max_length=100, verbose_name='issue'),
        ),
        migrations.AddField(
            model_name='publication',
            name='kind',
            field=models.CharField(choices=[('article', 'article'), ('conference', 'conference paper'), ('thesis', 'thesis'), ('preprint', 'preprint'), ('book', 'book'), ('chapter', 'book chapter'), ('report', 'report'), ('data', 'data'), ('software', 'software'), ('other', 'other publication')], default='article', max_length=12, verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='publication',
            name='licence',
            field=models.URLField(blank=True, max_length=300, verbose_name='address of the licence'),
        ),
        migrations.AddField(
            model_name='publication',
            name='modified_at',
            field=models.DateTimeField(auto_now=True, verbose_name='last change'),
        ),
        migrations.AddField(
            model_name='publication',
            name='pages',
            field=models.CharField(blank=True, max_length=100, verbose_name='pages'),
        ),
        migrations.AddField(
            model_name='publication',
            name='public_from_en',
            field=publishing.fields.MomentField(blank=True, db_index=True, help_text='The public sees this language from this moment on. Empty: not public.', null=True, verbose_name='public from'),
        ),
        migrations.AddField(
            model_name='publication',
            name='public_from_fr',
            field=publishing.fields.MomentField(blank=True, db_index=True, help_text='The public sees this language from this moment on. Empty: not public.', null=True, verbose_name='public from'),
        ),
        migrations.AddField(
            model_name='publication',
            name='published_on',
            field=publishing.fields.IsoDateField(blank=True, verbose_name='day, month or year'),
        ),
        migrations.AddField(
            model_name='publication',
            name='publisher',
            field=models.CharField(blank=True, max_length=300, verbose_name='publisher'),
        ),
        migrations.AddField(
            model_name='publication',
            name='slug_en',
            field=publishing.fields.UniqueSlugField(blank=True, db_index=False, help_text="The last words of the page's address: small letters without accents, digits and hyphens.", max_length=120, null=True, verbose_name='address'),
        ),
        migrations.AddField(
            model_name='publication',
            name='slug_fr',
            field=publishing.fields.UniqueSlugField(blank=True, db_index=False, help_text="The last words of the page's address: small letters without accents, digits and hyphens.", max_length=120, null=True, verbose_name='address'),
        ),
        migrations.AddField(
            model_name='publication',
            name='stamp',
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.AddField(
            model_name='publication',
            name='volume',
            field=models.CharField(blank=True, max_length=100, verbose_name='volume'),
        ),
        migrations.AddField(
            model_name='publication',
            name='withdrawn_at',
            field=publishing.fields.MomentField(blank=True, help_text='From this moment on nobody sees it any more, in any language. Leave empty to keep it.', null=True, verbose_name='withdrawn from'),
        ),
        migrations.AlterField(
            model_name='publication',
            name='authors',
            field=models.TextField(blank=True, help_text='One a line, such as “Exemple, Claire”.', verbose_name='authors'),
        ),
        migrations.AlterField(
            model_name='publication',
            name='doi',
            field=models.CharField(blank=True, max_length=250, verbose_name='DOI'),
        ),
        migrations.AlterField(
            model_name='publication',
            name='is_example',
            field=models.BooleanField(default=False, help_text='Made up for demonstration: the page says so, and “remove_examples” deletes it.', verbose_name='example'),
        ),
        migrations.AlterField(
            model_name='publication',
            name='title',
            field=models.CharField(max_length=1000, verbose_name='title'),
        ),
        migrations.AlterField(
            model_name='publication',
            name='url',
            field=models.URLField(blank=True, max_length=500, verbose_name='address'),
        ),
        migrations.AlterField(
            model_name='publication',
            name='venue',
            field=models.CharField(blank=True, max_length=500, verbose_name='published in'),
        ),
        migrations.AddField(
            model_name='halfinding',
            name='publication',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='caps.publication'),
        ),
        migrations.AddField(
            model_name='halquery',
            name='cap',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='hal_queries', to='caps.cap', verbose_name='programme'),
        ),
        migrations.AddField(
            model_name='halquery',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='hal_queries', to='cluster.person', verbose_name='person'),
        ),
        migrations.AddField(
            model_name='halfinding',
            name='query',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='caps.halquery'),
        ),
        migrations.AddField(
            model_name='personpublication',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='publication_ties', to='cluster.person', verbose_name='person'),
        ),
        migrations.AddField(
            model_name='personpublication',
            name='publication',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='person_ties', to='caps.publication', verbose_name='publication'),
        ),
        migrations.AddField(
            model_name='programmepublication',
            name='cap',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='publication_ties', to='caps.cap', verbose_name='programme'),
        ),
        migrations.AddField(
            model_name='programmepublication',
            name='publication',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='programme_ties', to='caps.publication', verbose_name='publication'),
        ),
        migrations.AddConstraint(
            model_name='halquery',
            constraint=models.UniqueConstraint(fields=('kind', 'identifier'), name='caps_halquery_once', violation_error_message='HAL is already asked this.'),
        ),
        migrations.AddConstraint(
            model_name='halfinding',
            constraint=models.UniqueConstraint(fields=('query', 'publication'), name='caps_halfinding_once'),
        ),
        migrations.AddConstraint(
            model_name='personpublication',
            constraint=models.UniqueConstraint(fields=('person', 'publication'), name='caps_personpublication_once', violation_error_message='The publication is already tied to this person.'),
        ),
        migrations.AddConstraint(
            model_name='programmepublication',
            constraint=models.UniqueConstraint(fields=('cap', 'publication'), name='caps_programmepublication_once', violation_error_message='The publication is already tied to this programme.'),
        ),
        migrations.RunPython(move_rows, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='publication',
            name='cap',
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(('public_from_fr__isnull', True), models.Q(('slug_fr__isnull', False), models.Q(('slug_fr', ''), _negated=True)), _connector='OR'), name='caps_publication_texts_fr', violation_error_message='A text is missing in a language that is to be public.'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(('public_from_en__isnull', True), models.Q(('slug_en__isnull', False), models.Q(('slug_en', ''), _negated=True)), _connector='OR'), name='caps_publication_texts_en', violation_error_message='A text is missing in a language that is to be public.'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(('public_from_en__isnull', True), models.Q(('public_from_en__gte', models.F('public_from_fr')), ('public_from_fr__isnull', False)), _connector='OR'), name='caps_publication_first_en', violation_error_message='No language is public before the main one.'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.UniqueConstraint(fields=('slug_fr',), name='caps_publication_slug_fr', violation_error_message='This address belongs to another page. Please choose another one.'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.UniqueConstraint(fields=('slug_en',), name='caps_publication_slug_en', violation_error_message='This address belongs to another page. Please choose another one.'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.UniqueConstraint(condition=models.Q(('hal_id', ''), _negated=True), fields=('hal_id',), name='caps_publication_hal_id', violation_error_message='This HAL id belongs to another publication.'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), models.Q(('hidden_because', ''), _negated=True), _connector='OR'), name='caps_publication_hidden_with_reason', violation_error_message='Say why the publication is hidden.'),
        ),
    ]
