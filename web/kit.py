"""The kit of documents with a school's own pictures in it, so that paper shows what the page showed."""

from dataclasses import replace

from accessibility.own_symbols import OwnSymbols
from bot.interview.bank import Bank
from records.exports.kit import Picture


def with_own_pictures(bank: Bank, own: OwnSymbols) -> Bank:
    """The content, whose documents are made with these pictures too."""
    pictures = {name: Picture(found.path, found.alt, found.svg) for name, found in own.pictures.items()}
    return replace(bank, kit=bank.kit.with_own(pictures, own.credit))
