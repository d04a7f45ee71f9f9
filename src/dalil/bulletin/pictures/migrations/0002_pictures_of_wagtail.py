"""The pictures that Wagtail kept, with their tags, and the pages that show them; renditions are made anew when they are next shown."""

from contextlib import suppress

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.db import connection, migrations

SAME = (
    *("id", "title", "file", "description", "width", "height", "created_at", "uploaded_by_user_id", "collection_id"),
    *("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height", "file_size", "file_hash"),
)


def move_pictures(apps, schema_editor):
    old, new = apps.get_model("wagtailimages", "Image"), apps.get_model("pictures", "Picture")
    new.objects.bulk_create(new(**row) for row in old.objects.values(*SAME))
    if connection.vendor == "postgresql" and old.objects.exists():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('pictures_picture', 'id'), (SELECT max(id) FROM pictures_picture))"
            )
    types = apps.get_model("contenttypes", "ContentType").objects
    before, _ = types.get_or_create(app_label="wagtailimages", model="image")
    after, _ = types.get_or_create(app_label="pictures", model="picture")
    apps.get_model("taggit", "TaggedItem").objects.filter(content_type=before).update(content_type=after)
    references = apps.get_model("wagtailcore", "ReferenceIndex").objects
    references.filter(to_content_type=before).update(to_content_type=after)
    references.filter(base_content_type=before).update(base_content_type=after, content_type=after)
    renditions = apps.get_model("wagtailimages", "Rendition").objects.all()
    for name in renditions.values_list("file", flat=True):
        with suppress(SuspiciousFileOperation):  # a name that leads out of the folder is no rendition of ours
            default_storage.delete(name)
    renditions.delete()
    old.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("pictures", "0001_initial"),
        ("bulletin", "0002_renditions_made_anew"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("taggit", "0005_auto_20220424_2025"),
        ("wagtailcore", "0094_alter_page_locale"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(move_pictures, migrations.RunPython.noop)]
