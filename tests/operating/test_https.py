"""https for a school's network: a certificate made here, or the operator's own."""

import ssl
import urllib.request
from dataclasses import replace

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


@pytest.mark.engine
def test_the_server_speaks_https_to_whoever_trusts_it(tmp_path):
    """`mysay serve --https` starts, and a device that was given the authority's certificate opens it."""
    with Installation.started(tmp_path / "home", switches=("--https",)) as installation:
        trusting = ssl.create_default_context(cafile=str(tmp_path / "home" / "certificate" / "mysay-ca.pem"))
        with urllib.request.urlopen(f"{installation.base}/readyz", context=trusting, timeout=10) as reply:
            assert reply.status == 200
        with pytest.raises(OSError, match="certificate"):
            urllib.request.urlopen(f"{installation.base}/readyz", timeout=10)
        assert "docs/operator.md" in installation.log.read_text()
