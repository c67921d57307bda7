"""Words to take up again: what a person named, in their own words, and nothing that would read badly."""

from statistics import median
from time import process_time

import pytest

from bot.understanding.echo import Echo, load_echo
from bot.understanding.files import read_examples

P50_SECONDS = 0.004


@pytest.fixture(scope="module")
def echo() -> Echo:
    """As the engine has it."""
    return load_echo()


def taken_up(echo: Echo, text: str) -> str | None:
    """The words that are taken up of a text."""
    place = echo.find(text)
    return text[slice(*place)] if place else None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("drawing", "drawing"), ("Drawing!!", "Drawing"), ("  my nan.", "my nan"),
        ("playing football", "playing football"),
        ("my dog Rex 🐶", "my dog Rex"), ("hate maths", "hate maths"), ("PE", "PE"), ("Minecraft", "Minecraft"),
        ("swiming", "swiming"), ("football with dad", "football with dad"),
    ],
)  # fmt: skip
def test_a_short_answer_is_taken_up_as_it_is(echo: Echo, text: str, words: str) -> None:
    """A thing, an activity or somebody, spelt as they spelt it, without the marks around it."""
    assert taken_up(echo, text) == words


@pytest.mark.parametrize(
    "text",
    ["it", "her", "yes", "no", "idk", "nothing", "everything", "good", "happy", "boring", "the same", "100", "🤢", "…",
     "",     "fucking maths", "your stupid", "hit me",
     "my knife", "hate Jake", "not my dad", "Mr Smith shouts", "what maths?",
     "dogs\ncats", "me@home.example"],
)  # fmt: skip
def test_what_would_read_badly_is_left_alone(echo: Echo, text: str) -> None:
    """Pronouns, feelings, swear words, what may be painful, and somebody alone in a sentence that says no."""
    assert taken_up(echo, text) is None


@pytest.mark.parametrize(
    ("text", "among"),
    [
        (("i like going to the park with my dog because he runs really fast and then we go and get ice cream from the"
          " van and my nan comes too"), {"my dog", "the park", "ice cream", "the van", "my nan"}),
        (("My favourite thing is going to my nans because she makes me toast and we watch telly and she lets me stay up"
          " late and play cards with my cousins"), {"my nans", "toast", "telly", "cards", "play cards", "my cousins"}),
    ],
)  # fmt: skip
def test_a_rich_answer_gives_one_thing_that_it_names(echo: Echo, text: str, among: set[str]) -> None:
    """One piece of it, not a pronoun and not the whole."""
    assert taken_up(echo, text) in among


def test_a_rich_answer_with_something_painful_is_left_alone(echo: Echo) -> None:
    """Where one word is heavy, nothing of the answer is taken up."""
    text = "i like the park but since my grandad died we do not go any more and mum is tired all day and i play alone"
    assert len(text.split()) >= 25
    assert taken_up(echo, text) is None


def test_answers_of_middling_length_cost_nothing(echo: Echo) -> None:
    """Between very short and rich, nothing is taken up."""
    assert taken_up(echo, "I am good at drawing comics") is None


def test_looking_costs_little(echo: Echo) -> None:
    """Over answers as people give them, half take less than a few milliseconds."""
    spent = []
    for text in read_examples()["answer"][:400]:
        started = process_time()
        echo.find(text)
        spent.append(process_time() - started)
    assert median(spent) <= P50_SECONDS


def test_nobodys_words_stay(echo: Echo) -> None:
    """What was read is not kept in spaCy's store of strings."""
    assert taken_up(echo, "zorblaxing") == "zorblaxing" or taken_up(echo, "my zorblax") == "my zorblax"
    assert not {"zorblaxing", "zorblax"} & set(echo.nlp.vocab.strings)
