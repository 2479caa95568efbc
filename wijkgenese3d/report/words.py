"""Words of answers and pictures, Dutch and English, and how numbers are said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wijkgenese3d.model.timeline import Years, year_words

__all__ = ["LANGUAGES", "date_words", "number_words", "word"]

LANGUAGES = ("nl", "en")

_WORDS: Mapping[str, tuple[str, str]] = {
    "zeker": ("zeker", "certain"),
    "waarschijnlijk": ("waarschijnlijk", "likely"),
    "aanname": ("aanname", "assumption"),
    "core": ("Kern", "Core"),
    "cell_of": ("cel van", "cell of"),
    "middle": ("midden", "middle"),
    "ground": ("maaiveld", "ground"),
    "no_cover": ("geen landschap", "no land cover"),
    "depth": ("diepte m", "depth m"),
    "nap": ("m NAP", "m NAP"),
    "what": ("wat", "what"),
    "lithology": ("grondsoort", "lithology"),
    "unit": ("eenheid", "unit"),
    "event": ("door", "made by"),
    "when": ("wanneer", "when"),
    "certainty": ("zekerheid", "certainty"),
    "shape": ("plek en maat", "place and size"),
    "year": ("Jaar", "Year"),
    "between": ("tussen", "between"),
    "and": ("en", "and"),
    "section": ("Doorsnede", "Section"),
    "difference": ("Verschil", "Difference"),
    "rain": ("Regen", "Rain"),
    "distance": ("afstand langs de lijn (m)", "distance along the line (m)"),
    "height": ("hoogte (m NAP)", "height (m NAP)"),
    "depth_line": ("30 m onder het maaiveld van nu", "30 m below the ground of today"),
    "ground_line": ("maaiveld", "ground surface"),
    "water": ("open water", "open water"),
    "ice": ("ijs", "ice"),
    "sources": ("Bronnen", "Sources"),
    "raised": ("opgehoogd", "raised"),
    "dug": ("afgegraven of verdwenen", "dug or worn away"),
    "at_most": ("hoogstens", "at most"),
    "same": ("minder dan 0,5 m verschil", "less than 0.5 m of difference"),
    "more_than": ("meer dan", "more than"),
    "land_cover": ("Landschap", "Land cover"),
    "from_to": ("van", "from"),
    "to": ("naar", "to"),
    "became": ("wordt", "becomes"),
    "features": ("Gebouwen, wegen en andere dingen", "Buildings, roads and other things"),
    "came": ("erbij", "came"),
    "went": ("weg", "went"),
    "none": ("geen", "none"),
    "boundary": ("grens van de wijk", "boundary of the quarter"),
    "north": ("N", "N"),
}


def word(key: str, language: str) -> str:
    """Return a word.

    >>> word("aanname", "en")
    'assumption'
    """
    return _WORDS[key][1 if language == "en" else 0]


def number_words(value: float, language: str, digits: int = 1) -> str:
    """Say a number with its digits after the comma (Dutch) or point (English).

    >>> number_words(12345.67, "nl"), number_words(-0.04, "en")
    ('12.345,7', '0.0')
    """
    text = f"{round(value, digits) + 0.0:,.{digits}f}"
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def date_words(date: Years | Sequence[float], language: str) -> str:
    """Say a span of years.

    >>> date_words([80, 100], "nl"), date_words([1965, 1965], "nl")
    ('80 n.Chr. - 100 n.Chr.', '1965')
    """
    start, end = date.as_list() if isinstance(date, Years) else date
    first, last = year_words(start, language), year_words(end, language)
    return first if first == last else f"{first} - {last}"
