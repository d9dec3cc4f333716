"""Read-more forms inside paragraphs: the form and its headline go, the story before and behind them stays."""

import pytest

from dateline.boilerplate.spans import span_length
from dateline.record.reconstruct import decoded_lines
from tests.support.items import envelope
from tests.support.stages import stripped_record

# Of each language a form, a headline, the sentence before it and the one behind.
FORMS = {
    "id": ("Baca juga", "Harga Beras Turun Setelah Panen Raya",
           "Pelabuhan dibuka kembali pada hari Senin, kata menteri.", "Menteri itu mengatakan bahwa semua dermaga akan digunakan."),
    "en": ("Also read", "Rice prices fall after harvest",
           "The port reopened on Monday, the minister said.", "He thanked the engineers who had worked all weekend."),
    "fr": ("À lire aussi", "Le prix du riz baisse après la récolte",
           "Le port a rouvert lundi, a annoncé le ministre.", "Il a remercié les ingénieurs qui avaient travaillé tout le week-end."),
    "es": ("Lea también", "El precio del arroz baja tras la cosecha",
           "El puerto reabrió el lunes, dijo el ministro.", "Agradeció a los ingenieros que habían trabajado el fin de semana."),
    "it": ("Leggi anche", "Il prezzo del riso scende dopo il raccolto",
           "Il porto ha riaperto lunedì, ha detto il ministro.", "Ha ringraziato gli ingegneri che avevano lavorato di domenica."),
    "de": ("Lesen Sie auch", "Reis wird nach der Ernte billiger",
           "Der Hafen öffnete am Montag wieder, sagte der Minister.", "Er dankte den Ingenieuren, die das ganze Wochenende gearbeitet hatten."),
    "pt": ("Leia também", "Preço do arroz cai depois da colheita",
           "O porto reabriu na segunda-feira, disse o ministro.", "Ele agradeceu aos engenheiros que trabalharam todo o fim de semana."),
    "nl": ("Lees ook", "Rijst wordt goedkoper na de oogst",
           "De haven ging maandag weer open, zei de minister.", "Hij bedankte de ingenieurs die het hele weekend hadden gewerkt."),
    "sv": ("Läs också", "Riset blir billigare efter skörden",
           "Hamnen öppnade igen på måndagen, sade ministern.", "Han tackade ingenjörerna som hade arbetat hela helgen."),
    "fi": ("Lue myös", "Riisin hinta laski sadonkorjuun jälkeen",
           "Satama avattiin maanantaina, ministeri sanoi.", "Hän kiitti insinöörejä, jotka olivat työskennelleet koko viikonlopun."),
    "pl": ("Czytaj także", "Ryż tanieje po zbiorach",
           "Port otwarto ponownie w poniedziałek, powiedział minister.", "Podziękował inżynierom, którzy pracowali przez cały weekend."),
    "cs": ("Čtěte také", "Rýže po sklizni zlevnila",
           "Přístav se v pondělí znovu otevřel, řekl ministr.", "Poděkoval inženýrům, kteří pracovali celý víkend."),
    "ro": ("Citește și", "Prețul orezului scade după recoltă",
           "Portul s-a redeschis luni, a spus ministrul.", "El le-a mulțumit inginerilor care au lucrat tot weekendul."),
    "hu": ("Olvassa el ezt is", "Olcsóbb lett a rizs az aratás után",
           "A kikötő hétfőn újra megnyílt, mondta a miniszter.", "Megköszönte a mérnököknek, akik egész hétvégén dolgoztak."),
    "hr": ("Pročitajte i", "Cijena riže pala je nakon žetve",
           "Luka je ponovno otvorena u ponedjeljak, rekao je ministar.", "Zahvalio je inženjerima koji su radili cijeli vikend."),
    "tr": ("Ayrıca okuyun", "Hasattan sonra pirinç fiyatları düştü",
           "Liman pazartesi günü yeniden açıldı, dedi bakan.", "Bakan bütün hafta sonu çalışan mühendislere teşekkür etti."),
    "vi": ("Xem thêm", "Giá gạo giảm sau vụ thu hoạch",
           "Cảng mở cửa trở lại hôm thứ Hai, bộ trưởng cho biết.", "Ông cảm ơn các kỹ sư đã làm việc suốt cuối tuần."),
    "ru": ("Читайте также", "Рис подешевел после уборки урожая",
           "Порт вновь открылся в понедельник, сообщил министр.", "Он поблагодарил инженеров, которые работали все выходные."),
    "uk": ("Читайте також", "Рис подешевшав після збору врожаю",
           "Порт знову відкрився в понеділок, повідомив міністр.", "Він подякував інженерам, які працювали всі вихідні."),
    "el": ("Διαβάστε επίσης", "Το ρύζι έγινε φθηνότερο μετά τη συγκομιδή",
           "Το λιμάνι άνοιξε ξανά τη Δευτέρα, είπε ο υπουργός.", "Ευχαρίστησε τους μηχανικούς που δούλεψαν το Σαββατοκύριακο."),
    "ar": ("اقرأ أيضا", "أسعار الأرز تنخفض بعد الحصاد",
           "أعيد فتح الميناء يوم الاثنين كما قال الوزير.", "وشكر الوزير المهندسين الذين عملوا طوال عطلة نهاية الأسبوع."),
    "fa": ("بیشتر بخوانید", "قیمت برنج پس از برداشت کاهش یافت",
           "وزیر گفت بندر روز دوشنبه دوباره باز شد.", "او از مهندسانی که تمام آخر هفته کار کردند تشکر کرد."),
    "hi": ("यह भी पढ़ें", "फसल के बाद चावल के दाम गिरे",
           "मंत्री ने कहा कि बंदरगाह सोमवार को फिर से खुल गया।", "उन्होंने पूरे सप्ताहांत काम करने वाले इंजीनियरों को धन्यवाद दिया।"),
    "bn": ("আরও পড়ুন", "ফসলের পর চালের দাম কমেছে",
           "মন্ত্রী বলেন, সোমবার বন্দরটি আবার খুলেছে।", "তিনি সপ্তাহান্তে কাজ করা প্রকৌশলীদের ধন্যবাদ জানান।"),
    "he": ("קראו גם", "מחירי האורז ירדו אחרי הקציר",
           "הנמל נפתח מחדש ביום שני, אמר השר.", "הוא הודה למהנדסים שעבדו כל סוף השבוע."),
    "ko": ("관련기사", "수확 뒤 쌀값 하락",
           "장관은 월요일에 항구가 다시 열렸다고 말했다.", "그는 주말 내내 일한 기술자들에게 감사를 표했다."),
    "sw": ("Soma pia", "Bei ya mchele yashuka baada ya mavuno",
           "Bandari ilifunguliwa tena Jumatatu, alisema waziri.", "Aliwashukuru wahandisi waliofanya kazi wikendi nzima."),
}  # fmt: skip
STOPS = {"hi": "।", "bn": "।"}


