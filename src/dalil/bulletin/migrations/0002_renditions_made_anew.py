"""Renditions that were made before told where and with what a picture was taken; they are made anew when they are next shown."""

from contextlib import suppress

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.db import migrations


def delete_renditions(apps, schema_editor):
    renditions = apps.get_model("wagtailimages", "Rendition").objects.all()
    for name in renditions.values_list("file", flat=True):
        with suppress(SuspiciousFileOperation):  # a name that leads out of the folder is no rendition of ours
            default_storage.delete(name)
    renditions.delete()


class Migration(migrations.Migration):
    dependencies = [("bulletin", "0001_initial"), ("wagtailimages", "0027_image_description")]

    operations = [migrations.RunPython(delete_renditions, migrations.RunPython.noop)]
