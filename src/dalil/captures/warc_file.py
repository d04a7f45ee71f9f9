"""What was said between us and the machines of the web, as a WARC (ISO 28500): requests, answers, certificates, what could be read."""

from __future__ import annotations

import io
import json
import ssl
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from dalil.archive.custody import own_tool
from dalil.archive.fetching import Exchange, target_of

MEDIA_TYPE = "application/warc"


def tools() -> str:
    """Return the programs by which a page is captured, with their versions."""
    return f"{own_tool()}, warcio {version('warcio')}, trafilatura {version('trafilatura')}"


def write_warc(exchanges: Sequence[Exchange], text: str, told: Mapping[str, Any]) -> bytes:
    """Return a WARC of what was said, in its order. text: what could be read of the last page; told: what is known beside it.

    Each answer is kept as it came, with the IP address of the machine and the SHA-256 of its body, its request beside it, and the certificates
    that the machine showed. An answer that came in portions is kept without their marks; what its header said of that is kept under another name.
    """
    out = io.BytesIO()
    writer = _Writer(out, gzip=True, warc_version="WARC/1.1")
    writer.write_record(writer.create_warcinfo_record("", {"software": tools(), "format": "WARC File Format 1.1"}))
    for each in exchanges:
        _write_exchange(writer, each)
    if text:
        facts = {"WARC-Date": _moment(exchanges[-1])}
        writer.write_record(
            _record(writer, exchanges[-1].url, "conversion", text.encode(), "text/plain; charset=utf-8", facts)
        )
    encoded = json.dumps(told, ensure_ascii=False, indent=1).encode()
    facts = {"WARC-Date": _moment(exchanges[-1])}
    writer.write_record(_record(writer, exchanges[0].url, "metadata", encoded, "application/json", facts))
    return out.getvalue()


class _Writer(WARCWriter):
    """A writer whose digests are SHA-256: that of warcio writes SHA-1 and asks this method for it."""

    @staticmethod
    def _create_digester() -> Digester:
        return Digester("sha256")


def _write_exchange(writer: Any, each: Exchange) -> None:
    said = [
        (f"X-Archive-Orig-{name}" if name.lower() == "transfer-encoding" else name, value) for name, value in each.said
    ]
    status = StatusAndHeaders(f"{each.status} {each.reason}", said, protocol="HTTP/1.1", is_http_request=False)
    facts = {"WARC-Date": _moment(each), "WARC-IP-Address": each.machine}
    answer = writer.create_warc_record(
        each.url, "response", payload=io.BytesIO(each.raw), http_headers=status, warc_headers_dict=facts
    )
    line = f"GET {target_of(urlsplit(each.url))} HTTP/1.1"
    asked = StatusAndHeaders(line, list(each.sent), is_http_request=True)
    to = answer.rec_headers.get_header("WARC-Record-ID")
    facts = {"WARC-Date": _moment(each), "WARC-Concurrent-To": to}
    request = writer.create_warc_record(each.url, "request", http_headers=asked, warc_headers_dict=facts)
    writer.write_record(answer)
    writer.write_record(request)
    if each.certificates:
        chain = "".join(map(ssl.DER_cert_to_PEM_cert, each.certificates)).encode()
        writer.write_record(_record(writer, each.url, "metadata", chain, "application/x-pem-file", facts))


def _record(writer: Any, url: str, kind: str, content: bytes, media_type: str, facts: Mapping[str, str]) -> Any:
    return writer.create_warc_record(
        url, kind, payload=io.BytesIO(content), warc_content_type=media_type, warc_headers_dict=dict(facts)
    )


def _moment(each: Exchange) -> str:
    return each.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
