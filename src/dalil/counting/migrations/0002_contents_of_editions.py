from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("counting", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="figureedition",
            name="contents",
            field=models.JSONField(null=True, verbose_name="what its page shows besides"),
        ),
    ]
