"""The language of a story, told from its text."""

import pytest

from dateline.language.identify import detect
from tests.support.items import enriched, envelope

SENTENCES = {
    "ar": "قال وزير النقل إن الميناء سيفتح أبوابه من جديد يوم الاثنين بعد أسبوع من أعمال الصيانة.",
    "bg": "Министърът на транспорта заяви, че пристанището ще отвори отново в понеделник след едноседмичен ремонт.",
    "bn": "পরিবহনমন্ত্রী জানিয়েছেন, এক সপ্তাহ মেরামতের পর সোমবার থেকে বন্দরটি আবার খুলে দেওয়া হবে।",
    "cs": "Ministr dopravy uvedl, že přístav bude po týdenní opravě znovu otevřen v pondělí ráno.",
    "da": "Transportministeren siger, at havnen åbner igen på mandag efter en uges reparationer.",
    "de": "Der Verkehrsminister sagte, der Hafen werde nach einwöchigen Reparaturen am Montag wieder öffnen.",
    "el": "Ο υπουργός Μεταφορών δήλωσε ότι το λιμάνι θα ανοίξει ξανά τη Δευτέρα μετά από επισκευές μιας εβδομάδας.",
    "en": "The transport minister said that the harbour would reopen on Monday after a week of repairs.",
    "es": "El ministro de Transportes dijo que el puerto volverá a abrir el lunes tras una semana de reparaciones.",
    "fa": "وزیر راه گفت که بندر پس از یک هفته تعمیرات، روز دوشنبه دوباره باز خواهد شد.",
    "fi": "Liikenneministeri sanoi, että satama avataan uudelleen maanantaina viikon kestäneiden korjausten jälkeen.",
    "fr": "Le ministre des Transports a déclaré que le port rouvrirait lundi après une semaine de travaux.",
    "he": "שר התחבורה אמר כי הנמל ייפתח מחדש ביום שני לאחר שבוע של תיקונים.",
    "hi": "परिवहन मंत्री ने कहा कि एक सप्ताह की मरम्मत के बाद बंदरगाह सोमवार को फिर से खुलेगा।",
    "hu": "A közlekedési miniszter azt mondta, hogy a kikötő egyhetes javítás után hétfőn újra megnyílik.",
    "id": "Menteri Perhubungan mengatakan pelabuhan itu akan dibuka kembali pada hari Senin karena perbaikannya sudah selesai.",
    "it": "Il ministro dei Trasporti ha detto che il porto riaprirà lunedì dopo una settimana di lavori.",
    "ja": "運輸大臣は、一週間の修理を終えて港が月曜日に再開すると述べた。",
    "ko": "교통부 장관은 일주일간의 수리를 마치고 항구가 월요일에 다시 문을 연다고 말했다.",
    "nb": "Samferdselsministeren sier at havnen åpner igjen på mandag etter en uke med reparasjoner.",
    "nl": "De minister van Verkeer zei dat de haven maandag na een week van herstelwerkzaamheden weer opengaat.",
    "pl": "Minister transportu powiedział, że po tygodniu napraw port zostanie ponownie otwarty w poniedziałek.",
    "pt": "O ministro dos Transportes disse que o porto voltará a abrir na segunda-feira, após uma semana de obras.",
    "ro": "Ministrul transporturilor a declarat că portul se va redeschide luni, după o săptămână de reparații.",
    "ru": "Министр транспорта сообщил, что порт снова откроется в понедельник после недельного ремонта.",
    "sv": "Transportministern sade att hamnen öppnar igen på måndag efter en veckas reparationer.",
    "sw": "Waziri wa uchukuzi alisema kwamba bandari itafunguliwa tena siku ya Jumatatu baada ya matengenezo ya wiki moja.",
    "th": "รัฐมนตรีว่าการกระทรวงคมนาคมกล่าวว่าท่าเรือจะเปิดอีกครั้งในวันจันทร์หลังจากซ่อมแซมเป็นเวลาหนึ่งสัปดาห์",
    "tr": "Ulaştırma Bakanı, bir haftalık onarımın ardından limanın pazartesi günü yeniden açılacağını söyledi.",
    "uk": "Міністр транспорту повідомив, що порт знову відкриється в понеділок після тижневого ремонту.",
    "ur": "وزیر نقل و حمل نے کہا کہ ایک ہفتے کی مرمت کے بعد بندرگاہ پیر کو دوبارہ کھل جائے گی۔",
    "vi": "Bộ trưởng Giao thông cho biết cảng sẽ mở cửa trở lại vào thứ Hai sau một tuần sửa chữa.",
    "zh": "交通部长表示，经过一周的维修，港口将于星期一重新开放。",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_tells_its_language(language: str) -> None:
    assert detect(SENTENCES[language]) == language


@pytest.mark.parametrize("declared", ["en", "zh-Hant", "de-DE"])
def test_a_sentence_knows_better_than_its_source(declared: str) -> None:
    assert detect(SENTENCES["pl"], declared) == "pl"


MALAY = {
    "id": [
        "Polisi menyita mobil itu karena kantor di Jakarta tidak bisa menunjukkan uang yang cukup.",
        "Sepak bola: pelatih mengatakan timnya butuh waktu beberapa bulan lagi, karena pemain masih cedera.",
        "Presiden berkata uang itu telah dibayar.",
    ],
    "ms": [
        "Polis merampas kereta itu kerana pejabat di Kuala Lumpur tidak boleh menunjukkan wang yang mencukupi.",
        "Bola sepak: jurulatih berkata pasukannya memerlukan masa beberapa bulan lagi kerana pemain masih cedera.",
        "Presiden Prabowo Subianto tiba di Surabaya kerana banjir, kata polis.",
    ],
}


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in MALAY.items() for text in texts])
def test_indonesian_and_malay_are_told_apart_whatever_is_declared(language: str, text: str) -> None:
    assert detect(text) == language
    assert detect(text, "ms" if language == "id" else "id") == language


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("Gol!", "pt-BR", "pt"),
        ("Tor!", "de", "de"),
        ("Hotel Europa", "sr-Latn", "sr"),
        ("1 : 0", "fi", "fi"),
        ("Mål!", "no", "nb"),
        ("Mål!", "nn_NO", "nn"),
    ],
)
def test_the_declared_language_decides_for_very_short_texts(text: str, declared: str, language: str) -> None:
    assert detect(text, declared) == language


def test_a_declared_language_that_is_none_does_not_decide() -> None:
    assert detect("Überraschung für Köln", "the usual one") == detect("Überraschung für Köln")


@pytest.mark.parametrize("text", ["", "12 : 7", "… — !?", "2024-03-04 09:30", "☀️ 21°"])
def test_without_a_letter_nothing_tells_the_language(text: str) -> None:
    assert detect(text) is None
    assert detect(text, "not a language") is None


def test_the_record_tells_both_what_was_found_and_what_was_declared() -> None:
    record = enriched(envelope(SENTENCES["sv"], language="en-GB"))
    assert (record["language"], record["declared_language"]) == ("sv", "en-GB")


def test_a_story_without_letters_is_published_without_a_language() -> None:
    assert enriched(envelope("12 : 7"))["language"] is None
