"""Writes what the package knows of CLDR, out of Babel: `python -m training.cldr`.

Names of countries and continents for the tagger, names of months and days for datelines. Read from Babel's own files they would cost
the worker a second at its start and 150 MB.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from babel import Locale, localedata

_PACKAGE = Path(__file__).parents[1] / "workers" / "dateline"
# The languages whose dates are looked for.
_DATED = (
    "ar bg bn cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ms nb nl pl pt ro ru sk sl"
    " sr sv sw ta th tl tr uk ur vi zh"
).split()
# Areas that are no place a story speaks of: the world, and outlying, pseudo and statistical regions.
_NO_PLACES = frozenset(("001", "009", "QO", "ZZ", "XA", "XB", "EZ", "UN", "EU"))
_FROM = """\
# From the Unicode CLDR (https://cldr.unicode.org/), under the Unicode License v3, through Babel;
# rebuild with: python -m training.cldr
"""
_TERRITORIES = f"""\
# Names of countries and continents. A section is an ISO 3166-1 or UN M.49 code; a line is: name | languages that call it so.
{_FROM}"""
_DATES = f"""\
# Names of months and weekdays, whole and abbreviated, as they stand in dates and alone. A section is a language, with two lines: the months
# from January to December between bars, then the weekdays from Monday to Sunday; names of the same month or day are separated by semicolons.
{_FROM}"""


def _territories() -> dict[str, dict[str, list[str]]]:
    """Code → name → languages."""
    names: dict[str, dict[str, list[str]]] = {}
    for language in sorted(localedata.locale_identifiers()):
        if "_" not in language:
            for code, name in localedata.load(language)["territories"].items():
                if code not in _NO_PLACES:
                    names.setdefault(code, {}).setdefault(name, []).append(language)
    return names


def _date_names(language: str) -> list[str]:
    """The two lines of a language's section."""
    locale = Locale.parse(language)
    return [
        " | ".join(_names_of(table, keys)) for table, keys in ((locale.months, range(1, 13)), (locale.days, range(7)))
    ]


def _names_of(table: Mapping[str, Any], keys: range) -> Iterator[str]:
    """The names of each month or day, in every context and width."""
    forms = [table[context][width] for context in ("format", "stand-alone") for width in ("wide", "abbreviated")]
    for key in keys:
        yield "; ".join(dict.fromkeys(form[key] for form in forms))


def _sections(of: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for name, lines in sorted(of.items()):
        yield from (f"[{name}]", *lines)


def lists() -> dict[Path, str]:
    """Return the texts of both lists by their files."""
    territories = {
        code: [f"{name} | {' '.join(languages)}" for name, languages in sorted(names.items())]
        for code, names in _territories().items()
    }
    dates = {language: _date_names(language) for language in _DATED}
    return {
        _PACKAGE / "gazetteer" / "data" / "territories.txt": "\n".join((_TERRITORIES, *_sections(territories), "")),
        _PACKAGE / "newswire" / "date-names.txt": "\n".join((_DATES, *_sections(dates), "")),
    }


def main() -> None:
    """Write both lists to the package."""
    for file, text in lists().items():
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
