"""A request of HTTP/2 by hand, with headers that no client would send: nginx makes lines of HTTP/1.1 of them."""

import ssl
from collections.abc import Sequence

Header = tuple[bytes, bytes]
PATIENCE_SECONDS = 60.0
BEGINNING = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
HEADERS, RESET, SETTINGS = 1, 3, 4
END_OF_ALL = 5
"""Flags: no body, and no more headers."""
STATUSES = {0x88: 200, 0x8C: 400, 0x8D: 404}
"""As RFC 7541 numbers them."""
ASKED = ((b":method", b"GET"), (b":scheme", b"https"), (b":authority", b"localhost"))
PATH = (b":path", b"/healthz")
INJECTED = b"\r\nContent-Length: 40"

INJECTING: dict[str, Sequence[Header]] = {
    "in a value": (PATH, (b"x", b"a" + INJECTED)),
    "by a bare line feed": (PATH, (b"x", b"a\nContent-Length: 40")),
    "in a name": (PATH, (b"x: a" + INJECTED, b"b")),
    "in the path": ((b":path", b"/healthz HTTP/1.1" + INJECTED),),
    "by a NUL": (PATH, (b"x", b"a\0b")),
    "as two lengths": (PATH, (b"content-length", b"0"), (b"content-length", b"40")),
    "as a length without a body": (PATH, (b"content-length", b"40")),
}
OF_CONNECTIONS: dict[str, Sequence[Header]] = {
    "chunks": (PATH, (b"transfer-encoding", b"chunked")),
    "an upgrade": (PATH, (b"connection", b"upgrade"), (b"upgrade", b"h2c")),
}


def answered(connection: ssl.SSLSocket, headers: Sequence[Header]) -> int:
    """The status, or 0 where the request is reset."""
    connection.settimeout(PATIENCE_SECONDS)
    block = b"".join(_literal(name, value) for name, value in (*ASKED, *headers))
    connection.sendall(BEGINNING + _frame(SETTINGS, 0, 0, b"") + _frame(HEADERS, END_OF_ALL, 1, block))
    with connection.makefile("rb") as coming:
        while head := coming.read(9):
            payload = coming.read(int.from_bytes(head[:3], "big"))
            if head[3] in {HEADERS, RESET}:
                return STATUSES[payload[0]] if head[3] == HEADERS else 0
    return 0


def _frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


def _literal(name: bytes, value: bytes) -> bytes:
    """Never indexed and in plain bytes, so that anything can stand in it."""
    return b"\0" + bytes([len(name)]) + name + bytes([len(value)]) + value
