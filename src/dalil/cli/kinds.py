"""`dalil kinds`: the kinds of report there are."""

from __future__ import annotations

import json

import click

from dalil.record.kind import UnknownKind, all_kinds, kind_of


@click.command()
@click.argument("kind", required=False)
def kinds(kind: str | None) -> None:
    """List the kinds of report, or print the JSON Schema of one."""
    if kind is None:
        for code, declared in sorted(all_kinds().items()):
            click.echo(f"{code:12} {(declared.__doc__ or '').strip().splitlines()[0]}")
        return
    try:
        schema = kind_of(kind).model_json_schema()
    except UnknownKind as error:
        raise click.ClickException(str(error)) from error
    click.echo(json.dumps(schema, ensure_ascii=False, indent=2))
