import django.db.models.deletion
from django.db import migrations, models


def throw_away(apps, schema_editor):
    """What was worked out as one is worked out anew in portions."""
    apps.get_model("tracing", "CandidateQueue").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("tracing", "0006_candidates_looked_at")]

    operations = [
        migrations.RunPython(throw_away, migrations.RunPython.noop),
        migrations.RemoveField(model_name="candidatequeue", name="sealed"),
        migrations.AlterField(model_name="candidatequeue", name="people", field=models.PositiveIntegerField(default=0)),
        migrations.AddField(model_name="candidatequeue", name="done", field=models.PositiveIntegerField(default=0)),
        migrations.AddField(model_name="candidatequeue", name="remains", field=models.PositiveIntegerField(default=0)),
        migrations.AddField(model_name="candidatequeue", name="finished_at", field=models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="CandidatePortion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("requests", models.PositiveIntegerField()),
                ("last", models.PositiveBigIntegerField()),
                ("sealed", models.BinaryField()),
                (
                    "queue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="portions",
                        to="tracing.candidatequeue",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=["queue", "number"], name="a_portion_has_its_number")
                ],
            },
        ),
    ]
