from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_intake")]

    operations = [
        migrations.AddField(
            model_name="import",
            name="entered",
            field=models.JSONField(blank=True, default=list, editable=False),
        )
    ]
