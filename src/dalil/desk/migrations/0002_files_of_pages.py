"""No page shows a file of Wagtail's own, which knows no level of protection: the roles that write pages keep none any more."""

from django.db import migrations


def take_back(apps, schema_editor):
    permissions = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    permissions.filter(
        group__name__in=("editor", "steward"), permission__content_type__app_label="wagtaildocs"
    ).delete()


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_initial"), ("wagtailcore", "0066_collection_management_permissions")]

    operations = [migrations.RunPython(take_back, migrations.RunPython.noop)]
