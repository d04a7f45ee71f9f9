"""`dalil serve` as it comes: it starts without a complaint, and readers who take their time do not keep others waiting."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

SLOW = 12  # readers; four used to be enough
PATIENCE = 60
PREPARE = """
import io
from dalil.cli import prepare_django
prepare_django()
from dalil.archive.protection import Level
from dalil.record import actions
print(actions.receive_document(
    io.BytesIO(bytes(16_000_000)), actor=actions.system_actor(), title="Long", media_type="video/mp4", level=Level.PUBLIC
).address)
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory, migrate_home):
    """A running site: its port, the path of a long public file, and where it complains."""
    home = tmp_path_factory.mktemp("served")
    migrate_home(home)
    environment = {**os.environ, "DALIL_HOME": str(home)}
    environment.pop("DALIL_DATABASE_URL", None)
    made = subprocess.run(
        [sys.executable, "-c", PREPARE], env=environment, check=True, capture_output=True, text=True
    ).stdout
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said = home / "said"
    with said.open("w") as out:
        server = subprocess.Popen(
            [Path(sys.executable).with_name("dalil"), "serve", "--port", str(port)],
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            for _ in range(PATIENCE * 4):
                try:
                    answered(port, 5)
                    break
                except OSError:
                    time.sleep(0.25)
            yield port, f"/en/documents/{made.split()[-1]}/file", said
        finally:
            server.terminate()
            server.wait(20)


def answered(port, patience):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=patience) as answer:
        return answer.status


def test_readers_who_take_their_time_keep_nobody_waiting(served):
    port, path, _ = served
    with ExitStack() as open_sockets:
        for _ in range(SLOW):
            slow = open_sockets.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20))
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            slow.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            assert slow.recv(12) == b"HTTP/1.1 200"
        time.sleep(0.5)
        assert answered(port, 10) == 200


def test_the_site_starts_without_a_complaint(served):
    port, _, said = served
    assert answered(port, 10) == 200
    assert "Warning" not in said.read_text()
    assert "Site:" in said.read_text()


def children_of(process):
    return [
        int(child) for task in Path(f"/proc/{process}/task").glob("*/children") for child in task.read_text().split()
    ]


def is_of_home(process, home):
    return f"DALIL_HOME={home}".encode() in Path(f"/proc/{process}/environ").read_bytes().split(b"\0")


def worker_of_jobs(home):
    """The process that does jobs beside the server of a home, or None."""
    for server in children_of(os.getpid()):
        if not is_of_home(server, home):
            continue
        for child in children_of(server):
            if b"worker" in Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0"):
                return child
    return None


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are looked up as Linux tells them")
def test_a_killed_worker_of_jobs_is_begun_again_and_readers_notice_nothing(served):
    port, _, said = served
    killed = wait_for_worker(said.parent)
    os.kill(killed, signal.SIGKILL)
    assert answered(port, 10) == 200
    assert wait_for_worker(said.parent, besides=killed) != killed
    assert "The worker of jobs ended; it is begun again" in said.read_text()


def wait_for_worker(home, besides=None):
    for _ in range(PATIENCE * 4):
        if (worker := worker_of_jobs(home)) not in (None, besides):
            return worker
        time.sleep(0.25)
    raise AssertionError("there is no worker of jobs")


def answering(home):
    """The processes that answer for the server of a home."""
    own = [server for server in children_of(os.getpid()) if is_of_home(server, home)]
    return [
        child
        for server in own
        for child in children_of(server)
        if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are looked up as Linux tells them")
def test_a_killed_process_that_answers_is_begun_again_and_does_not_end_the_site(served):
    port, _, said = served
    (killed,) = answering(said.parent)
    os.kill(killed, signal.SIGKILL)
    for _ in range(PATIENCE * 4):
        with suppress(OSError):
            if answered(port, 10) == 200 and killed not in answering(said.parent):
                break
        time.sleep(0.25)
    assert answered(port, 10) == 200
    assert answering(said.parent) not in ([], [killed])


def test_nothing_more_is_read_of_what_was_refused_as_too_long(served):
    port, _, _ = served
    with socket.create_connection(("127.0.0.1", port), timeout=20) as there:
        there.sendall(b"POST /en/record/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500000000\r\n\r\n")
        assert there.recv(12) == b"HTTP/1.1 413"
        sent = 0
        with suppress(ConnectionError):
            while sent < 500_000_000:
                there.sendall(b"a" * 65_536)
                sent += 65_536
    assert sent < 20_000_000, "the connection was closed"


RAW = (
    b"/media/images/../%s",
    b"/media/images/%%2e%%2e/%s",
    b"/media/images/..%%2f%s",
    b"/media/images/%%2e%%2e%%2f%s",
    b"/media/images/%%252e%%252e%%252f%s",
    b"/media/images/..\\%s",
    b"/media/images/..%%5c%s",
    b"/media/images/x%%00/../%s",
    b"/media/images//%s",
    b"/media/images/x/../../%s",
    b"/media/images/\xe2\x80\xa5/%s",
    b"http://localhost/media/images/../%s",
    b"/static/../media/%s",
    b"/media/images/%%2fetc%%2fpasswd#%s",
)


def test_no_way_of_writing_an_address_leads_to_a_file_of_the_home(served):
    port, _, said = served
    home = said.parent
    for name in (b"documents/x.pdf", b"original_images/x.jpg", b"avatar_images/x.jpg", b"images/x.jpg"):
        place = home / "media" / name.decode()
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"Kanarienvogel")
    (home / "media/images/link.jpg").symlink_to(home / "secret-key")
    names = (b"documents/x.pdf", b"original_images/x.jpg", b"avatar_images/x.jpg", b"images/x.jpg", b"../secret-key")
    for path in [*(way % name for way in RAW for name in names), b"/media/images/link.jpg", b"/media/images/x.jpg"]:
        answer = answered_raw(port, path)
        assert answer.split(b" ")[1] in (b"301", b"302", b"400", b"404"), path
        assert b"Kanarienvogel" not in answer and (home / "secret-key").read_bytes() not in answer, path


def answered_raw(port, path):
    """All that comes back for a path that no client has tidied up."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as there:
        there.sendall(b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        return b"".join(iter(lambda: there.recv(65536), b""))


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are looked up as Linux tells them")
def test_when_the_server_is_killed_nothing_of_it_serves_on(served):
    """The last of these stories: it kills the server. What answered was left behind, and held the port."""
    port, _, said = served
    (server,) = (child for child in children_of(os.getpid()) if is_of_home(child, said.parent))
    assert answered(port, 10) == 200
    os.kill(server, signal.SIGKILL)
    for _ in range(40):
        try:
            answered(port, 2)
        except OSError:
            break
        time.sleep(0.25)
    with pytest.raises(OSError, match="refused"):
        answered(port, 2)
