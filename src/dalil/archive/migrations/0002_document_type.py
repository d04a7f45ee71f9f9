"""A document says what it is. The notes of our own that the desk and the example made before said so by their titles."""

from django.db import migrations, models
from django.db.models import Q


def mark_own_notes(apps, schema_editor):
    documents = apps.get_model('archive', 'Document')._base_manager.using(schema_editor.connection.alias)
    notes = documents.filter(Q(title__startswith='Note:') | Q(title__startswith='مذكرة:'), url='', media_type__startswith='text/plain')
    notes.update(type='own_note')


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='document',
            name='type',
            field=models.CharField(blank=True, default='', max_length=40, verbose_name='what kind of document it is'),
        ),
        migrations.RunPython(mark_own_notes, migrations.RunPython.noop),
    ]
