"""Nothing in the tables: after it the indexes of words are laid anew, which know the level of a row (`record.search.fulltext`)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("record", "0008_held_from")]
    operations = []
