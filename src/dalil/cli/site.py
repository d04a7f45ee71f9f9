"""`dalil site`: the public site as plain files."""

from __future__ import annotations

from pathlib import Path

import click
from django.conf import settings

from dalil.access.refused import Refused
from dalil.archive.protection import Viewer
from dalil.bulletin.static_copy.copying import copy_site
from dalil.columns import projection
from dalil.home import is_disk_full


@click.group()
def site() -> None:
    """The public site as plain files, for any host or a stick."""


@site.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Write the whole public site into FOLDER, with a search that needs no network. An earlier copy there is written anew."""
    settings.DEAR_ANSWERS_LIMITED = False  # this process alone asks
    projection.refresh(Viewer.public())
    try:
        copy = copy_site(folder, _tell)
    except Refused as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        if is_disk_full(error):
            raise
        raise click.ClickException(f"{error.filename or folder} cannot be written: {error.strerror}") from error
    click.echo(f"{len(copy.files)} files in {folder}; open {folder / 'en' / 'index.html'}")
    missing = sorted(address for address, why in copy.absent.items() if why.isdigit())
    if missing:
        raise click.ClickException(
            f"{len(missing)} addresses that pages lead to gave no page: {', '.join(missing[:10])}"
        )


def _tell(many: int) -> None:
    if many % 100 == 0:
        click.echo(f"{many} files", err=True)
