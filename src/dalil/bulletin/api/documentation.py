"""The pages of the API for people, in each language: what can be asked, and with which parameters.

They are made from the description by which the API itself checks what it is asked, so that the two cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as say
from django.views.decorators.http import require_safe

from dalil.bulletin.api.routes import api


@dataclass(frozen=True)
class ApiParameter:
    """One parameter of an address. standard: what it is where it is not given; choices: what it may be, where that is a list."""

    name: str
    meaning: str
    required: bool
    several: bool
    standard: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class ApiAddress:
    """One address that can be asked. url: to try it; empty where its path names a thing."""

    path: str
    meaning: str
    url: str
    parameters: tuple[ApiParameter, ...]


@dataclass(frozen=True)
class ApiPage:
    """All addresses of the API. schema_url: of the same description for machines (OpenAPI)."""

    addresses: tuple[ApiAddress, ...]
    schema_url: str


@require_safe
def api_pages(request: HttpRequest) -> HttpResponse:
    """The addresses of the API with their parameters, in the language of the page."""
    page = ApiPage(tuple(list_addresses(api.get_openapi_schema())), reverse("api:openapi-json"))
    return render(request, "bulletin/api/documentation.html", {"page": page})


@require_safe
def to_api_pages(request: HttpRequest) -> HttpResponse:
    """Lead /api/docs on to the page in the reader's language."""
    return redirect("api-docs")


def list_addresses(schema: Mapping[str, Any]) -> Iterator[ApiAddress]:
    """List the addresses that an OpenAPI description has, with their meanings in the active language."""
    for path, operations in schema["paths"].items():
        asked = operations["get"]
        meaning = asked["summary"]
        parameters = tuple(_read_parameter(each, schema) for each in asked.get("parameters", ()))
        yield ApiAddress(path, say(meaning), "" if "{" in path else path, parameters)


def _read_parameter(plain: Mapping[str, Any], schema: Mapping[str, Any]) -> ApiParameter:
    kind, meaning = plain["schema"], plain["description"]
    standard = kind.get("default")
    return ApiParameter(
        name=plain["name"],
        meaning=say(meaning),
        required=bool(plain.get("required")),
        several=kind.get("type") == "array",
        standard="" if standard in (None, "", []) else str(standard),
        choices=tuple(_list_choices(kind, schema)),
    )


def _list_choices(kind: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[str]:
    """List the codes that a parameter may be, wherever the description keeps them."""
    if name := kind.get("$ref"):
        yield from _list_choices(schema["components"]["schemas"][name.rpartition("/")[2]], schema)
    yield from kind.get("enum", ())
    for inner in (*kind.get("anyOf", ()), *kind.get("allOf", ()), *([kind["items"]] if "items" in kind else ())):
        yield from _list_choices(inner, schema)
