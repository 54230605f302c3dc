"""Articles, events and press coverage."""

import publishing.fields
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('news', '0002_checks_of_releases'),
    ]

    operations = [
        migrations.CreateModel(
            name='Article',
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
                ('title', models.CharField(max_length=250, verbose_name='title')),
                ('title_fr', models.CharField(max_length=250, null=True, verbose_name='title')),
                ('title_en', models.CharField(max_length=250, null=True, verbose_name='title')),
                ('lead', models.TextField(blank=True, verbose_name='lead')),
                ('lead_fr', models.TextField(blank=True, null=True, verbose_name='lead')),
                ('lead_en', models.TextField(blank=True, null=True, verbose_name='lead')),
                ('body', models.TextField(blank=True, verbose_name='text')),
                ('body_fr', models.TextField(blank=True, null=True, verbose_name='text')),
                ('body_en', models.TextField(blank=True, null=True, verbose_name='text')),
                ('caps', models.ManyToManyField(blank=True, related_name='articles', to='caps.cap', verbose_name='programmes')),
                ('institutions', models.ManyToManyField(blank=True, related_name='articles', to='cluster.institution', verbose_name='member institutions')),
                ('partners', models.ManyToManyField(blank=True, related_name='articles', to='partners.partner', verbose_name='partners')),
            ],
            options={
                'verbose_name': 'news item',
                'verbose_name_plural': 'news items',
                'ordering': ['-pk'],
                'abstract': False,
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('public_from_fr__isnull', True), models.Q(('slug_fr__isnull', False), models.Q(('slug_fr', ''), _negated=True), ('title_fr__isnull', False), models.Q(('title_fr', ''), _negated=True), ('lead_fr__isnull', False), models.Q(('lead_fr', ''), _negated=True), ('body_fr__isnull', False), models.Q(('body_fr', ''), _negated=True)), _connector='OR'), name='news_article_texts_fr', violation_error_message='A text is missing in a language that is to be public.'),
                    models.CheckConstraint(condition=models.Q(('public_from_en__isnull', True), models.Q(('slug_en__isnull', False), models.Q(('slug_en', ''), _negated=True), ('title_en__isnull', False), models.Q(('title_en', ''), _negated=True), ('lead_en__isnull', False), models.Q(('lead_en', ''), _negated=True), ('body_en__isnull', False), models.Q(('body_en', ''), _negated=True)), _connector='OR'), name='news_article_texts_en', violation_error_message='A text is missing in a language that is to be public.'),
                    models.CheckConstraint(condition=models.Q(('public_from_en__isnull', True), models.Q(('public_from_en__gte', models.F('public_from_fr')), ('public_from_fr__isnull', False)), _connector='OR'), name='news_article_first_en', violation_error_message='No language is public before the main one.'),
                    models.UniqueConstraint(fields=('slug_fr',), name='news_article_slug_fr', violation_error_message='This address belongs to another page. Please choose another one.'),
                    models.UniqueConstraint(fields=('slug_en',), name='news_article_slug_en', violation_error_message='This address belongs to another page. Please choose another one.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Event',
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
                ('title', models.CharField(max_length=250, verbose_name='title')),
                ('title_fr', models.CharField(max_length=250, null=True, verbose_name='title')),
                ('title_en', models.CharField(max_length=250, null=True, verbose_name='title')),
                ('summary', models.TextField(blank=True, verbose_name='summary')),
                ('summary_fr', models.TextField(blank=True, null=True, verbose_name='summary')),
                ('summary_en', models.TextField(blank=True, null=True, verbose_name='summary')),
                ('body', models.TextField(blank=True, verbose_name='text')),
                ('body_fr', models.TextField(blank=True, null=True, verbose_name='text')),
                ('body_en', models.TextField(blank=True, null=True, verbose_name='text')),
                ('starts_at', publishing.fields.MomentField(verbose_name='begins')),
                ('ends_at', publishing.fields.MomentField(verbose_name='ends')),
                ('all_day', models.BooleanField(default=False, help_text='Only the days are shown, not the hours.', verbose_name='whole days')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                ('place_fr', models.CharField(blank=True, max_length=200, null=True, verbose_name='place')),
                ('place_en', models.CharField(blank=True, max_length=200, null=True, verbose_name='place')),
                ('address', models.CharField(blank=True, max_length=250, verbose_name='address')),
                ('online_url', models.URLField(blank=True, verbose_name='address online')),
                ('caps', models.ManyToManyField(blank=True, related_name='events', to='caps.cap', verbose_name='programmes')),
                ('institutions', models.ManyToManyField(blank=True, related_name='events', to='cluster.institution', verbose_name='member institutions')),
                ('partners', models.ManyToManyField(blank=True, related_name='events', to='partners.partner', verbose_name='partners')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
                'ordering': ['-starts_at', '-pk'],
                'abstract': False,
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('public_from_fr__isnull', True), models.Q(('slug_fr__isnull', False), models.Q(('slug_fr', ''), _negated=True), ('title_fr__isnull', False), models.Q(('title_fr', ''), _negated=True), ('summary_fr__isnull', False), models.Q(('summary_fr', ''), _negated=True)), _connector='OR'), name='news_event_texts_fr', violation_error_message='A text is missing in a language that is to be public.'),
                    models.CheckConstraint(condition=models.Q(('public_from_en__isnull', True), models.Q(('slug_en__isnull', False), models.Q(('slug_en', ''), _negated=True), ('title_en__isnull', False), models.Q(('title_en', ''), _negated=True), ('summary_en__isnull', False), models.Q(('summary_en', ''), _negated=True)), _connector='OR'), name='news_event_texts_en', violation_error_message='A text is missing in a language that is to be public.'),
                    models.CheckConstraint(condition=models.Q(('public_from_en__isnull', True), models.Q(('public_from_en__gte', models.F('public_from_fr')), ('public_from_fr__isnull', False)), _connector='OR'), name='news_event_first_en', violation_error_message='No language is public before the main one.'),
                    models.UniqueConstraint(fields=('slug_fr',), name='news_event_slug_fr', violation_error_message='This address belongs to another page. Please choose another one.'),
                    models.UniqueConstraint(fields=('slug_en',), name='news_event_slug_en', violation_error_message='This address belongs to another page. Please choose another one.'),
                    models.CheckConstraint(condition=models.Q(('starts_at__lte', models.F('ends_at'))), name='news_event_dates_in_order', violation_error_message='An event ends after it begins.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Coverage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_example', models.BooleanField(default=False, help_text='Made up for demonstration: the page says so, and “remove_examples” deletes it.', verbose_name='example')),
                ('stamp', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('modified_at', models.DateTimeField(auto_now=True, verbose_name='last change')),
                ('withdrawn_at', publishing.fields.MomentField(blank=True, help_text='From this moment on nobody sees it any more, in any language. Leave empty to keep it.', null=True, verbose_name='withdrawn from')),
                ('public_from_fr', publishing.fields.MomentField(blank=True, db_index=True, help_text='The public sees this language from this moment on. Empty: not public.', null=True, verbose_name='public from')),
                ('public_from_en', publishing.fields.MomentField(blank=True, db_index=True, help_text='The public sees this language from this moment on. Empty: not public.', null=True, verbose_name='public from')),
                ('outlet', models.CharField(max_length=150, verbose_name='outlet')),
                ('title', models.CharField(max_length=300, verbose_name='title, as published')),
                ('date', publishing.fields.IsoDateField(verbose_name='date')),
                ('language', models.CharField(help_text='Its code, such as fr, en or de.', max_length=5, verbose_name='language of the article')),
                ('url', models.URLField(blank=True, max_length=400, verbose_name='address')),
                ('subscribers_only', models.BooleanField(default=False, verbose_name='for subscribers')),
                ('summary', models.TextField(blank=True, verbose_name='our summary')),
                ('summary_fr', models.TextField(blank=True, null=True, verbose_name='our summary')),
                ('summary_en', models.TextField(blank=True, null=True, verbose_name='our summary')),
            ],
            options={
                'verbose_name': 'press coverage',
                'verbose_name_plural': 'press coverage',
                'ordering': ['-date', '-pk'],
                'abstract': False,
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('public_from_fr__isnull', True), models.Q(('summary_fr__isnull', False), models.Q(('summary_fr', ''), _negated=True)), _connector='OR'), name='news_coverage_texts_fr', violation_error_message='A text is missing in a language that is to be public.'),
                    models.CheckConstraint(condition=models.Q(('public_from_en__isnull', True), models.Q(('summary_en__isnull', False), models.Q(('summary_en', ''), _negated=True)), _connector='OR'), name='news_coverage_texts_en', violation_error_message='A text is missing in a language that is to be public.'),
                    models.CheckConstraint(condition=models.Q(('public_from_en__isnull', True), models.Q(('public_from_en__gte', models.F('public_from_fr')), ('public_from_fr__isnull', False)), _connector='OR'), name='news_coverage_first_en', violation_error_message='No language is public before the main one.'),
                ],
            },
        ),
    ]
