"""The certificate of `mysay serve --https`: the operator's own, or one made for the local network."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

from commands.installation import give_up
from operating.settings import Settings


def with_certificate(settings: Settings, tell: Callable[[str], None]) -> Settings:
    """The settings with a certificate that can be used; gives up, plainly, where there is none."""
    if settings.certificate or settings.certificate_key:
        return _own(settings)
    from operating.certificate import local_names, own_certificate

    named = urlsplit(settings.public_address).hostname
    names = [*local_names(settings.host), *([named] if named else [])]
    made = own_certificate(settings.home / "certificate", sorted(set(names)))
    tell(f"https for {', '.join(sorted(set(names)))}")
    tell(f"Each tablet must be told once to trust {made.authority}: docs/operator.md says how")
    return replace(settings, certificate=made.certificate, certificate_key=made.key)


def _own(settings: Settings) -> Settings:
    import ssl

    if not settings.certificate or not settings.certificate_key:
        give_up("MYSAY_CERTIFICATE and MYSAY_CERTIFICATE_KEY belong together: set both, or neither.")
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(
            settings.certificate, settings.certificate_key, password=lambda: ""
        )
    except (OSError, ValueError) as error:
        give_up(
            f"The certificate {settings.certificate} with the key {settings.certificate_key} cannot be used ({error}). "
            "Both must be PEM files that belong together, the key without a password."
        )
    return settings
