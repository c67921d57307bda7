"""A certificate for the local network, made here: tablets allow a microphone only where the address is https."""

import datetime as dt
import ipaddress
import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_DAYS, SERVER_DAYS, RENEW_DAYS = 3650, 397, 30
"""Apple's devices refuse a server's certificate that lasts longer than 398 days or so."""
NAME = "MySay on this network"


@dataclass(frozen=True)
class Certificate:
    """Where its parts are; `authority` is what a tablet must be told to trust, None for an operator's own."""

    certificate: Path
    key: Path
    authority: Path | None = None


def own_certificate(folder: Path, names: Sequence[str]) -> Certificate:
    """The one in the folder, made or renewed where it is missing, nearly over or for other names."""
    found = Certificate(folder / "mysay.pem", folder / "mysay.key", folder / "mysay-ca.pem")
    if not _serves(found.certificate, names):
        folder.mkdir(parents=True, exist_ok=True)
        authority, key = _authority(folder / "mysay-ca.pem", folder / "mysay-ca.key")
        _issue(found, names, authority, key)
    return found


def local_names(host: str) -> list[str]:
    """The names and addresses by which this machine may be opened on its network."""
    name = socket.gethostname()
    found = {"localhost", "127.0.0.1", "::1", name, f"{name.split('.')[0]}.local", host, *_addresses(name)}
    return sorted(found - {"", "0.0.0.0", "::"})  # noqa: S104  # these name no machine


def _addresses(name: str) -> set[str]:
    found = set()
    try:
        found = {str(info[4][0]).partition("%")[0] for info in socket.getaddrinfo(name, None)}
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("192.0.2.1", 9))  # sends nothing; tells which address would be used
            found.add(probe.getsockname()[0])
    except OSError:
        pass
    return found


def _serves(path: Path, names: Sequence[str]) -> bool:
    if not path.exists():
        return False
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    left = certificate.not_valid_after_utc - dt.datetime.now(dt.timezone.utc)
    known = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return left.days > RENEW_DAYS and set(known) >= set(_alternatives(names))


def _authority(path: Path, key_path: Path) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    if path.exists() and key_path.exists():
        key = serialization.load_pem_private_key(key_path.read_bytes(), None)
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return x509.load_pem_x509_certificate(path.read_bytes()), key
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{NAME} ({socket.gethostname()})"[:64])])
    builder = (
        _builder(subject, subject, key.public_key(), AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
    )
    made = builder.sign(key, hashes.SHA256())
    _keep(key_path, _pem(key))
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return made, key


def _issue(
    place: Certificate, names: Sequence[str], authority: x509.Certificate, signs: ec.EllipticCurvePrivateKey
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(signs.public_key())
    builder = (
        _builder(subject, authority.subject, key.public_key(), SERVER_DAYS)
        .add_extension(x509.SubjectAlternativeName(_alternatives(names)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(issuer, critical=False)
    )
    made = builder.sign(signs, hashes.SHA256())
    _keep(place.key, _pem(key))
    pem = serialization.Encoding.PEM
    place.certificate.write_bytes(made.public_bytes(pem) + authority.public_bytes(pem))


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, days: int
) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.timezone.utc)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True, key_cert_sign=signs, crl_sign=signs, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _alternatives(names: Sequence[str]) -> list[x509.GeneralName]:
    return [_alternative(name) for name in names]


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _keep(path: Path, content: bytes) -> None:
    """A key that this user alone can read."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
