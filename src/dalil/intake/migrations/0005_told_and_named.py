from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_import_header")]

    operations = [
        migrations.AddField(
            model_name="import",
            name="named",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="failedrow",
            name="told",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
    ]
