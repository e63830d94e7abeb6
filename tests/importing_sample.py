"""Files to import, of our own writing: invented papers, people and states, in the layouts that exports have."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

FACTIVA_CODED = """\
HD   Port Alder talks to resume on Monday
BY   By Mira Sandoval
WC   57 words
PD   14 September 2021
ET   18:30
SN   The Alder Courier
SC   ALDCOU
ED   Final
PG   3
LA   English
CY   (c) 2021 The Alder Courier. All rights reserved.
LP
Ruritania and Borduria will resume their talks on Monday, Foreign Minister
Anna Lind said in Port Alder, where both delegations had waited since the
spring.

"We are ready," she told reporters.

TD
IN BRIEF, the two sides have met four times since May.

Borduria's envoy Pavel Horn declined to comment.

CO   none
IN   ishp : Shipping
NS   gdip : International Relations
RE   rurit : Ruritania
PUB  Alder Press
AN
Document ALDCOU0020210914eh9e0001a

HD
Zölle: Borduria droht mit Antwort
WC
31 Wörter
PD
3. März 2022
SN
Syldavische Zeitung
LA
German
LP
Borduria werde antworten, sagte Horn am Mittwoch.
AN
Dokument SYLZEI0020220303ei330000b


Search Summary
Text  talks
Date  All Dates
"""

FACTIVA_LAID_OUT = """\
World News
Ministers agree on grain corridor
By Tomas Reed
1,204 words
7 December 2021
09:15 GMT
Syldavian Press Agency
SYLPA
English
Copyright 2021. Syldavian Press Agency.

The ministers agreed on a grain corridor on Tuesday, the Syldavian foreign ministry said in a long statement that was
published after midnight and repeated what both sides had announced a week before.

"It will open in spring," Minister Eva Brandt said.

Document SYLPA00020211207ehc70002c

Министры согласовали список
214 слов
8 декабря 2021
Вестник Зубровки
ZUBVES
Russian
(c) 2021 Вестник Зубровки

Министр Ева Брандт заявила, что список согласован.

Документ ZUBVES0020211208ehc80003d

"""

FACTIVA_HTML = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Factiva</title></head><body>
<div class="article enArticle"><table>
<tr><td class="index"><b>HD</b>&nbsp;</td><td><span class="enHeadline">Envoys meet in Port Alder</span></td></tr>
<tr><td class="index"><b>WC</b></td><td>24 words</td></tr>
<tr><td class="index"><b>PD</b></td><td>14 September 2021</td></tr>
<tr><td class="index"><b>SN</b></td><td>The Alder Courier</td></tr>
<tr><td class="index"><b>LP</b></td><td><p class="articleParagraph enarticleParagraph">The envoys met
on Tuesday.</p></td></tr>
<tr><td class="index"><b>TD</b></td><td><p class="articleParagraph enarticleParagraph">“We listened,” said Horn.</p>
<p class="articleParagraph enarticleParagraph">They meet again in May.</p></td></tr>
<tr><td class="index"><b>AN</b></td><td>Document ALDCOU0020210914eh9e0002f</td></tr>
</table></div><br>
<div class="article frArticle"><div id="hd"><span class="frHeadline">La Syldavie répond</span></div>
<div class="author">Par Jean Morel</div><div>112 mots</div><div>2 août 2021</div><div>Le Courrier de Klow</div>
<div>COKLO</div><div>Français</div><div>© 2021 Le Courrier de Klow. Tous droits réservés.</div>
<p class="articleParagraph frarticleParagraph">« Nous répondrons », a dit la ministre Brandt.</p>
<p>Document COKLO00020210802eh820004g</p></div>
</body></html>"""

