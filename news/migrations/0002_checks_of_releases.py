"""What the check of releases reads with and what it kept: the glossary, checks, decisions on findings."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('news', '0001_press_room'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='GlossaryPair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_example', models.BooleanField(default=False, help_text='Made up for demonstration: the page says so, and “remove_examples” deletes it.', verbose_name='example')),
                ('stamp', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('modified_at', models.DateTimeField(auto_now=True, verbose_name='last change')),
                ('term', models.CharField(help_text='In full, as it stands in the middle of a sentence.', max_length=150, verbose_name='term')),
                ('term_fr', models.CharField(help_text='In full, as it stands in the middle of a sentence.', max_length=150, null=True, verbose_name='term')),
                ('term_en', models.CharField(help_text='In full, as it stands in the middle of a sentence.', max_length=150, null=True, verbose_name='term')),
                ('acronym', models.CharField(blank=True, max_length=30, verbose_name='acronym')),
                ('acronym_fr', models.CharField(blank=True, max_length=30, null=True, verbose_name='acronym')),
                ('acronym_en', models.CharField(blank=True, max_length=30, null=True, verbose_name='acronym')),
                ('is_organisation', models.BooleanField(default=False, help_text='A communiqué that names it in one language only is pointed out.', verbose_name='an organisation')),
            ],
            options={
                'verbose_name': 'pair of the glossary',
                'verbose_name_plural': 'glossary',
                'ordering': ['pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReleaseCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='when')),
                ('fingerprint', models.CharField(max_length=64, verbose_name='fingerprint of the texts')),
                ('errors', models.PositiveSmallIntegerField(verbose_name='errors')),
                ('warnings', models.PositiveSmallIntegerField(verbose_name='warnings')),
                ('notes', models.PositiveSmallIntegerField(verbose_name='notes')),
                ('findings', models.JSONField(default=list, verbose_name='findings')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='news.pressrelease', verbose_name='press release')),
            ],
            options={
                'verbose_name': 'check of a release',
                'verbose_name_plural': 'checks of releases',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='FindingDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('set_aside', 'set aside'), ('overridden', 'overridden')], max_length=10, verbose_name='decision')),
                ('key', models.CharField(editable=False, max_length=64)),
                ('code', models.CharField(max_length=40, verbose_name='rule')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('excerpt', models.TextField(verbose_name='excerpt')),
                ('sentence', models.TextField(verbose_name='sentence')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='when')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='finding_decisions', to='news.pressrelease', verbose_name='press release')),
            ],
            options={
                'verbose_name': 'decision on a finding',
                'verbose_name_plural': 'decisions on findings',
                'ordering': ['at', 'pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('release', 'key'), name='news_findingdecision_once'),
                    models.CheckConstraint(condition=models.Q(('language__in', ['fr', 'en'])), name='news_findingdecision_language'),
                ],
            },
        ),
    ]
