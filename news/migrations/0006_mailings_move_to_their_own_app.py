from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("news", "0004_checks_of_releases")]

    operations = [
        migrations.DeleteModel(name="Delivery"),
        migrations.DeleteModel(name="ErasedAddress"),
        migrations.DeleteModel(name="Mailing"),
        migrations.DeleteModel(name="Subscriber"),
    ]
