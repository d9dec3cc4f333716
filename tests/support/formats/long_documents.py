"""Documents of each format with stories of 2.5 KB, as agencies send them."""

import orjson

PARAGRAPHS = [
    "BEIRUT (Reuters) - The port reopened on Monday after a week of repairs, Prime Minister Najib Mikati said in a statement.",
    *(
        f"Officials of the ministry of transport said that {100 + n} ships had waited off the coast of Lebanon since the"
        f" cranes of the terminal were shut, and that traders in Tripoli and Sidon had lost {n} million dollars a day."
        for n in range(11)
    ),
]
TEXT = "\n".join(PARAGRAPHS)
HTML = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
XML_TEXT = HTML.replace("&", "&amp;")
ESCAPED = HTML.replace("<", "&lt;").replace(">", "&gt;")
ENTRIES = 20

DOCUMENTS: dict[str, bytes] = {
    "envelope, text": orjson.dumps(
        {"source": "wire", "payload": TEXT, "content_type": "text/plain", "title": "Port reopens"}
    ),
    "RSS of 20": (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        + "".join(
            f"<item><title>Port reopens {n}</title><link>https://a.example/{n}</link><guid>{n}</guid><dc:creator>Ana Cole</dc:creator>"
            f"<pubDate>Mon, 04 Mar 2024 12:00:00 GMT</pubDate><description>Ships wait.</description>"
            f"<content:encoded><![CDATA[{HTML}]]></content:encoded></item>"
            for n in range(ENTRIES)
        )
        + "</channel></rss>"
    ).encode(),
    "Atom of 20": (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title>'
        + "".join(
            f'<entry><id>{n}</id><title>Port reopens {n}</title><link href="https://a.example/{n}"/><updated>2024-03-04T12:00:00Z</updated>'
            f'<content type="html">{ESCAPED}</content></entry>'
            for n in range(ENTRIES)
        )
        + "</feed>"
    ).encode(),
    "JSON Feed of 20": orjson.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "items": [{"id": str(n), "title": "Port reopens", "content_html": HTML} for n in range(ENTRIES)],
        }
    ),
    "ninjs": orjson.dumps(
        {
            "uri": "urn:x:1",
            "type": "text",
            "headlines": [{"value": "Port reopens"}],
            "bodies": [{"contentType": "text/html", "value": HTML}],
        }
    ),
    "NITF": f"<nitf><body><body.head><hedline><hl1>Port reopens</hl1></hedline></body.head><body.content>{XML_TEXT}</body.content></body></nitf>".encode(),
    "NewsML-G2": (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1"><contentMeta><headline>Port reopens</headline></contentMeta><contentSet><inlineXML>'
        f'<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.content>{XML_TEXT}</body.content></body></nitf></inlineXML></contentSet></newsItem>'
    ).encode(),
    "HTML page": f"<html><head><title>Port reopens</title></head><body><nav><a href='/'>Home</a></nav><article><h1>Port reopens</h1>{HTML}</article></body></html>".encode(),
    "IPTC 7901": b"\x01abc0123 4 i 400\r\n\x02" + TEXT.encode() + b"\r\n\x03",
    "ANPA 1312": b"\x16\x16\x01a0512\x1fapv\r\n r a BC-ML--Port,1st Ld\r\n\x02" + TEXT.encode() + b"\r\n\x03",
}
