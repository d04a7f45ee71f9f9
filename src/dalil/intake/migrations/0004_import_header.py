from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_editions")]

    operations = [
        migrations.AddField(
            model_name="import",
            name="header",
            field=models.JSONField(blank=True, default=list, editable=False),
        ),
    ]