def record_of(language: str, paragraph: str) -> dict[str, object]:
    _, _, before, behind = FORMS[language]
    lines = [f"{before} {behind}", paragraph, before]
    record = stripped_record(envelope("\n".join(lines), content_type="text/plain"))
    assert decoded_lines(record) == lines
    return record


def middle(record: dict[str, object]) -> str:
    return " ".join(str(record["text"]).split("\n")[1].split())


@pytest.mark.parametrize("language", FORMS)
@pytest.mark.parametrize(
    "form", ["{} {}: {}", "{} {} : {}", "{} ({}: {})"], ids=["colon", "space and colon", "brackets"]
)
def test_a_form_at_the_end_of_a_paragraph_goes_with_its_headline(language: str, form: str) -> None:
    words, headline, before, _ = FORMS[language]
    record = record_of(language, form.format(before, words, headline))
    assert middle(record) == before
    assert record["related"] == [headline]


@pytest.mark.parametrize("language", FORMS)
def test_the_story_goes_on_behind_a_form_that_ends_with_a_mark(language: str) -> None:
    words, headline, before, behind = FORMS[language]
    stop = STOPS.get(language, ".")
    assert middle(record_of(language, f"{before} {words}: {headline}{stop} {behind}")) == f"{before} {behind}"
    assert middle(record_of(language, f"{before} ({words}: {headline}) {behind}")) == f"{before} {behind}"
    assert middle(record_of(language, f"{words}: {headline}{stop} {behind}")) == behind


@pytest.mark.parametrize("language", ["id", "en", "fr", "de", "pt", "nl", "sv", "fi", "ro", "vi", "ru", "uk"])
def test_without_a_mark_the_word_that_opens_the_next_sentence_tells_where_it_goes_on(language: str) -> None:
    words, headline, before, behind = FORMS[language]
    record = record_of(language, f"{before} {words}: {headline} {behind}")
    assert middle(record) == f"{before} {behind}"
    assert record["related"] == [headline]


@pytest.mark.parametrize("language", ["es", "it", "pl", "hu", "el", "ar", "fa", "hi", "sw"])
def test_where_headline_and_sentence_cannot_be_told_apart_the_sentence_stays(language: str) -> None:
    words, headline, before, behind = FORMS[language]
    paragraph = f"{before} {words}: {headline} {behind}"
    assert middle(record_of(language, paragraph)) == paragraph


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("He said that we should also read the report of the committee before we vote on Monday.", None),
        ("„Lesen Sie auch die Bibel“, sagte der Pfarrer am Sonntag vor der Gemeinde in Köln.", None),
        ("Il faut lire aussi les classiques, a dit la ministre devant les lycéens de Lyon.", None),
        ("Hay que leer también a los clásicos, dijo la ministra a los alumnos de Sevilla.", None),
        ("Menteri meminta warga baca juga aturan baru itu sebelum berangkat ke pelabuhan.", None),
        ("The port reopened, he said. Read more: How The Hague sees it The court said that it would rule in May.",
         "The port reopened, he said. The court said that it would rule in May."),
    ],
)  # fmt: skip
def test_the_same_words_in_a_sentence_stay(line: str, kept: str | None) -> None:
    assert middle(record_of("en", line)) == (kept or line)


def test_a_span_is_never_longer_than_its_piece() -> None:
    for words, headline, before, behind in FORMS.values():
        for piece in (f"{words}: {headline} {behind}", f"({words}: {headline}", words, f"{words}: {before}"):
            assert 0 <= span_length(piece) <= len(piece)
