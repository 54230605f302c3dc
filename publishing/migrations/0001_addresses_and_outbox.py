"""The addresses that pages had and keep, and the messages that the floors above wait to send."""

import django.core.serializers.json
import publishing.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='OutboxMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('claimed', 'being sent'), ('sent', 'sent'), ('refused', 'refused for good'), ('unknown', 'outcome unknown: to be decided by a person'), ('dropped', 'not sent any more')], db_index=True, default='waiting', max_length=8, verbose_name='state')),
                ('claimed_by', models.CharField(blank=True, max_length=64, verbose_name='sender')),
                ('claimed_at', models.DateTimeField(blank=True, null=True, verbose_name='claimed')),
                ('not_before', publishing.fields.MomentField(blank=True, null=True, verbose_name='not before')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('message_id', models.CharField(blank=True, max_length=200, verbose_name='Message-ID')),
                ('outcome', models.CharField(blank=True, max_length=400, verbose_name='what the server said')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='settled')),
                ('recipient', models.EmailField(max_length=254, verbose_name='recipient')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('template', models.CharField(max_length=100, verbose_name='kind of message')),
                ('context', models.JSONField(blank=True, default=dict, editable=False, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='posted')),
            ],
            options={
                'verbose_name': 'message of the portal',
                'verbose_name_plural': 'messages of the portal',
                'ordering': ['pk'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('language__in', ['fr', 'en'])), name='publishing_outbox_language_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='SlugRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model_label', models.CharField(max_length=100)),
                ('object_id', models.BigIntegerField()),
                ('language', models.CharField(max_length=10)),
                ('slug', models.CharField(max_length=120)),
            ],
            options={
                'verbose_name': 'address kept',
                'verbose_name_plural': 'addresses kept',
                'indexes': [
                    models.Index(fields=['model_label', 'object_id'], name='publishing_slugrecord_object'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('model_label', 'language', 'slug'), name='publishing_slugrecord_unique'),
                ],
            },
        ),
    ]
