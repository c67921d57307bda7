"""nginx before the pages, with the configuration that is shipped: only its addresses and places are others here."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from commands.installation import free_port
from operating.certificate import Certificate, own_certificate
from operating.settings import ROOT

SHIPPED = ROOT / "deploy" / "nginx" / "nginx.conf"
HELD = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
"""What nginx may hold in files for a moment, each in a folder."""
START_SECONDS = 30.0


@dataclass(frozen=True)
class Front:
    """Where nginx answers; `folder` has all that it wrote, `authority` signed its certificate."""

    base: str
    plain: str
    folder: Path
    authority: Path
    process: "subprocess.Popen[bytes]"

    @classmethod
    @contextmanager
    def before(cls, pages: Sequence[str], folder: Path) -> Iterator["Front"]:
        """Running before these pages, such as 127.0.0.1:8000; ended with the block."""
        folder.mkdir()
        secure, plain = free_ports(2)
        certificate = own_certificate(folder / "certificate", ["127.0.0.1", "localhost"])
        configuration = folder / "nginx.conf"
        configuration.write_text(here(SHIPPED.read_text("utf-8"), pages, folder, certificate, (secure, plain)))
        command = [program(), "-c", str(configuration), "-e", str(folder / "early.log")]
        subprocess.run([*command, "-t", "-q"], check=True)
        process = subprocess.Popen([*command, "-g", "daemon off;"])
        assert certificate.authority
        front = cls(f"https://127.0.0.1:{secure}", f"http://127.0.0.1:{plain}", folder, certificate.authority, process)
        try:
            wait_until(front.answers, START_SECONDS)
            yield front
        finally:
            process.terminate()
            process.wait()

    def answers(self) -> bool:
        """Whether a page is reached through it."""
        try:
            trusting = ssl.create_default_context(cafile=self.authority)
            with urllib.request.urlopen(f"{self.base}/healthz", timeout=5, context=trusting) as reply:
                return bool(reply.status == 200)
        except OSError:
            return False

    @contextmanager
    def connected(self, *protocols: str) -> Iterator[ssl.SSLSocket]:
        """A connection of one's own, for what no client would send; `protocols` are those it offers."""
        trusting = ssl.create_default_context(cafile=self.authority)
        if protocols:
            trusting.set_alpn_protocols(list(protocols))
        where = urlsplit(self.base)
        with (
            socket.create_connection((where.hostname, where.port)) as plain,
            trusting.wrap_socket(plain, server_hostname=where.hostname) as secure,
        ):
            yield secure

    def written(self) -> bytes:
        """All that nginx has written, its logs too."""
        return b"".join(path.read_bytes() for path in self.folder.rglob("*") if path.is_file())


def wait_until(so: Callable[[], bool], seconds: float) -> None:
    """Until it is so; fails where it does not become so."""
    until = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def free_ports(many: int) -> list[int]:
    """So many, each another one."""
    found: set[int] = set()
    while len(found) < many:
        found.add(free_port())
    return list(found)


def program() -> str:
    """Debian keeps it off the PATH of users."""
    found = shutil.which("nginx", path=f"{os.environ['PATH']}{os.pathsep}/usr/sbin")
    assert found, "nginx is not installed: scripts/programs.sh nginx"
    return found


def here(shipped: str, pages: Sequence[str], folder: Path, certificate: Certificate, ports: tuple[int, int]) -> str:
    """The shipped configuration for this machine: each line that an operator changes, and where files are."""
    servers = "\n".join(f"server {page} max_fails=2 fail_timeout=5s;" for page in pages)
    held = "\n".join(f"{name}_temp_path {folder}/held-{name};" for name in HELD)
    changes = [
        (r"(?:^ *server 10\.0\.0\.\d+:8000 .*\n)+", f"{servers}\n"), (r"^ *listen \[::\].*\n", ""),
        (r"listen 80;", f"listen 127.0.0.1:{ports[1]};"), (r"listen 443 ", f"listen 127.0.0.1:{ports[0]} "),
        (r"/etc/mysay/fullchain\.pem", str(certificate.certificate)), (r"/etc/mysay/key\.pem", str(certificate.key)),
        (r"/var/log/nginx/", f"{folder}/"), (r"/run/nginx\.pid", f"{folder}/nginx.pid"),
        (r"^http \{\n", f"http {{\n{held}\n"), (r"^worker_processes auto;", "worker_processes 2;"),
    ]  # fmt: skip
    for pattern, replacement in changes:
        shipped, times = re.subn(pattern, replacement, shipped, flags=re.MULTILINE)
        assert times, pattern
    return f"user {'root' if os.geteuid() == 0 else 'nobody'};\n{shipped}"
