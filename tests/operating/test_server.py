"""Where PostgreSQL is: from the environment or a file, and never shown."""

import pytest

from operating.server import Server
from operating.settings import SettingWrong, read_settings

ADDRESS = "postgresql://mysay:xylophone@db.example/records?sslmode=verify-full"


def test_without_an_address_it_is_a_file(tmp_path):
    """SQLite needs no setting."""
    assert read_settings({"MYSAY_HOME": str(tmp_path)}).database == tmp_path / "mysay.db"


def test_an_address_is_a_server(tmp_path):
    """From the environment, or from a file that nobody else can read."""
    file = tmp_path / "address"
    file.write_text(f"{ADDRESS}\n")
    file.chmod(0o600)
    for given in ({"MYSAY_DATABASE": ADDRESS}, {"MYSAY_DATABASE_FILE": str(file)}):
        assert read_settings(given).database == Server(ADDRESS, "public")


@pytest.mark.parametrize(
    "given",
    ["mysql://mysay:xylophone@db/x", "xylophone", "postgresql://m:xylo phone@db/x", "postgresql://db/x?xylophone=1"],
)
def test_what_is_no_address_is_refused_and_not_repeated(given, tmp_path):
    """It may hold a password."""
    file = tmp_path / "address"
    file.write_text(given)
    file.chmod(0o600)
    for setting in ({"MYSAY_DATABASE": given}, {"MYSAY_DATABASE_FILE": str(file)}):
        with pytest.raises(SettingWrong, match="MYSAY_DATABASE") as told:
            read_settings(setting)
        assert "xylo" not in str(told.value)


def test_a_file_that_others_can_read_is_refused(tmp_path):
    """So are one that is not there, one that is empty, and two addresses at once."""
    file = tmp_path / "address"
    file.write_text(ADDRESS)
    file.chmod(0o640)
    with pytest.raises(SettingWrong, match="chmod 600"):
        read_settings({"MYSAY_DATABASE_FILE": str(file)})
    file.chmod(0o600)
    with pytest.raises(SettingWrong, match="both set"):
        read_settings({"MYSAY_DATABASE_FILE": str(file), "MYSAY_DATABASE": ADDRESS})
    file.write_text("")
    for name in (file, tmp_path / "none"):
        with pytest.raises(SettingWrong, match="MYSAY_DATABASE_FILE"):
            read_settings({"MYSAY_DATABASE_FILE": str(name)})


def test_its_password_is_never_shown():
    """Neither in a message nor where settings are written out."""
    assert str(Server(ADDRESS)) == "records at db.example (schema public)"
    assert "xylophone" not in repr(Server(ADDRESS))
    assert "xylophone" not in repr(read_settings({"MYSAY_DATABASE": ADDRESS}))
