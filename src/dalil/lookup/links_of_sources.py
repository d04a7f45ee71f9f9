"""Who tells what stands behind a link: a site, or an account on a platform where many write."""

from __future__ import annotations

import re
from collections.abc import Container
from urllib.parse import parse_qs, unquote

LINK = re.compile(
    r"(?:(?:https?|ftp)://|(?<![\w@-])(?<![\w-]\.)(?:(?=www\.)|(?=[\w-]+(?:\.[\w-]+)*"
    r"\.(?:com|org|net|info|news|tv|me|io|co|sy|uk|de|fr|tr|iq|lb|jo|ae|qa|eu|be|ph|int|gov|edu|ru|ir)(?![\w.-]))))"
    r"(?P<host>[\w-]+(?:\.[\w-]+)+)(?::\d+)?(?P<path>[/?][^\s;،؛|]*)?(?![\w])",
    re.IGNORECASE,
)
"""An address, with or without its scheme."""

LONGEST = 2_000
"""Letters of the longest path that is looked at."""
LONGEST_HOST = 253
"""Letters of the longest name that a host can have."""
_HANDLE = re.compile(r"\s*@(?P<account>\w{2,30})\s*")
_ONE_PLATFORM = {
    "x.com": "twitter.com",
    "nitter.net": "twitter.com",
    "fb.com": "facebook.com",
    "fb.me": "facebook.com",
    "fb.watch": "facebook.com",
    "telegram.me": "t.me",
    "telegram.dog": "t.me",
    "youtu.be": "youtube.com",
    "youtube-nocookie.com": "youtube.com",
    "instagr.am": "instagram.com",
}
"""Hosts that are another name of a platform."""
_PLATFORMS = frozenset(
    "twitter.com facebook.com instagram.com t.me youtube.com tiktok.com medium.com vk.com soundcloud.com"  # noqa: SIM905
    " dailymotion.com vimeo.com threads.net bsky.app flickr.com linkedin.com".split()
)
"""Hosts on which many people write, each under an account that stands in the path."""
_NO_ACCOUNT_HOSTS = frozenset(["youtu.be", "fb.watch", "fb.me"])
"""Short names of platforms, behind which stands a thing and never an account."""
_BEFORE_THE_ACCOUNT = frozenset("pages people groups user c channel s stories profile in company bsky pg".split())  # noqa: SIM905
"""What stands in a path before the account: facebook.com/groups/NAME, youtube.com/channel/ID, t.me/s/NAME."""
_NO_ACCOUNT = frozenset(
    "watch watch.php embed shorts live playlist results feed v i search hashtag home intent share sharer sharer.php"  # noqa: SIM905
    " photo photo.php photos video video.php videos events story.php permalink.php profile.php reel reels p tv explore"
    " joinchat addstickers wall login clip status notes media l.php"
    .split()
)  # fmt: skip
"""First parts of a path behind which stands a thing, and nobody's name."""
_ARCHIVES = (
    "archive.org",
    *(f"archive.{ending}" for ending in ("ph", "is", "today", "li", "vn", "md", "fo")),
    *("perma.cc", "webcitation.org", "webcache.googleusercontent.com", "ghostarchive.org", "l.facebook.com"),
    *("translate.google.com", "translate.goog", "google.com", "12ft.io", "out.reddit.com", "cachedview.nl"),
)
"""Hosts that keep or show pages of others: the address inside of theirs counts, and where none stands there nobody is named."""
_INNER = re.compile(r"(?:https?:/{1,2}|(?<=/)(?=(?:[\w-]+\.)+[a-z]{2,}(?:[/?]|$)))", re.IGNORECASE)
_BEFORE_THE_SITE = re.compile(
    r"^(?:www\d*|m|mobile|amp|web|en|eng|english|ar|arabic|fr|tr|ru|[a-z]{2}-[a-z]{2})\.(?=[\w-]+\.\w)"
)


def teller_of_link(cell: str, known_sites: Container[str] = ()) -> str:
    """Return who tells what stands behind the first link of a cell: a host, or the account on a host that many share; empty for nobody.

    One account under two names of its platform is one, and so is one site under two languages. Of an archived page the archived address
    counts. A post on a platform whose account does not stand in its address names nobody.
    known_sites: sites of well-known sources; a host that is a part of one of them is that site.

    >>> teller_of_link("https://x.com/Somebody/status/1"), teller_of_link("https://web.archive.org/web/2018/http://www.example.org/en/1")
    ('twitter.com/somebody', 'example.org')
    >>> teller_of_link("https://youtu.be/abc"), teller_of_link("https://news.example.org/1", {"example.org"})
    ('', 'example.org')
    """
    link = LINK.search(cell)
    if link is None or len(link["host"]) > LONGEST_HOST:
        return ""
    host, path = link["host"].casefold(), (link["path"] or "")[:LONGEST]
    if _is_of(host, _ARCHIVES):
        whole = unquote(path)
        inner = list(_INNER.finditer(whole))
        leads_to = whole[inner[-1].start() :].replace(":/", "://").replace(":///", "://") if inner else ""
        return teller_of_link(f"http://{leads_to.split('://')[-1]}", known_sites) if leads_to else ""
    short = host.removeprefix("www.") in _NO_ACCOUNT_HOSTS
    while before := _BEFORE_THE_SITE.match(host):
        host = host[before.end() :]
    host = _ONE_PLATFORM.get(host, host)
    if host not in _PLATFORMS:
        return _known_site(host, known_sites) or host
    account = "" if short else _account_in(path)
    return f"{host}/{account}" if account else ""


def account_of_handle(cell: str) -> str:
    """Return the account of a cell that holds a handle and nothing else ("@somebody"), in small letters; empty where it does not.

    >>> account_of_handle("@Somebody"), account_of_handle("desk@example.org")
    ('somebody', '')
    """
    handle = _HANDLE.fullmatch(cell)
    return handle["account"].casefold() if handle else ""


def _account_in(path: str) -> str:
    """The account in the path of a platform; of a page of which only the number stands there, the number."""
    before, _, query = path.partition("?")
    parts = [part.casefold().removeprefix("@") for part in before.strip("/").split("/") if part.strip("@#!")]
    if parts and parts[0] in _BEFORE_THE_ACCOUNT and len(parts) > 1:
        kept = parts[0] in ("groups", "channel")
        return "/".join(parts[:2]) if kept else parts[1]
    numbered = parse_qs(query).get("id", [])
    if not parts or parts[0] in _NO_ACCOUNT or parts[0].startswith("+"):
        return f"id{numbered[0]}" if numbered and numbered[0].isdigit() else ""
    return parts[0]


def _known_site(host: str, known_sites: Container[str]) -> str:
    """The longest end of a host that is the site of a well-known source."""
    parts = host.split(".")
    return next((end for at in range(len(parts) - 1) if (end := ".".join(parts[at:])) in known_sites), "")


def _is_of(host: str, hosts: tuple[str, ...]) -> bool:
    return any(host == each or host.endswith(f".{each}") for each in hosts)
