"""The catalogues of other languages: in step with the English, whole for the interface, and with every place kept."""

import shutil

import pytest
from babel.messages.pofile import read_po, write_po

from bot.interview.languages.catalogue import CHILDREN, catalogue, path_of
from bot.interview.languages.translated import translated
from commands.catalogues import CONFIG, TEMPLATE, extracted, faults, keys, write
from operating.languages import available, read_languages
from operating.settings import DATA, ROOT, SettingWrong
from records.conversation import Audience

PAGE = 'a_new_sentence: {default: "You can rest, {name}."}\n'


@pytest.fixture(scope="module")
def welsh(bank):
    """The content in Welsh."""
    return translated(bank, catalogue(DATA, "cy"))


@pytest.fixture
def project(tmp_path):
    """A small project: one file of wordings, and a catalogue that knows none of them."""
    (tmp_path / "data" / "wordings").mkdir(parents=True)
    (tmp_path / "web").mkdir()
    (tmp_path / "data" / "wordings" / "page.yml").write_text(PAGE, "utf-8")
    (tmp_path / CONFIG).write_text((ROOT / CONFIG).read_text("utf-8"), "utf-8")
    path_of(tmp_path / "data", "cy").parent.mkdir(parents=True)
    path_of(tmp_path / "data", "cy").write_text('msgid ""\nmsgstr "Language: cy\\n"\n', "utf-8")
    write(tmp_path)
    return tmp_path


def fill(project, *words):
    """Give the sentences of the small catalogue these translations, in its order."""
    path = path_of(project / "data", "cy")
    with path.open("rb") as file:
        held = read_po(file, locale="cy")
    for message, text in zip([message for message in held if message.id], words, strict=True):
        message.string = text
    with path.open("wb") as file:
        write_po(file, held)


def test_every_catalogue_is_in_step_whole_and_keeps_its_places():
    """What the command names is nothing: `mysay translations extract` mends the first half, a translator the other."""
    assert [str(fault) for fault in faults(ROOT)] == []
    assert "cy" in available(DATA)


def test_the_content_and_the_questions_are_in_the_template():
    """One file holds what pages say, what is asked, the cards, and what is heard in place of a picture."""
    found = keys(extracted(ROOT))
    assert {("", "Skip"), ("child", "What are you good at?"), ("", "Sometimes"), ("", "a red heart")} <= found
    assert TEMPLATE.suffix == ".pot"


def test_a_new_sentence_is_wanted_in_both_voices(project):
    """What speaks to everybody is translated once for grown-ups and once for children."""
    assert keys(extracted(project)) == {("", "You can rest, {name}."), ("child", "You can rest, {name}.")}
    assert [fault.what for fault in faults(project)] == ["not translated", "not translated"]


def test_a_translation_that_loses_a_place_is_named(project):
    """A name that vanished would be a hole on somebody's page."""
    fill(project, "Gallwch orffwys, {name}.", "Fe gei di orffwys.")
    assert [(fault.language, fault.what) for fault in faults(project)] == [("cy", "has other {places}")]


def test_a_sentence_that_nobody_says_any_more_goes(project):
    """The command brings the template and the catalogue in step, and what was translated stays."""
    fill(project, "Gallwch orffwys, {name}.", "Fe gei di orffwys, {name}.")
    (project / "data" / "wordings" / "page.yml").write_text(PAGE.replace("You can rest", "Rest"), "utf-8")
    assert {fault.what.partition(" (")[0] for fault in faults(project)} == {"out of step", "missing", "no longer said"}
    write(project)
    assert [(fault.english, fault.what) for fault in faults(project)] == [("Rest, {name}.", "not translated")]


def test_children_are_spoken_to_as_children(welsh):
    """Welsh has a word for "you" to a child, and another to everybody else."""
    child, parent = (welsh.text("start_who", audience) for audience in (Audience.CHILD_PRIMARY, Audience.PARENT))
    assert (child, parent) == ("Pwy wyt ti?", "Pwy ydych chi?")


def test_the_bank_in_another_language_asks_the_same(bank, welsh):
    """Ids, pictures, order and ways to answer are those of the English content; only words differ."""
    assert list(welsh.questions) == list(bank.questions)
    for name, question in bank.questions.items():
        for audience, variant in question.variants.items():
            there = welsh.questions[name].variants[audience]
            assert [choice.id for choice in there.choices] == [choice.id for choice in variant.choices]
            assert there.reply is variant.reply
            assert (there.language == "cy") == (there.ask != variant.ask)


def test_every_wording_is_said_in_welsh_to_everybody(bank, welsh):
    """No wording that differs between audiences is forgotten for one of them."""
    for name, wording in bank.wordings.items():
        for audience in (*CHILDREN, Audience.PARENT):
            words = wording.text(audience)
            if not name.startswith("alert_") and len(words.split()) > 3:
                assert welsh.text(name, audience) != words, (name, audience)


def test_only_languages_with_a_catalogue_can_be_turned_on():
    """English alone is on unless an operator says otherwise; a name that nothing fits is refused plainly."""
    assert read_languages({}, DATA) == ("en-GB",)
    assert read_languages({"MYSAY_LANGUAGES": "cy, en-GB cy"}, DATA) == ("cy", "en-GB")
    with pytest.raises(SettingWrong, match="say one or more of cy, en-GB"):
        read_languages({"MYSAY_LANGUAGES": "fr"}, DATA)


def test_a_language_is_a_draft_until_somebody_who_reads_it_is_named(tmp_path):
    """Its catalogue alone does not make it fit for children."""
    shutil.copytree(DATA / "translations", tmp_path / "translations")
    (tmp_path / "translations" / "reviewed.yml").write_text("cy: {by: A. Reader, on: 2027-05-03}\n", "utf-8")
    assert catalogue(tmp_path, "cy").reviewed
    assert not catalogue(DATA, "cy").reviewed
