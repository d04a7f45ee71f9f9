from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0006_mending_rows'),
    ]

    operations = [
        migrations.AddField(
            model_name='import',
            name='told',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
    ]
