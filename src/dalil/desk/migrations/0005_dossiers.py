"""Legal officers may work on dossiers."""

from django.db import migrations

ROLES = ("legal officer",)


def give(apps, schema_editor):
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label="desk", model="desk")
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename="dossiers", defaults={"name": "Work on dossiers of cases"}
    )
    for role in apps.get_model("auth", "Group").objects.filter(name__in=ROLES):
        role.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0004_judge_law"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="desk",
            options={
                "default_permissions": (),
                "managed": False,
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
                    ("dossiers", "Work on dossiers of cases"),
                    ("open_sealed", "Open the sealed compartment, once admitted"),
                    ("judge_law", "Judge which law may concern what is reported"),
                ],
            },
        ),
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
