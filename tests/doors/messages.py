"""HTTP messages by hand, whose end two servers could read differently: each hides a second request, /hidden."""

import contextlib
import re
import socket
from collections.abc import Mapping

PATIENCE_SECONDS = 60.0
HOST = "Host: localhost\r\n"
HIDDEN = f"GET /hidden HTTP/1.1\r\n{HOST}\r\n"
"""Nobody asked for it: where it is answered, with a 404, it was smuggled in."""
LAST = f"GET /healthz HTTP/1.1\r\n{HOST}Connection: close\r\n\r\n"
LONG = len(HIDDEN)
POST = f"POST /api/v1/resume HTTP/1.1\r\n{HOST}Content-Type: application/json\r\n"
CHUNKED, END = "Transfer-Encoding: chunked\r\n", "0\r\n\r\n"

LENGTHS = {
    "two lengths": f"Content-Length: 0\r\nContent-Length: {LONG}\r\n\r\n{HIDDEN}",
    "two lengths in one line": f"Content-Length: 0, {LONG}\r\n\r\n{HIDDEN}",
    "a length with a sign": f"Content-Length: +{LONG}\r\n\r\n{HIDDEN}",
    "a length below nothing": f"Content-Length: -1\r\n\r\n{HIDDEN}",
    "a length in other digits": f"Content-Length: 0x{LONG:x}\r\n\r\n{HIDDEN}",
    "a length whose name ends in a blank": f"Content-Length : {LONG}\r\n\r\n{HIDDEN}",
    "a length and chunks": f"Content-Length: {LONG + len(END)}\r\n{CHUNKED}\r\n{END}{HIDDEN}",
    "chunks and a length": f"{CHUNKED}Content-Length: 4\r\n\r\n{LONG:x}\r\n{HIDDEN}\r\n{END}",
}
CODINGS = {
    "no coding and a length": f"Transfer-Encoding: identity\r\nContent-Length: 0\r\n\r\n{HIDDEN}",
    "chunks, and not": f"{CHUNKED}Transfer-Encoding: identity\r\n\r\n{END}{HIDDEN}",
    "a coding that is none": f"Transfer-Encoding: xchunked\r\n\r\n{END}{HIDDEN}",
    "a coding behind an odd blank": f"Transfer-Encoding:\x0bchunked\r\n\r\n{END}{HIDDEN}",
}
CHUNKS = {
    "a chunk with a sign": f"{CHUNKED}\r\n+2\r\n{{}}\r\n{END}",
    "a chunk in other digits": f"{CHUNKED}\r\n0x2\r\n{{}}\r\n{END}",
    "a chunk that is not ended": f"{CHUNKED}\r\n2\r\n{{}}XX{END}{HIDDEN}",
    "a chunk whose remark ends in a bare line feed": f"{CHUNKED}\r\n2;\n{{}}\r\n{END}",
    "chunks with bare line feeds": f"{CHUNKED}\r\n2\n{{}}\n0\n\n",
    "a line behind the chunks that is none": f"{CHUNKED}\r\n0\r\na b: c\r\n\r\n",
}
LINES = {
    "a header behind a bare line feed": f"X: a\nContent-Length: {LONG}\r\n\r\n{HIDDEN}",
    "a header behind a bare carriage return": f"X: a\rContent-Length: {LONG}\r\n\r\n{HIDDEN}",
    "a header that is folded": f"X: a\r\n Content-Length: {LONG}\r\n\r\n{HIDDEN}",
    "a header with a NUL": f"X: a\0b\r\n\r\n{HIDDEN}",
}
UNREADABLE: Mapping[str, str] = {
    **{name: POST + rest for name, rest in {**LENGTHS, **CODINGS, **CHUNKS, **LINES}.items()},
    "chunks of HTTP/1.0": f"{POST.replace('1.1', '1.0', 1)}{CHUNKED}\r\n{END}{HIDDEN}",
    "bare line feeds": "POST /api/v1/resume HTTP/1.1\nHost: localhost\nContent-Length: 0\n\n",
    "two hosts": f"GET /healthz HTTP/1.1\r\n{HOST}Host: elsewhere.example\r\n\r\n",
    "the beginning of HTTP/2": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
}
READABLE: Mapping[str, str] = {
    "a chunk with a remark": f"{POST}{CHUNKED}\r\n2;a=b\r\n{{}}\r\n{END}",
    "a body where none is expected": f"GET /healthz HTTP/1.1\r\n{HOST}Content-Length: {LONG}\r\n\r\n{HIDDEN}",
    "an upgrade to h2c": f"GET /healthz HTTP/1.1\r\n{HOST}Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
    "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n",
}


def heads(connection: socket.socket, message: str) -> list[str]:
    """The head of each answer to this message and to LAST behind it, read until the server closes."""
    connection.settimeout(PATIENCE_SECONDS)
    came = b""
    with contextlib.suppress(ConnectionError):  # it may be closed before all is sent: what comes until then counts
        connection.sendall((message + LAST).encode("latin-1"))
    with contextlib.suppress(ConnectionError):
        while more := connection.recv(65_536):
            came += more
    return re.findall(r"HTTP/1\.1 \d{3} .*?\r\n\r\n", came.decode("latin-1"), re.DOTALL)


def statuses(connection: socket.socket, message: str) -> list[int]:
    """The status of each answer."""
    return [int(head.split()[1]) for head in heads(connection, message)]
