from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("publishing", "0009_library_of_pictures"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContentChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField()),
            ],
            options={
                "db_table": "publishing_contentchange",
                "default_permissions": (),
            },
        ),
    ]
