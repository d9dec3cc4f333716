"""What feedparser expects of its own well-formed test files holds for what we take of them: titles, links, dates, content.

Markup is kept as it came and titles are plain text, so texts are compared as a reader sees them; dates as points in time.
Of a summary and a longer content of the same entry we take one.
An expectation on a link that is no absolute web address holds where it was refused for that.
"""

from dateline.domain.story import Story
from tests.support.formats.feedparser_expectations import ABOUT, AT_LEAST, CONTENT, expectations, holds, story_of
from tests.support.shared_data import shared
from tests.support.tables import Table


def test_expectations_hold(expectations_table: Table) -> None:
    folder = shared("wire/feedparser/tests/wellformed")
    stated, broken = dict.fromkeys(ABOUT.values(), 0), {about: list[str]() for about in ABOUT.values()}
    for file in sorted(folder.rglob("*.xml")):
        wanted = expectations(file)
        story = story_of(file) if wanted else None
        for about in {expected.about for expected in wanted}:
            stated[about] += 1
            enough = any if about == CONTENT else all
            mine = [expected for expected in wanted if expected.about == about]
            if not isinstance(story, Story) or not enough(holds(expected, story) for expected in mine):
                broken[about].append(str(file.relative_to(folder)))
    for about, files in stated.items():
        held = files - len(broken[about])
        expectations_table.add(about, str(files), str(held), f"{100 * held / files:.1f}")
    total, missed = sum(stated.values()), sum(map(len, broken.values()))
    expectations_table.add("all", str(total), str(total - missed), f"{100 * (total - missed) / total:.1f}")
    assert missed <= (1 - AT_LEAST) * total, broken