NEXIS_OLD = """\
Download Request: Selected Items: 1-3
Time Of Request: Friday, March 20, 2022  16:51:31

Terms: (talks)



                               1 of 3 DOCUMENTS



                              The Alder Courier

                            September 14, 2021 Tuesday
                                 Final Edition

Talks to resume, minister says;
Borduria is silent

BYLINE: Mira Sandoval in
Port Alder

SECTION: WORLD; Pg. 3

LENGTH: 57 words

DATELINE: PORT ALDER

Ruritania and Borduria will resume their talks on Monday, Foreign Minister Anna
Lind said in Port Alder, where both delegations had waited for a sign in a long-
awaited statement.

Update: this word before a colon is the newspaper's own.

"We are ready," she told reporters.

GRAPHIC: Anna Lind in Port Alder

LOAD-DATE: September 15, 2021

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper

                       Copyright 2021 The Alder Courier
                              All Rights Reserved


                              Dokument 2 von 3



                            Syldavische Zeitung

                         Donnerstag 3.März 2022

                         Zölle: Borduria droht

AUTOR: Karl Weiß

LÄNGE: 31 Wörter

Borduria werde antworten, sagte Horn am Mittwoch.

UPDATE: 4. März 2022

SPRACHE: GERMAN; DEUTSCH

                       Copyright 2022 Syldavische Zeitung
                            Alle Rechte vorbehalten


                               3 of 3 DOCUMENTS


                    Copyright 2021 Klow Holding
                              All Rights Reserved

                              Klow Times

                             July 1, 2021 Thursday

SECTION: A-SECTION; Pg. A01

LENGTH: 40 words

HEADLINE: Envoy leaves Klow

BODY:

The envoy left Klow on Thursday.

CORRECTION: An earlier version named the wrong envoy.

CORRECTION-DATE: July 2, 2021

URL: https://www.klowtimes.example/2021/07/envoy?ref=x#top

LANGUAGE: English
"""

NEXIS_UNI = """\
Date and Time: Friday, 20 March 2022 16:51:00 CET
Job Number: 167000000
Documents (2)
1. Envoy arrives on 7 May, says ministry
Client/Matter: -None-
Search Terms: talks
2. La ministre répond
Client/Matter: -None-

Envoy arrives on 7 May, says ministry
Klow Times
May 6, 2021 Thursday 3:05 PM GMT

Copyright 2021 Klow Holding All Rights Reserved

Section:\u00a0NEWS; Pg. 2
Length:\u00a044 words
Byline:\u00a0Tomas Reed
Dateline: KLOW

Body


The envoy will arrive on Friday, the ministry said.
"We expect him," Minister Eva Brandt said.

Graphic



The envoy's car


Load-Date:\u00a0May 8, 2021


Classification


Language: ENGLISH

Publication-Type: Newspaper


End of Document

La ministre répond
Le Courrier de Klow
mardi 2 août 2022
Copyright 2022 Le Courrier de Klow Tous droits réservés
Longueur: 25 mots
Body
« Nous répondrons », a dit la ministre.
Load-Date: August 3, 2022
Language: FRENCH; FRANÇAIS
End of Document
"""


def http(body: bytes, headers: str = "Content-Type: text/html; charset=utf-8", status: str = "200 OK") -> bytes:
    """A server's answer."""
    return f"HTTP/1.1 {status}\r\n{headers}\r\n\r\n".encode() + body


def warc_record(
    url: str, block: bytes, kind: str = "response", day: str = "2021-12-07T18:30:00Z", more: str = ""
) -> bytes:
    """A record of a web archive, as it is before it is packed."""
    kinds = {"response": "application/http; msgtype=response", "request": "application/http; msgtype=request"}
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{zlib.crc32(url.encode()):012d}>\r\n"
        f"WARC-Date: {day}\r\nWARC-Target-URI: {url}\r\nContent-Type: {kinds.get(kind, 'application/warc-fields')}\r\n"
        f"{more}Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def page(number: int) -> bytes:
    """A small page of news."""
    return (
        f"<html><head><title>Talks {number}</title></head><body><article><h1>Talks {number} resume</h1>"
        f"<p>Minister Anna Lind said on Monday that talks number {number} would resume in Port Alder.</p>"
        "<p>“We are ready,” she told reporters after the meeting with Borduria's envoy.</p></article></body></html>"
    ).encode()


def packed(records: list[bytes]) -> tuple[bytes, list[int]]:
    """A web archive with one gzip member a record, and where each begins."""
    members = [gzip.compress(record, mtime=0) for record in records]
    return b"".join(members), [sum(map(len, members[:index])) for index in range(len(members))]


def written(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    """A file with this content."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path
