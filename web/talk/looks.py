"""Looks: the style sheets that somebody's adjustments need, fetched only where they do."""

from dataclasses import dataclass

from accessibility.adjustments import Adjustments

NIGHT = frozenset({"dark", "contrast"})


@dataclass(frozen=True)
class Sheet:
    """One style sheet; `media` where it counts only then."""

    href: str
    media: str = ""


@dataclass(frozen=True)
class Looks:
    """How a page looks."""

    adjusted: Adjustments

    @property
    def scheme(self) -> str:
        """Which colours the browser's own parts take."""
        theme = self.adjusted.theme
        return "light dark" if theme == "auto" else "dark" if theme in NIGHT else "light"

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The colours and the letters."""
        font = self.adjusted.font
        letters = () if font == "atkinson" else (Sheet(f"/static/css/letters/{font}.css"),)
        return (*letters, *self._colours())

    def _colours(self) -> tuple[Sheet, ...]:
        """On a screen alone: paper is white whatever the theme, and light letters would not be seen on it."""
        theme = self.adjusted.theme
        if theme == "auto":
            return (Sheet("/static/css/themes/dark.css", "screen and (prefers-color-scheme: dark)"),)
        if theme == "own":
            ink, back = self.adjusted.own_ink[1:], self.adjusted.own_back[1:]
            return (Sheet(f"/colours/{ink}-{back}.css", "screen"),)
        return () if theme == "light" else (Sheet(f"/static/css/themes/{theme}.css", "screen"),)
