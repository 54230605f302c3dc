"""Owners of addresses with what chooses them, audiences of releases, kinds of mailings, what mail servers say."""

import django.db.models.deletion
from django.db import migrations, models


def give_owners(apps, schema_editor):
    """A row for the owner of each address, whatever the number of its languages."""
    journalists, subscribers = apps.get_model("mailing", "Journalist"), apps.get_model("mailing", "Subscriber")
    for subscriber in subscribers.objects.filter(journalist=None).order_by("pk"):
        subscriber.journalist, _made = journalists.objects.get_or_create(email=subscriber.email.casefold())
        subscriber.save(update_fields=["journalist"])


class Migration(migrations.Migration):

    dependencies = [
        ('cluster', '0001_consortium'),
        ('mailing', '0001_press_list'),
        ('news', '0003_articles_events_and_coverage'),
    ]

    operations = [
        migrations.CreateModel(
            name='Journalist',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.CharField(editable=False, max_length=254, unique=True, verbose_name='e-mail address')),
                ('outlet', models.CharField(blank=True, max_length=150, verbose_name='outlet')),
                ('medium', models.CharField(blank=True, choices=[('agency', 'news agency'), ('daily', 'daily paper'), ('periodical', 'weekly or monthly'), ('broadcast', 'radio or television'), ('web', 'website or newsletter'), ('specialist', 'specialist or scientific press'), ('freelance', 'freelance'), ('other', 'other')], max_length=12, verbose_name='medium')),
            ],
            options={
                'verbose_name': 'journalist',
                'verbose_name_plural': 'journalists',
                'ordering': ['email', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='MailServerTrouble',
            fields=[
                ('only', models.BooleanField(default=True, editable=False, primary_key=True, serialize=False)),
                ('since', models.DateTimeField(verbose_name='since')),
                ('seen_at', models.DateTimeField(verbose_name='last tried')),
                ('reply', models.CharField(max_length=400, verbose_name='what the server said')),
            ],
            options={
                'verbose_name': 'trouble with the mail server',
                'verbose_name_plural': 'troubles with the mail server',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PressList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
            ],
            options={
                'verbose_name': 'named list',
                'verbose_name_plural': 'named lists',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ReleaseAudience',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('everybody', models.BooleanField(default=True, verbose_name='everybody on the list')),
                ('media_kinds', models.JSONField(blank=True, default=list, verbose_name='media')),
            ],
            options={
                'verbose_name': 'audience of a release',
                'verbose_name_plural': 'audiences of releases',
                'ordering': ['pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='mailing',
            name='mailing_mailing_once',
        ),
        migrations.AddField(
            model_name='mailing',
            name='correction',
            field=models.PositiveBigIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='mailing',
            name='kind',
            field=models.CharField(choices=[('release', 'press release'), ('correction', 'correction'), ('withdrawal', 'withdrawal')], default='release', max_length=10, verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='subscriber',
            name='outcome',
            field=models.CharField(blank=True, editable=False, max_length=400, verbose_name='what the server said'),
        ),
        migrations.AddField(
            model_name='subscriber',
            name='soft_bounces',
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='messages that came back'),
        ),
        migrations.AddConstraint(
            model_name='mailing',
            constraint=models.UniqueConstraint(fields=('release', 'language', 'kind', 'correction'), name='mailing_mailing_once'),
        ),
        migrations.AddField(
            model_name='journalist',
            name='themes',
            field=models.ManyToManyField(blank=True, related_name='+', to='cluster.theme', verbose_name='subjects'),
        ),
        migrations.AddField(
            model_name='subscriber',
            name='journalist',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='subscriptions', to='mailing.journalist', verbose_name='journalist'),
        ),
        migrations.AddConstraint(
            model_name='mailservertrouble',
            constraint=models.CheckConstraint(condition=models.Q(('only', True)), name='mailing_trouble_only_one'),
        ),
        migrations.AddField(
            model_name='journalist',
            name='lists',
            field=models.ManyToManyField(blank=True, related_name='journalists', to='mailing.presslist', verbose_name='named lists'),
        ),
        migrations.AddField(
            model_name='releaseaudience',
            name='lists',
            field=models.ManyToManyField(blank=True, related_name='audiences', to='mailing.presslist', verbose_name='named lists'),
        ),
        migrations.AddField(
            model_name='releaseaudience',
            name='release',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='news.pressrelease', verbose_name='press release'),
        ),
        migrations.AddField(
            model_name='releaseaudience',
            name='themes',
            field=models.ManyToManyField(blank=True, related_name='+', to='cluster.theme', verbose_name='subjects'),
        ),
        migrations.RunPython(give_owners, migrations.RunPython.noop),
    ]
