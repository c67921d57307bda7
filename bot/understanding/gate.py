"""The gate: a reply is the answer unless it is plainly a wish, so that no answer is ever lost to a wish."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.understanding.wishes import ANSWER, YES_AND_NO, Wish, Wishes

MOST_WORDS = 14
CLEAR, CLEAR_WHICH, WORDS_WHERE_CLEAR = 0.985, 0.5, range(4, 25)
LEAST_TO_OFFER = 0.3
NEVER = 1.1
ENOUGH = (NEVER, 0.9, 0.8, 0.7)  # by the number of telling words
FEW_WORDS, ENOUGH_FOR_FEW_WORDS = 2, 0.9
ENOUGH_WITH_A_STRAY = 0.985
LEAST_WORDS_WITH_A_STRAY = 4
STRAY_TO_OFFER = 1
WORDS = "words"
CORRECTION = "answer"  # a correction of an earlier answer is never a wish


@dataclass(frozen=True)
class Understood:
    """What a reply is taken for; `offer` names a wish that it may have been, for a button beside the next question."""

    intent: str
    confidence: float
    offer: str | None = None


@dataclass(frozen=True)
class Gate:
    """Decides between answer and wish from the words, the classifier's ranking and what the question expects."""

    wishes: Wishes

    def decide(self, text: str, expects: str = WORDS, ranking: Mapping[str, float] | None = None) -> Understood:
        """Take a reply for a wish only if every word of it belongs to that wish."""
        if expects == CORRECTION:
            return Understood(ANSWER, 1.0)
        words = self.wishes.spellings.split(text)
        found = (
            self._sign(text, words, expects)
            or self._phrase(words, expects)
            or self._likely(words, expects, ranking or {})
        )
        return self._at_menu(found, expects)

    def _at_menu(self, found: Understood, expects: str) -> Understood:
        """Between topics "next" means carry on, and there is no question to pass over."""
        if expects != "nav":
            return found
        return Understood(self.wishes.at_menu.get(found.intent, found.intent), found.confidence)

    def _sign(self, text: str, words: Sequence[str], expects: str) -> Understood | None:
        """Replies without words: a thumb, a shrug, "???"."""
        if words:
            return None
        for sign, name in self.wishes.signs.items():
            if sign in text and self._counts(name, expects):
                return Understood(name, 1.0)
        return Understood(ANSWER, 1.0)

    def _counts(self, name: str, expects: str) -> bool:
        """Yes and no are wishes only where the question expects them."""
        return name in self.wishes.by_name and (name not in YES_AND_NO or expects in {"yes_no", "nav"})

    def _phrase(self, words: Sequence[str], expects: str) -> Understood | None:
        """The whole reply, or the reply without its padding, is a known phrase."""
        for phrase in self._without_padding(" ".join(words)):
            for wish in self._counted(expects):
                if phrase in wish.phrases:
                    return Understood(wish.name, 1.0)
            for wish in self._counted(expects):
                if phrase in wish.offers:
                    return Understood(ANSWER, 0.5, wish.name)
        return None

    def _counted(self, expects: str) -> list[Wish]:
        """Where yes or no is expected, it is looked for first."""
        wishes = [wish for name, wish in self.wishes.by_name.items() if self._counts(name, expects)]
        return sorted(wishes, key=lambda wish: wish.name not in YES_AND_NO)

    def _without_padding(self, reply: str) -> list[str]:
        """The reply, then the reply with one more piece of padding off each time: "um can i skip please"."""
        forms = [reply]
        while True:
            shorter = self._strip_once(forms[-1])
            if shorter is None:
                return forms
            forms.append(shorter)

    def _strip_once(self, reply: str) -> str | None:
        for phrase in self.wishes.before:
            if reply.startswith(phrase + " "):
                return reply[len(phrase) + 1 :]
        for phrase in self.wishes.after:
            if reply.endswith(" " + phrase):
                return reply[: -len(phrase) - 1]
        return None

    def _likely(self, words: Sequence[str], expects: str, ranking: Mapping[str, float]) -> Understood:
        """The likeliest wish: where it is clear, or no word falls outside it; one stray word, and it is offered."""
        allowed = {name: score for name, score in ranking.items() if name == ANSWER or self._counts(name, expects)}
        total = sum(allowed.values()) or 1.0
        wishes = [(score / total, name) for name, score in allowed.items() if name != ANSWER]
        if not wishes:
            return Understood(ANSWER, 1.0)
        confidence, name = max(wishes)
        wished = sum(score for score, _ in wishes)
        stray = self._stray(words, self.wishes.by_name[name])
        familiar = len(words) in WORDS_WHERE_CLEAR and 2 * len(stray) < len(words)
        if familiar and wished >= CLEAR and confidence >= CLEAR_WHICH:
            return Understood(name, confidence)
        if len(words) > MOST_WORDS or confidence < LEAST_TO_OFFER:
            return Understood(ANSWER, max(0.5, 1.0 - confidence))
        if confidence >= self._enough(words, stray):
            return Understood(name, confidence)
        offered = name not in YES_AND_NO and len(stray) <= STRAY_TO_OFFER and len(words) > len(stray) + 1
        return Understood(ANSWER, 0.5, name if offered else None)

    def _enough(self, words: Sequence[str], stray: Sequence[str]) -> float:
        """How sure the classifier must be: surer of a short reply, and very sure where one word falls outside."""
        if len(words) <= FEW_WORDS and not stray:
            return ENOUGH_FOR_FEW_WORDS
        telling = len([word for word in words if word not in self.wishes.fillers and not word.isdigit()]) - len(stray)
        if not stray:
            return ENOUGH[min(telling, len(ENOUGH) - 1)]
        return ENOUGH_WITH_A_STRAY if len(stray) == 1 and len(words) >= LEAST_WORDS_WITH_A_STRAY else NEVER

    def _stray(self, words: Sequence[str], wish: Wish) -> list[str]:
        """Words that do not belong to the wish."""
        return [word for word in words if word not in wish.vocabulary and word not in self.wishes.fillers]
