from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Desk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "permissions": [
                    ("see", "Read the record at the desk"),
                    ("count", "Ask for counts and see figures"),
                    ("enter", "Enter reports, documents and sources"),
                    ("correct", "Correct a report by a new one"),
                    ("withdraw", "Withdraw a report"),
                    ("judge", "Judge two reports the same or different, and undo it"),
                    ("protect", "Decide who may see a thing"),
                    ("publish", "Make things public, define and publish figures"),
                    ("imports", "See imports and the rows that failed"),
                ],
                "managed": False,
                "default_permissions": (),
            },
        ),
    ]
