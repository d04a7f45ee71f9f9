"""A list may go back to what it was: the same file is then another version of it, of a later day."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("sanctions", "0003_watching")]

    operations = [
        migrations.RemoveConstraint(model_name="listversion", name="a_file_is_one_version_of_a_list"),
    ]
