"""The programmes, who takes part in them, and what they published."""

import django.db.models.deletion
import publishing.fields
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cluster', '0001_consortium'),
        ('partners', '0001_partners_and_pledges'),
    ]

    operations = [
        migrations.CreateModel(
            name='Keyword',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_example', models.BooleanField(default=False, help_text='Made up for demonstration: the page says so, and “remove_examples” deletes it.', verbose_name='example')),
                ('stamp', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('modified_at', models.DateTimeField(auto_now=True, verbose_name='last change')),
                ('name', models.CharField(max_length=80, verbose_name='keyword')),
                ('name_fr', models.CharField(max_length=80, null=True, verbose_name='keyword')),
                ('name_en', models.CharField(max_length=80, null=True, verbose_name='keyword')),
            ],
            options={
                'verbose_name': 'keyword',
                'verbose_name_plural': 'keywords',
                'ordering': ['pk'],
                'abstract': False,
                'constraints': [
                    models.UniqueConstraint(fields=('name_fr',), name='caps_keyword_name_fr'),
                    models.UniqueConstraint(fields=('name_en',), name='caps_keyword_name_en'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CAP',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_example', models.BooleanField(default=False, help_text='Made up for demonstration: the page says so, and “remove_examples” deletes it.', verbose_name='example')),
                ('stamp', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('modified_at', models.DateTimeField(auto_now=True, verbose_name='last change')),
                ('withdrawn_at', publishing.fields.MomentField(blank=True, help_text='From this moment on nobody sees it any more, in any language. Leave empty to keep it.', null=True, verbose_name='withdrawn from')),
                ('public_from_fr', publishing.fields.MomentField(blank=True, db_index=True, help_text='The public sees this language from this moment on. Empty: not public.', null=True, verbose_name='public from')),
                ('public_from_en', publishing.fields.MomentField(blank=True, db_index=True, help_text='The public sees this language from this moment on. Empty: not public.', null=True, verbose_name='public from')),
                ('slug_fr', publishing.fields.UniqueSlugField(blank=True, db_index=False, help_text="The last words of the page's address: small letters without accents, digits and hyphens.", max_length=120, null=True, verbose_name='address')),
                ('slug_en', publishing.fields.UniqueSlugField(blank=True, db_index=False, help_text="The last words of the page's address: small letters without accents, digits and hyphens.", max_length=120, null=True, verbose_name='address')),
                ('number', models.PositiveSmallIntegerField(unique=True, verbose_name='number')),
                ('acronym', models.CharField(max_length=40, unique=True, verbose_name='acronym')),
                ('title', models.CharField(max_length=250, verbose_name='title')),
                ('title_fr', models.CharField(max_length=250, null=True, verbose_name='title')),
                ('title_en', models.CharField(max_length=250, null=True, verbose_name='title')),
                ('summary', models.TextField(blank=True, verbose_name='summary')),
                ('summary_fr', models.TextField(blank=True, null=True, verbose_name='summary')),
                ('summary_en', models.TextField(blank=True, null=True, verbose_name='summary')),
                ('research', models.TextField(blank=True, verbose_name='research')),
                ('research_fr', models.TextField(blank=True, null=True, verbose_name='research')),
                ('research_en', models.TextField(blank=True, null=True, verbose_name='research')),
                ('education', models.TextField(blank=True, verbose_name='education')),
                ('education_fr', models.TextField(blank=True, null=True, verbose_name='education')),
                ('education_en', models.TextField(blank=True, null=True, verbose_name='education')),
                ('innovation', models.TextField(blank=True, verbose_name='innovation')),
                ('innovation_fr', models.TextField(blank=True, null=True, verbose_name='innovation')),
                ('innovation_en', models.TextField(blank=True, null=True, verbose_name='innovation')),
                ('phase', models.CharField(choices=[('preparation', 'in preparation'), ('running', 'running'), ('transfer', 'transfer')], default='preparation', max_length=15, verbose_name='phase')),
                ('start', publishing.fields.DayField(blank=True, null=True, verbose_name='from')),
                ('end', publishing.fields.DayField(blank=True, null=True, verbose_name='until')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('call', models.CharField(blank=True, help_text='In a few words, while one is open.', max_length=250, verbose_name='open call')),
                ('call_fr', models.CharField(blank=True, help_text='In a few words, while one is open.', max_length=250, null=True, verbose_name='open call')),
                ('call_en', models.CharField(blank=True, help_text='In a few words, while one is open.', max_length=250, null=True, verbose_name='open call')),
                ('call_url', models.URLField(blank=True, verbose_name='address of the call')),
                ('example_note', models.CharField(blank=True, help_text='For a real programme of which some details are made up: says which, at the top of its page.', max_length=300, verbose_name='what is an example here')),
                ('example_note_fr', models.CharField(blank=True, help_text='For a real programme of which some details are made up: says which, at the top of its page.', max_length=300, null=True, verbose_name='what is an example here')),
                ('example_note_en', models.CharField(blank=True, help_text='For a real programme of which some details are made up: says which, at the top of its page.', max_length=300, null=True, verbose_name='what is an example here')),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='caps', to='cluster.theme', verbose_name='theme')),
                ('keywords', models.ManyToManyField(blank=True, related_name='caps', to='caps.keyword', verbose_name='keywords')),
            ],
            options={
                'verbose_name': 'programme (CAP)',
                'verbose_name_plural': 'programmes (CAPs)',
                'ordering': ['number', 'pk'],
                'abstract': False,
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('public_from_fr__isnull', True), models.Q(('slug_fr__isnull', False), models.Q(('slug_fr', ''), _negated=True), ('title_fr__isnull', False), models.Q(('title_fr', ''), _negated=True), ('summary_fr__isnull', False), models.Q(('summary_fr', ''), _negated=True), ('research_fr__isnull', False), models.Q(('research_fr', ''), _negated=True), ('education_fr__isnull', False), models.Q(('education_fr', ''), _negated=True), ('innovation_fr__isnull', False), models.Q(('innovation_fr', ''), _negated=True)), _connector='OR'), name='caps_cap_texts_fr', violation_error_message='A text is missing in a language that is to be public.'),
                    models.CheckConstraint(condition=models.Q(('public_from_en__isnull', True), models.Q(('slug_en__isnull', False), models.Q(('slug_en', ''), _negated=True), ('title_en__isnull', False), models.Q(('title_en', ''), _negated=True), ('summary_en__isnull', False), models.Q(('summary_en', ''), _negated=True), ('research_en__isnull', False), models.Q(('research_en', ''), _negated=True), ('education_en__isnull', False), models.Q(('education_en', ''), _negated=True), ('innovation_en__isnull', False), models.Q(('innovation_en', ''), _negated=True)), _connector='OR'), name='caps_cap_texts_en', violation_error_message='A text is missing in a language that is to be public.'),
                    models.CheckConstraint(condition=models.Q(('public_from_en__isnull', True), models.Q(('public_from_en__gte', models.F('public_from_fr')), ('public_from_fr__isnull', False)), _connector='OR'), name='caps_cap_first_en', violation_error_message='No language is public before the main one.'),
                    models.UniqueConstraint(fields=('slug_fr',), name='caps_cap_slug_fr', violation_error_message='This address belongs to another page. Please choose another one.'),
                    models.UniqueConstraint(fields=('slug_en',), name='caps_cap_slug_en', violation_error_message='This address belongs to another page. Please choose another one.'),
                    models.CheckConstraint(condition=models.Q(('start__isnull', True), ('end__isnull', True), ('start__lte', models.F('end')), _connector='OR'), name='caps_cap_dates_in_order', violation_error_message='A programme ends after it begins.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('pi', 'principal investigator'), ('member', 'member')], default='pi', max_length=10, verbose_name='role')),
                ('title', models.CharField(blank=True, help_text='Such as “professor”.', max_length=150, verbose_name='function')),
                ('title_fr', models.CharField(blank=True, help_text='Such as “professor”.', max_length=150, null=True, verbose_name='function')),
                ('title_en', models.CharField(blank=True, help_text='Such as “professor”.', max_length=150, null=True, verbose_name='function')),
                ('start', publishing.fields.DayField(blank=True, null=True, verbose_name='from')),
                ('end', publishing.fields.DayField(blank=True, null=True, verbose_name='until')),
                ('rank', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                ('cap', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='caps.cap', verbose_name='programme')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='cluster.institution', verbose_name='member institution')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='cluster.person', verbose_name='person')),
            ],
            options={
                'verbose_name': 'person in a programme',
                'verbose_name_plural': 'people in a programme',
                'ordering': ['rank', 'pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('cap', 'person'), name='caps_membership_once', violation_error_message='This person is already in the programme.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PartnerInvolvement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contribution', models.CharField(blank=True, max_length=200, verbose_name='contribution')),
                ('contribution_fr', models.CharField(blank=True, max_length=200, null=True, verbose_name='contribution')),
                ('contribution_en', models.CharField(blank=True, max_length=200, null=True, verbose_name='contribution')),
                ('cap', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partner_involvements', to='caps.cap', verbose_name='programme')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='involvements', to='partners.partner', verbose_name='partner')),
            ],
            options={
                'verbose_name': 'partner in a programme',
                'verbose_name_plural': 'partners in a programme',
                'ordering': ['pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('cap', 'partner'), name='caps_partnerinvolvement_once', violation_error_message='This partner is already in the programme.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=400, verbose_name='title')),
                ('language', models.CharField(default='en', max_length=5, verbose_name='language of the title')),
                ('authors', models.CharField(max_length=400, verbose_name='authors')),
                ('venue', models.CharField(blank=True, max_length=250, verbose_name='published in')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('doi', models.CharField(blank=True, max_length=120, verbose_name='DOI')),
                ('url', models.URLField(blank=True, verbose_name='address')),
                ('is_example', models.BooleanField(default=False, verbose_name='example')),
                ('cap', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='publications', to='caps.cap', verbose_name='programme')),
            ],
            options={
                'verbose_name': 'publication',
                'verbose_name_plural': 'publications',
                'ordering': ['-year', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Involvement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('lead', 'leads'), ('participant', 'takes part')], default='participant', max_length=12, verbose_name='role')),
                ('is_example', models.BooleanField(default=False, verbose_name='example')),
                ('cap', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='involvements', to='caps.cap', verbose_name='programme')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='involvements', to='cluster.institution', verbose_name='member institution')),
            ],
            options={
                'verbose_name': 'institution in a programme',
                'verbose_name_plural': 'institutions in a programme',
                'ordering': ['pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('cap', 'institution'), name='caps_involvement_once', violation_error_message='This institution is already in the programme.'),
                    models.UniqueConstraint(condition=models.Q(('role', 'lead')), fields=('cap',), name='caps_involvement_one_lead', violation_error_message='Another institution already leads this programme.'),
                ],
            },
        ),
    ]
