"""`make teach`: learns the sense of all sentences and publishes it beside them, so that no other machine need do so."""

from bot.understanding.files import HEADS
from bot.understanding.loading import taught_heads


def main() -> None:
    """Leave data/understanding/heads.npz up to date."""
    taught_heads().save(HEADS)


if __name__ == "__main__":
    main()
