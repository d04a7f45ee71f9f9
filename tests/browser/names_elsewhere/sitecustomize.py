"""The names of the net for a site under test: each name that ends with .press.example is one machine of the public net, and that machine is this one.

Python loads this module by its name where its folder is on PYTHONPATH. Only the net is made up here: the site checks addresses as everywhere.
"""

import socket
from typing import Any

PUBLIC = "93.184.215.14"
"""An address of the public net. Nothing is sent there."""

plain = socket.getaddrinfo


def look_up(host: Any, *facts: Any, **more: Any) -> Any:
    """Look a name up as the system does; names of the made-up press and its address are answered here."""
    if isinstance(host, str) and host.endswith(".press.example"):
        host = PUBLIC
    elif host == PUBLIC:
        host = "127.0.0.1"
    return plain(host, *facts, **more)


socket.getaddrinfo = look_up
