"""What one room tells another, kept until it is dealt with."""

import django.core.serializers.json
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0001_addresses_and_outbox'),
    ]

    operations = [
        migrations.CreateModel(
            name='OutboxNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(max_length=60)),
                ('payload', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'notice between rooms',
                'verbose_name_plural': 'notices between rooms',
                'ordering': ['pk'],
            },
        ),
    ]
