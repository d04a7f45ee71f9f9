import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matching", "0003_named_sites")]

    operations = [
        migrations.CreateModel(
            name="SiteNamesFollowed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField()),
                ("mark", models.CharField(max_length=16)),
                ("way", models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name="SiteName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("plain", models.CharField(db_index=True, max_length=1000)),
                ("core", models.CharField(db_index=True, max_length=1000)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="record.report"
                    ),
                ),
            ],
        ),
    ]
