"""Cross-validation of the classifier alone, without the gate, as it is configured in the pipeline."""

from collections.abc import Iterator

from bot.understanding.files import read, read_examples
from bot.understanding.words import Spellings


def cross_validated(folds: int) -> list[float]:
    """The accuracy of each fold: trained on all other examples, tried on its own."""
    spellings = Spellings.from_data(read("spellings"))
    pairs = [
        (" ".join(spellings.split(line)) or line, name) for name, lines in read_examples().items() for line in lines
    ]
    return [round(score, 4) for score in _scores([text for text, _ in pairs], [name for _, name in pairs], folds)]


def _scores(texts: list[str], names: list[str], folds: int) -> Iterator[float]:
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_score
    from sklearn.pipeline import make_pipeline, make_union

    words = CountVectorizer(tokenizer=str.split, token_pattern=None, ngram_range=(1, 2))
    letters = CountVectorizer(analyzer="char_wb", ngram_range=(2, 4))
    classifier = LogisticRegression(class_weight="balanced", max_iter=200)
    parts = StratifiedKFold(folds, shuffle=True, random_state=0)
    scores = cross_val_score(make_pipeline(make_union(words, letters), classifier), texts, names, cv=parts)
    yield from (float(score) for score in scores)
