"""https for a school's network: a certificate made here, or the operator's own."""

import socket
import ssl
import urllib.request
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from cryptography import x509

from commands.certificate import with_certificate
from operating.certificate import local_names, own_certificate
from operating.settings import Settings
from tests.installation import Installation

NAMES = ["localhost", "127.0.0.1", "school-pc.local"]


def names_in(path):
    """Every name that a certificate is for."""
    found = x509.load_pem_x509_certificate(path.read_bytes())
    return {str(name.value) for name in found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value}


def test_a_certificate_is_made_once_and_kept(tmp_path):
    """The second start uses the same, so that tablets go on trusting it; its keys are for this user alone."""
    made = own_certificate(tmp_path, NAMES)
    assert names_in(made.certificate) == set(NAMES)
    before = made.certificate.read_bytes()
    assert own_certificate(tmp_path, NAMES[:2]).certificate.read_bytes() == before
    assert {path.stat().st_mode & 0o777 for path in tmp_path.glob("*.key")} == {0o600}


def test_another_address_gets_another_certificate_from_the_same_authority(tmp_path):
    """When the machine's address changes, tablets that trust it need nothing new."""
    first = own_certificate(tmp_path, NAMES)
    authority = first.authority.read_bytes()
    second = own_certificate(tmp_path, [*NAMES, "192.0.2.7"])
    assert "192.0.2.7" in names_in(second.certificate)
    assert second.authority.read_bytes() == authority


def test_the_names_of_this_machine_are_found():
    """At least those that always work here."""
    assert {"localhost", "127.0.0.1", "::1"} <= set(local_names("0.0.0.0"))  # noqa: S104


def test_a_certificate_without_its_key_is_said_plainly(tmp_path, capsys):
    """An operator who set half of it, or a file that is none, learns what to mend."""
    (tmp_path / "half.pem").write_text("no certificate")
    settings = Settings(tmp_path, certificate=tmp_path / "half.pem")
    with pytest.raises(SystemExit):
        with_certificate(settings, print)
    assert "set both" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        with_certificate(replace(settings, certificate_key=tmp_path / "half.pem"), print)
    assert "cannot be used" in capsys.readouterr().err


@pytest.fixture(scope="module")
def serving(tmp_path_factory):
    """`mysay serve --https`."""
    home = tmp_path_factory.mktemp("machine") / "home"
    with Installation.started(home, switches=("--https",)) as installation:
        yield installation


def shaken(serving, newest, ciphers="DEFAULT"):
    """The version and cipher of a connection by somebody who knows none newer and takes anything old."""
    lenient = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    lenient.check_hostname, lenient.verify_mode = False, ssl.CERT_NONE
    lenient.set_ciphers(f"{ciphers}:@SECLEVEL=0")
    lenient.minimum_version, lenient.maximum_version = ssl.TLSVersion.MINIMUM_SUPPORTED, newest
    where = urlsplit(serving.base)
    with socket.create_connection((where.hostname, where.port), 60) as plain, lenient.wrap_socket(plain) as secure:
        return secure.version(), secure.cipher()[0]


@pytest.mark.engine
def test_the_server_speaks_https_to_whoever_trusts_it(serving):
    """`mysay serve --https` starts, and a device that was given the authority's certificate opens it."""
    trusting = ssl.create_default_context(cafile=str(serving.home / "certificate" / "mysay-ca.pem"))
    with urllib.request.urlopen(f"{serving.base}/readyz", context=trusting, timeout=10) as reply:
        assert reply.status == 200
    with pytest.raises(OSError, match="certificate"):
        urllib.request.urlopen(f"{serving.base}/readyz", timeout=10)
    assert "docs/operator.md" in serving.log.read_text()


@pytest.mark.engine
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1:DeprecationWarning")
def test_old_tls_is_refused(serving):
    """TLS 1.0 and 1.1 are turned away by the server; 1.2 with the ciphers of today, and 1.3, are spoken."""
    for old in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
        with pytest.raises(ssl.SSLError, match="ALERT_PROTOCOL_VERSION"):
            shaken(serving, old)
    assert shaken(serving, ssl.TLSVersion.TLSv1_3)[0] == "TLSv1.3"
    version, cipher = shaken(serving, ssl.TLSVersion.TLSv1_2)
    assert version == "TLSv1.2"
    assert "GCM" in cipher
    with pytest.raises(ssl.SSLError, match="HANDSHAKE_FAILURE"):
        shaken(serving, ssl.TLSVersion.TLSv1_2, "ECDHE+AES+SHA:ECDHE+AES+SHA256:ECDHE+AES+SHA384")
