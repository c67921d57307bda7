"""Cross-validation of the classifier alone, without the gate, as it is configured in the pipeline."""

from collections.abc import Iterator

from bot.understanding.files import read, read_examples
from bot.understanding.ranking import untrained
from bot.understanding.words import Spellings


def cross_validated(folds: int) -> list[float]:
    """The accuracy of each fold: trained on all other examples, tried on its own."""
    spellings = Spellings.from_data(read("spellings"))
    pairs = [
        (" ".join(spellings.split(line)) or line, name) for name, lines in read_examples().items() for line in lines
    ]
    return [round(score, 4) for score in _scores([text for text, _ in pairs], [name for _, name in pairs], folds)]


def _scores(texts: list[str], names: list[str], folds: int) -> Iterator[float]:
    from sklearn.model_selection import StratifiedKFold, cross_val_score
    from sklearn.pipeline import make_pipeline

    parts = StratifiedKFold(folds, shuffle=True, random_state=0)
    yield from (float(score) for score in cross_val_score(make_pipeline(*untrained()), texts, names, cv=parts))
