"""Pages keep the numbers they were published with. What is live goes on showing what it shows: the latest edition of each of its figures."""

import re

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import TextField
from django.db.models.functions import Cast

NAMED = re.compile(r'slug=\\?"([\w-]+)|"value": ?"([\w-]+)"')
"""How a figure stands in the stored text of a page: in a rich text, or as a block of its own."""


def keep_what_is_shown(apps, schema_editor):
    latest = {}
    for edition in apps.get_model("counting", "FigureEdition").objects.select_related("figure").order_by("number"):
        latest[edition.figure.slug] = edition
    if not latest:
        return
    rows = []
    for name, more in (("StoryPage", ()), ("CardPage", ("summary",)), ("ThemePage", ())):
        pages = apps.get_model("bulletin", name).objects.filter(live=True)
        for pk, *texts in pages.annotate(stored=Cast("body", TextField())).values_list("pk", "stored", *more):
            named = {slug for text in texts for pair in NAMED.findall(text or "") for slug in pair if slug in latest}
            rows += [(pk, latest[slug]) for slug in sorted(named)]
    shown = apps.get_model("bulletin", "FigureOnPage")
    shown.objects.bulk_create(shown(page_id=pk, edition=edition, by_id=edition.by_id) for pk, edition in rows)


class Migration(migrations.Migration):
    dependencies = [
        ("bulletin", "0003_what_was_taken_away"),
        ("counting", "0002_contents_of_editions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FigureOnPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="published")),
                ("reason", models.TextField(blank=True, verbose_name="reason for the correction")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrected_by",
                        to="bulletin.figureonpage",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="counting.figureedition"
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures_shown",
                        to="wagtailcore.page",
                    ),
                ),
            ],
            options={
                "verbose_name": "figure on a page",
                "verbose_name_plural": "figures on pages",
                "constraints": [
                    models.UniqueConstraint(fields=("page", "edition"), name="a_page_shows_an_edition_once")
                ],
            },
        ),
        migrations.RunPython(keep_what_is_shown, migrations.RunPython.noop),
    ]
