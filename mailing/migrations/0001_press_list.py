"""The press list: subscribers, addresses erased, mailings and the queue of their deliveries."""

import django.db.models.deletion
import publishing.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('news', '0001_press_room'),
    ]

    operations = [
        migrations.CreateModel(
            name='ErasedAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('erased_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'erased address',
                'verbose_name_plural': 'erased addresses',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Mailing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='prepared')),
                ('filled_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='addressed')),
                ('stopped_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='stopped')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mailings', to='news.pressrelease', verbose_name='press release')),
            ],
            options={
                'verbose_name': 'mailing',
                'verbose_name_plural': 'mailings',
                'ordering': ['-pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('release', 'language'), name='mailing_mailing_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Subscriber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('state', models.CharField(choices=[('pending', 'to be confirmed'), ('confirmed', 'confirmed'), ('left', 'has left'), ('bounced', 'refused by its server')], default='pending', max_length=10, verbose_name='state')),
                ('origin', models.CharField(help_text='Where the address comes from, and when.', max_length=200, verbose_name='origin')),
                ('confirm_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('leave_token', models.CharField(editable=False, max_length=64, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='asked for')),
                ('confirmed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='confirmed')),
                ('left_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='left')),
            ],
            options={
                'verbose_name': 'subscriber',
                'verbose_name_plural': 'subscribers',
                'ordering': ['email', 'pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('email', 'language'), name='mailing_subscriber_once', violation_error_message='This address is already on the list in this language.'),
                    models.CheckConstraint(condition=models.Q(('language__in', ['fr', 'en'])), name='mailing_subscriber_language_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
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
                ('mailing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='mailing.mailing', verbose_name='mailing')),
                ('subscriber', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='mailing.subscriber', verbose_name='subscriber')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
                'ordering': ['pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('mailing', 'subscriber'), name='mailing_delivery_once'),
                ],
            },
        ),
    ]
