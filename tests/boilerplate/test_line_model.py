"""What the line model takes from plain text, and what it leaves alone."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from dateline.boilerplate import line_model
from dateline.boilerplate.line_model import LineModel
from dateline.domain.story import Category
from dateline.record.reconstruct import decoded_lines
from tests.support.items import enriched, envelope

STORY = [
    "The port of Beirut reopened on Monday after a week of repairs, the prime minister said.",
    "He thanked engineers who had worked through the weekend to mend two of the four cranes.",
    "The work cost twelve million dollars, officials said, most of it paid by the harbour's insurers.",
    "Ships that had waited off the coast since Thursday began to unload grain in the afternoon.",
    "The harbour master said that all berths would be in use again by the end of the month.",
    "Traders in the city said that prices of bread and flour had risen by a tenth in the meantime.",
    "A parliamentary committee is to look into what made the cranes fail, its chairwoman said.",
    "Two workers who were hurt when a cable broke were released from hospital on Sunday.",
]
OTHERS = {
    "de": ["Der Hafen öffnete am Montag nach einer Woche wieder, sagte der Minister in Beirut.",
           "Er dankte den Ingenieuren, die das ganze Wochenende über an den Kränen gearbeitet hatten."],
    "id": ["Pelabuhan itu dibuka kembali pada hari Senin setelah perbaikan selama sepekan, kata menteri.",
           "Ia berterima kasih kepada para insinyur yang bekerja sepanjang akhir pekan di pelabuhan."],
    "zh": ["部长周一表示，港口将在一周内重新开放，目前维修工作正在进行，预计很快完成。",
           "他感谢在周末加班工作的工程师，并表示所有泊位将在月底前恢复使用。"],
    "ar": ["قال الوزير إن الميناء سيفتح يوم الاثنين بعد أسبوع من أعمال الإصلاح في الرافعات.",
           "وشكر المهندسين الذين عملوا طوال عطلة نهاية الأسبوع من أجل إعادة تشغيل الميناء."],
    "hi": ["मंत्री ने सोमवार को कहा कि बंदरगाह एक सप्ताह की मरम्मत के बाद फिर से खुल गया है।",
           "उन्होंने उन इंजीनियरों को धन्यवाद दिया जिन्होंने पूरे सप्ताहांत काम किया था।"],
    "ru": ["Порт вновь открылся в понедельник после недели ремонта, сообщил министр журналистам.",
           "Он поблагодарил инженеров, которые работали все выходные, чтобы починить краны."],
}  # fmt: skip


def record_of(lines: list[str]) -> dict[str, object]:
    return enriched(envelope("\n".join(lines), content_type="text/plain"))


@pytest.mark.parametrize("language", OTHERS)
def test_a_story_without_boilerplate_keeps_every_line(language: str) -> None:
    lines = OTHERS[language] * 5
    assert record_of(lines)["text"] == "\n".join(lines)


class Sure(LineModel):
    """A model that takes the lines it is given, each with its category, whatever the shipped one learns."""

    def __init__(self, taken: dict[str, Category]) -> None:
        object.__setattr__(self, "taken", taken)

    def scores(self, texts: Sequence[str], by_rule: NDArray[np.bool_]) -> NDArray[np.float64]:  # noqa: ARG002 - as the stage calls it
        return np.array([0.9 * (text in self.taken) for text in texts])  # type: ignore[attr-defined]

    def category(self, text: str) -> Category:
        taken: dict[str, Category] = self.taken  # type: ignore[attr-defined]
        return taken[text]


@pytest.fixture
def sure(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, Category]], None]:
    return lambda taken: monkeypatch.setattr(line_model, "line_model", lambda: Sure(taken))


def test_what_no_rule_names_goes_with_the_model_and_its_score_as_the_reason(
    sure: Callable[[dict[str, Category]], None],
) -> None:
    tail = ["Watch live", "Sports news", "Weather"]
    sure(dict.fromkeys(tail, Category.PAGE))
    record = enriched(envelope("\n".join([*STORY, *tail]), content_type="text/plain"))
    assert record["text"] == "\n".join(STORY)
    by = {piece["by"] for piece in record["removed"]}
    assert "line-model/1" in by
    assert all(0.7 <= piece["score"] <= 1 for piece in record["removed"])
    assert decoded_lines(record) == [*STORY, *tail]


def test_a_dateline_stays_accounted_for_where_the_model_takes_lines() -> None:
    lines = [f"BEIRUT (Reuters) - {STORY[0]}", *STORY[1:], "5 hours ago", "Log in | Register | Help"]
    assert decoded_lines(enriched(envelope("\n".join(lines), content_type="text/plain"))) == lines


def test_the_cells_of_a_table_stay() -> None:
    table = "<table><tr><th>Race</th><th>Time</th></tr><tr><td>Eights</td><td>10.00</td></tr></table>"
    story = "".join(f"<p>{line}</p>" for line in STORY)
    feed = f"<rss version='2.0'><channel><item><description><![CDATA[{story}{table}]]></description></item></channel></rss>"
    assert str(enriched(envelope(feed))["text"]).endswith("Race\nTime\nEights\n10.00")


def test_what_the_model_takes_goes_into_its_field_where_it_is_sure_of_the_category(
    sure: Callable[[dict[str, Category]], None],
) -> None:
    tail = [
        "Source agency Reuters, AFP wire",
        "Read also the newest: Cranes for Tripoli",
    ]
    sure({tail[0]: Category.AGENCY_CREDIT, tail[1]: Category.RELATED})
    record = enriched(envelope("\n".join([*STORY, *tail]), content_type="text/plain"))
    by_model = [piece["category"] for piece in record["removed"] if piece["by"] == "line-model/1"]
    assert by_model == ["agency_credit", "related"]
    assert record["agencies"] == ["Reuters", "AFP"]
    assert record["related"] == ["Cranes for Tripoli"]
    assert record["origins"]["agencies"] == record["origins"]["related"] == ["text"]


def test_what_the_model_takes_leaves_what_rules_have_found(sure: Callable[[dict[str, Category]], None]) -> None:
    tail = [
        "Read more: Bread is dear in Tyre",
        "(Reporting by Jane Doe; editing by Ann Poe)",
        "Source agency Reuters, AFP wire",
    ]
    sure({tail[2]: Category.AGENCY_CREDIT})
    record = enriched(envelope("\n".join([*STORY, *tail]), content_type="text/plain"))
    assert {piece["by"].split("/")[0] for piece in record["removed"]} == {"rule:en", "line-model"}
    assert (record["related"], record["authors"]) == (["Bread is dear in Tyre"], ["Jane Doe"])
