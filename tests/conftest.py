"""The ground the tests stand on: a home in a temporary folder, and the people of the stories.

alice enters, bob analyses, edith publishes, tariq traces, charlie is a stranger; the public is nobody.
"""

from __future__ import annotations

import gc
import io
import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ["DALIL_HOME"] = tempfile.mkdtemp(prefix="dalil-tests-")
os.environ["DJANGO_SETTINGS_MODULE"] = (
    "dalil.settings"  # here and not in pyproject.toml: settings are read after the home is set
)

import django
from django.conf import settings as settings_of_django

from dalil.home import open_home

open_home(settings_of_django.DALIL_HOME)
django.setup()

import hypothesis
import prepared

# How long an example takes is the machine's affair: a test that asks for it fails where others work beside it.
hypothesis.settings.register_profile("dalil", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("dalil")

# As a server does: a process of many tests holds much that stays, and need not look through it so often.
gc.set_threshold(50_000, 20, 100)

LONGEST_FIRST = ("browser", "cli", "house", "bulletin")
"""Folders of tests that run commands, servers and browsers: begun first, so that no process ends with them alone."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Begin with what takes longest. (xdist would begin with the files of the most tests: see the Makefile.)

    On PostgreSQL, what uses no database is left out: it is tried on SQLite, and would be the same.
    """
    _give_log_of_access(items)
    if settings_of_django.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        items[:] = [item for item in items if item.get_closest_marker("django_db") or "db" in item.fixturenames]
    order = {folder: at for at, folder in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: order.get(item.path.relative_to(Path(__file__).parent).parts[0], len(order)))


def _give_log_of_access(items: list[Any]) -> None:
    """Every test that has a database has that of the log of access too, where it is another."""
    databases = list(settings_of_django.DATABASES)
    for item in items:
        marked = item.get_closest_marker("django_db")
        if marked or {"db", "transactional_db"} & set(getattr(item, "fixturenames", ())):
            kwargs = {**(marked.kwargs if marked else {}), "databases": databases}
            item.add_marker(pytest.mark.django_db(*(marked.args if marked else ()), **kwargs), append=False)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the repository; tests that need it skip where it is missing."""
    root = Path(os.environ.get("DALIL_SHARED", Path(__file__).parents[2] / "shared")) / "data"
    if not root.is_dir():
        pytest.skip(f"the real data is not here ({root})")
    return root


@pytest.fixture(scope="session")
def django_db_setup(
    request: Any, django_test_environment: Any, django_db_blocker: Any, django_db_modify_db_settings: Any
) -> Iterator[None]:
    """The database of the tests: migrated once, and copied for every process after that (see `prepared`)."""
    from django.test.utils import setup_databases, teardown_databases

    folder = request.config.cache.mkdir("prepared")
    with django_db_blocker.unblock():
        with prepared.migrated_by_copying(folder):
            databases = setup_databases(verbosity=0, interactive=False)
        yield
        teardown_databases(databases, verbosity=0)


@pytest.fixture(scope="session")
def migrate_home(request: Any, django_db_setup: None) -> Callable[[Path], None]:
    """Give an empty home its migrated database: what is tried in a process of its own need not migrate first."""
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("a home of its own stands on SQLite; the tests on SQLite try it")
    folder = request.config.cache.mkdir("prepared")
    return lambda home: prepared.migrate_home(home, folder)


@pytest.fixture(scope="session")
def copy_example(request: Any, django_db_setup: None, django_db_blocker: Any) -> Callable[[Path], Path]:
    """Make a home in which the example stands, for commands that are run in a process of their own."""
    from django.db import connection

    from dalil.bulletin import example
    from dalil.record import actions

    if connection.vendor != "sqlite":
        pytest.skip("a home of its own stands on SQLite; the tests on SQLite try it")
    folder = request.config.cache.mkdir("prepared")

    def copy(home: Path) -> Path:
        with django_db_blocker.unblock():
            kept, _ = prepared.home_with_example(folder, lambda: example.load(actions.system_actor()))
        return Path(shutil.copytree(kept, home, ignore=shutil.ignore_patterns(prepared.BROUGHT)))

    return copy


@pytest.fixture
def postgresql(new_postgresql: Callable[[], str]) -> str:
    """An empty database on the server, and none afterwards; where the tests have a migrated one there, a copy of that."""
    return new_postgresql()


@pytest.fixture
def new_postgresql() -> Iterator[Callable[[], str]]:
    """Make such databases, as many as are called for."""
    server_url = os.environ.get("DALIL_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432")
    psycopg = pytest.importorskip("psycopg")
    try:
        server = psycopg.connect(f"{server_url}/postgres", autocommit=True, connect_timeout=2)
    except psycopg.OperationalError:
        pytest.skip(f"there is no PostgreSQL at {server_url}")
    template = f"dalil_prepared_{prepared.fingerprint('postgresql')}"
    made = []

    def make() -> str:
        name = f"dalil_try_{uuid.uuid4().hex[:12]}"
        there = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone()
        server.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if there else ""))
        made.append(name)
        return f"{server_url}/{name}"

    with server:
        yield make
        for name in made:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def new_home(tmp_path: Path, request: Any, migrate_home: Callable[[Path], None]) -> Callable[..., tuple[Path, str]]:
    """Make a home of a name, migrated, on SQLite or PostgreSQL: its folder, and the address of its database (empty on SQLite)."""

    def make(name: str, database: str = "sqlite") -> tuple[Path, str]:
        home = tmp_path / name / "home"
        home.parent.mkdir()
        if database == "sqlite":
            migrate_home(home)
            return home, ""
        return home, request.getfixturevalue("new_postgresql")()

    return make


@pytest.fixture(scope="session", autouse=True)
def _note_whole_pages_alone(django_test_environment: None) -> None:
    """Keep the context of each whole page for `response.context`, and not of the hundreds of small templates within it.

    Django's test client copies the context of every input of a form, which is a tenth of the time of a test of the desk.
    """
    from django.template.base import Template

    noting = Template._render

    def render(self: Any, context: Any) -> Any:
        whole = context.template is self and not (self.name or "").startswith("django/forms/")
        return noting(self, context) if whole else self.nodelist.render(context)

    Template._render = render


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """Every test has a home of its own, so that one test's documents and projections are not another's."""
    from dalil.record import gazetteer_in_use as places
    from dalil.record import populations
    from dalil.record.search import spellings, words

    settings.DALIL_HOME = tmp_path / "home"
    settings.DALIL_HOME.mkdir()
    settings.MEDIA_ROOT = settings.DALIL_HOME / "media"
    settings.SECOND_FACTOR = "offered"  # who is signed in is in; tests/desk/sign_in tries what is required
    settings.WORK_IN_OWN_PROCESS = False
    settings.DEAR_ANSWERS_LIMITED = False  # tests/bulletin/test_rate_limits.py tries it
    places._current = populations._current = None
    words._known.clear()  # a story that commits, or the example when it is loaded, leaves behind words that no other database has
    if spellings._held._last[0]:
        spellings._held = spellings._Held()
    yield settings.DALIL_HOME


@pytest.fixture(autouse=True)
def _no_language_left_over() -> Iterator[None]:
    """An Arabic page leaves its language behind in the thread; the next story starts without."""
    from django.utils import translation

    yield
    translation.deactivate()


def _person(name: str, **facts: Any) -> Any:
    from django.contrib.auth import get_user_model

    account = get_user_model().objects.create(username=name, **facts)
    account.set_unusable_password()
    account.save(update_fields=["password"])
    return account


@pytest.fixture
def alice(db: None) -> Any:
    return _person("alice")


@pytest.fixture
def bob(db: None) -> Any:
    return _person("bob")


@pytest.fixture
def edith(db: None) -> Any:
    return _person("edith")


@pytest.fixture
def charlie(db: None) -> Any:
    """A stranger: an account that was closed."""
    return _person("charlie", is_active=False)


@pytest.fixture
def one_person_alone(settings: Any) -> None:
    """An installation in which one person opens and exports what is restricted, without a second who confirms."""
    settings.FOUR_EYES = "off"


@pytest.fixture
def document(alice: Any) -> Any:
    from dalil.archive.protection import Level
    from dalil.record.actions import receive_document

    return receive_document(
        io.BytesIO(b"A monitor's bulletin, written for the tests."),
        actor=alice,
        title="Bulletin",
        media_type="text/plain",
        level=Level.PUBLIC,
    )


@pytest.fixture
def enter(alice: Any, document: Any) -> Callable[..., Any]:
    """Enter a report in one line: `enter({"when": "2019-05-01", "killed": "82+"}, origin="north-monitor")`.

    kind: the kind's code. origin, relay: codes of sources, made public where they are new; None for unknown.
    """
    from dalil.archive.protection import Level
    from dalil.record import actions
    from dalil.record.kind import kind_of

    made = iter(range(1, 1_000_000))

    def one(
        content: dict[str, Any],
        *,
        kind: str = "incident",
        origin: str | tuple[str, ...] | None = None,
        relay: str | None = None,
        level: Level = Level.PUBLIC,
        **facts: Any,
    ) -> Any:
        origins = (origin,) if isinstance(origin, str) else origin or ()
        whom = actions.credit_sources(
            [actions.name_source(code, actor=alice, en=code.title(), level=Level.PUBLIC) for code in origins],
            [actions.name_source(relay, actor=alice, en=relay.title(), level=Level.PUBLIC)] if relay else [],
        )
        facts.setdefault("document", document)
        facts.setdefault("locator", f"line {next(made)}")
        groups = facts.pop("groups", ())
        draft = actions.Draft(claim=kind_of(kind).model_validate(content), attribution=whom, level=level, **facts)
        return actions.enter_report(draft, actor=alice, groups=groups)

    return one


@pytest.fixture
def order(alice: Any) -> Callable[..., Any]:
    """An order to bring in a file: `order(path, mapping={…})`; the format is found out."""
    from dalil.archive.protection import Level
    from dalil.intake.formats import formats, recognise
    from dalil.intake.request import ImportRequest

    def make(path: Path, mapping: dict[str, Any] | None = None, **facts: Any) -> Any:
        chosen = formats()["table"] if mapping else recognise(path)
        facts = {"level": Level.PUBLIC, "processes": 0, **facts}
        return ImportRequest(path=path, format=chosen, actor=alice, mapping=mapping or {}, **facts)

    return make


@pytest.fixture
def run_import(order: Any) -> Callable[..., Any]:
    """Bring a file in and return the import."""
    from dalil.intake import runs

    return lambda path, mapping=None, **facts: runs.run_import(order(path, mapping, **facts))
