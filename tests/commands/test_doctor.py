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


def test_the_doctor_minds_a_database_that_all_can_read(tmp_path, monkeypatch):
    """It says how to mend that, and is content once it is."""
    monkeypatch.setattr(doctor, "LOOKS", (doctor._home,))
    monkeypatch.setattr(doctor, "LOOKS_AT_A_PLACE", ())
    (tmp_path / "mysay.db").touch(0o644)
    tmp_path.chmod(0o755)
    look = lambda: CliRunner().invoke(main, ["doctor"], env={"MYSAY_HOME": str(tmp_path)})  # noqa: E731
    assert f"chmod -R go= {tmp_path}" in look().output
    (tmp_path / "mysay.db").chmod(0o600)
    assert "nobody else on this machine can read it" in look().output
    assert "chmod -R" not in look().output
