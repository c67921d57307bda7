"""`mysay doctor`, where an authority's own sign-in is set."""

import pytest
from click.testing import CliRunner

from commands import doctor
from mysay import main
from tests.web.staff.authority import SECRET, authority_at_work


@pytest.fixture
def says(tmp_path, monkeypatch):
    """What the doctor says of signing in, with these settings."""
    monkeypatch.setattr(doctor, "LOOKS", (doctor._signing_in,))
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    secret.chmod(0o600)
    fixed = {"MYSAY_HOME": str(tmp_path), "MYSAY_OIDC_CLIENT_ID": "mysay", "MYSAY_OIDC_CLIENT_SECRET_FILE": str(secret)}
    return lambda **more: CliRunner().invoke(main, ["doctor"], env={**fixed, "MYSAY_OIDC_NAME": "Bigshire", **more})


def test_the_doctor_asks_whether_the_authority_s_sign_in_answers(says):
    """Well where it does; where it does not, or calls itself otherwise, what to look at."""
    with authority_at_work() as authority:
        well = says(MYSAY_OIDC_ISSUER=authority.issuer)
        other = says(MYSAY_OIDC_ISSUER=authority.issuer.replace("localhost", "127.0.0.1"))
    gone = says(MYSAY_OIDC_ISSUER=authority.issuer)
    assert (well.exit_code, other.exit_code, gone.exit_code) == (0, 1, 1)
    assert "the sign-in of Bigshire answers" in well.output
    assert "calls itself otherwise" in other.output
    assert "Is MYSAY_OIDC_ISSUER right" in gone.output
    assert SECRET not in well.output + other.output + gone.output


def test_the_doctor_minds_a_secret_that_all_can_read(says, tmp_path):
    """It says how to mend that."""
    (tmp_path / "secret").chmod(0o644)
    assert "chmod o=" in says(MYSAY_OIDC_ISSUER="http://127.0.0.1:9").output
