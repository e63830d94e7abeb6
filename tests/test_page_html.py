"""Web pages: main text without captions, menus and comments, and what the head tells."""

from __future__ import annotations

import sys

import pytest

from dragoman.article import Article, Image
from dragoman.page import PageError, article

FIRST = "The envoys of Norland and Sudland met on Tuesday in Port Alder, and both said that the talks had been useful."
SECOND = "“We have agreed on the agenda,” said the Norland envoy, who did not say when the next meeting would be held."
THIRD = "The two states have had no relations since the border was closed. Their trade goes through third countries."


def page(
    body: str = "", head: str = "", lang: str = "en", inner: str = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
) -> str:
    return (
        f"<!doctype html><html lang='{lang}'><head>{head}</head><body><nav><a href='/'>Home</a> <a href='/w'>World</a></nav>"
        f"<article>{body}{inner}</article><footer>© The Gazette. All rights reserved.</footer></body></html>"
    )


def read(html: str, url: str | None = None) -> Article:
    return article(html.encode(), media_type="text/html", charset="utf-8", url=url)


def test_paragraphs_are_lines_and_the_rest_is_left_out() -> None:
    found = read(page(head="<title>Envoys meet</title><script>var a = 'x';</script>"))
    assert found.text == f"{FIRST}\n{SECOND}\n{THIRD}"
    assert found.masked == ()


def test_lists_quotations_line_breaks_and_tables_are_lines_of_their_own() -> None:
    inner = f"<p>{FIRST}<br>{SECOND}</p><blockquote>{THIRD}</blockquote><ul><li>The border.</li><li>The fish.</li></ul>"
    assert read(page(inner=inner)).text == f"{FIRST}\n{SECOND}\n{THIRD}\nThe border.\nThe fish."


def test_a_headline_on_the_page_is_the_first_line() -> None:
    head = '<title>Envoys meet in Port Alder - The Gazette</title><meta property="og:site_name" content="The Gazette">'
    found = read(page("<h1>Envoys meet in Port Alder</h1>", head))
    assert found.text.startswith(f"Envoys meet in Port Alder\n{FIRST}")
    assert found.title is not None
    assert (found.title.value, found.title.span, found.title.origin) == ("Envoys meet in Port Alder", (0, 25), "text")
    assert found.publisher is not None and found.publisher.value == "The Gazette"


def test_a_headline_of_the_head_alone_is_not_put_into_the_text() -> None:
    head = '<title>Envoys meet in Port Alder | The Gazette</title><meta property="og:site_name" content="The Gazette">'
    found = read(page(head=head))
    assert found.title is not None
    assert (found.title.value, found.title.span, found.title.origin) == ("Envoys meet in Port Alder", None, "metadata")
    assert found.text.startswith(FIRST)


def test_captions_and_credits_are_taken_from_the_text_into_the_pictures() -> None:
    body = """
      <figure><img src="/a.jpg" alt="Two people"><figcaption>The envoys shake hands in the old customs house of the port,
        where they had met before. <span class="credit">Photo: A. Lens/Agency</span></figcaption></figure>"""
    inner = f"""<p>{FIRST}</p>
      <div class="wp-caption"><a href="x"><img data-src="b.jpg" src="data:image/gif;base64,R0lGOD"></a>
        <p class="wp-caption-text">The harbour of Port Alder, seen from the light house on a quiet morning in autumn.</p></div>
      <p>{SECOND}</p><div class="media"><img src="c.jpg" alt="Карта порта | Источник: Ведомство / Канал"></div><p>{THIRD}</p>"""
    found = read(page(body, inner=inner), url="https://news.example/2021/talks.html")
    assert found.text == f"{FIRST}\n{SECOND}\n{THIRD}"
    assert found.images == (
        Image(
            "https://news.example/a.jpg",
            "Two people",
            "The envoys shake hands in the old customs house of the port, where they had met before.",
            "A. Lens/Agency",
        ),
        Image(
            "https://news.example/2021/b.jpg",
            None,
            "The harbour of Port Alder, seen from the light house on a quiet morning in autumn.",
            None,
        ),
        Image(
            "https://news.example/2021/c.jpg",
            "Карта порта | Источник: Ведомство / Канал",
            "Карта порта",
            "Ведомство / Канал",
        ),
    )


def test_pictures_of_the_site_are_not_the_articles() -> None:
    html = page(inner=f"<p>{FIRST}</p><img src='dot.gif' width='1' height='1' alt='counter'><p>{SECOND}</p>")
    html = html.replace("<nav>", "<nav><img src='logo.png' alt='The Gazette logo'>")
    assert read(html).images == ()
    head = (
        '<meta property="og:image" content="/p.jpg"><meta property="og:image:alt" content="The port. Photo: A. Lens">'
    )
    assert read(page(head=head)).images == (Image("/p.jpg", "The port. Photo: A. Lens", "The port", "A. Lens"),)


LINKED = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "x",
"datePublished": "1999-01-01"}, {"@type": ["NewsArticle"], "headline": "Envoys meet", "datePublished": %s,
"dateModified": %s, "inLanguage": "en", "publisher": {"@type": "Organization", "name": "The Gazette"}}]}</script>"""


def test_published_and_modified_are_kept_apart_with_their_zones() -> None:
    found = read(page(head=LINKED % ('"2021-09-14T10:00:00+02:00"', '"2021-09-14T12:30:00Z"')))
    assert found.published is not None and found.modified is not None
    assert (found.published.value, found.published.zone) == ("2021-09-14T10:00:00+02:00", "+02:00")
    assert (found.modified.value, found.modified.zone) == ("2021-09-14T12:30:00+00:00", "+00:00")
    assert (found.published.origin, found.published.span) == ("metadata", None)
    assert found.title is not None and found.title.value == "Envoys meet"


def test_a_page_that_was_not_changed_has_no_modified_date() -> None:
    assert read(page(head=LINKED % ('"2021-09-14T10:00:00Z"', '"2021-09-14T10:00:00Z"'))).modified is None


@pytest.mark.parametrize(
    ("head", "body", "url", "value", "origin"),
    [
        ('<meta property="article:published_time" content="2021-09-14T10:00:00+03:00">', "", None, "2021-09-14T10:00:00+03:00", "metadata"),
        ('<meta name="DC.date.issued" content="2021-09-14">', "", None, "2021-09-14", "metadata"),
        ('<meta itemprop="datePublished" content="20210914">', "", None, "2021-09-14", "metadata"),
        ("", '<time datetime="2021-09-14T10:00">14 September</time>', None, "2021-09-14T10:00:00", "metadata"),
        ("", '<span class="article__date">14 September 2021, 10:00</span>', None, "2021-09-14T10:00:00", "text"),
        ("", "", "https://e.org/2021/09/14/talks", "2021-09-14", "metadata"),
        ('<meta name="date" content="2021-09-14"><meta property="article:published_time" content="2021-09-14T08:00:00Z">',
         "", None, "2021-09-14T08:00:00+00:00", "metadata"),
        ('<meta property="article:modified_time" content="2021-09-14">', "", None, None, None),
        ("", "", "https://e.org/talks", None, None),
    ],
)  # fmt: skip
def test_where_the_date_is_found(head: str, body: str, url: str | None, value: str | None, origin: str | None) -> None:
    found = read(page(body, head), url).published
    assert (found.value if found else None, found.origin if found else None) == (value, origin)


def test_the_time_of_another_article_on_the_page_is_not_taken() -> None:
    html = page().replace(
        "<footer>", "<aside><article><time datetime='2024-01-01'>1 January</time></article></aside><footer>"
    )
    assert read(html).published is None


def test_the_address_is_the_canonical_one_of_the_same_host() -> None:
    def address(link: str, url: str | None) -> str | None:
        found = read(page(head=f'<link rel="canonical" href="{link}">'), url).url
        return found.value if found else None

    assert address("/a", "https://e.org/a?utm=1") == "https://e.org/a"
    assert address("https://other.org/a", "https://e.org/b") == "https://e.org/b"
    assert address("https://e.org/", "https://e.org/b") == "https://e.org/b"
    assert address("https://e.org/a", None) == "https://e.org/a"
    assert address("javascript:x", None) is None
    assert address("https://[", None) is None


def test_the_host_stands_for_an_unnamed_publisher() -> None:
    found = read(page(), "https://www.gazette.example/a").publisher
    assert found is not None and found.value == "gazette.example"
    assert read(page()).publisher is None


@pytest.mark.parametrize(
    "html",
    [
        "<html></html>",
        "<html><body><img src='a.jpg' alt='A picture of two people in a port.'></body></html>",
        page(
            inner="<figure><img src='a.jpg'><figcaption>The envoys shake hands in the old customs house.</figcaption></figure>"
        ),
        "<html><body><ul>"
        + "".join(f"<li><a href='/{n}'>Headline number {n}</a></li>" for n in range(40))
        + "</ul></body></html>",
        "<html><body><p>Please enable JavaScript in your browser to read this page of our site.</p></body></html>",
        "<html><body><script>document.write('x')</script></body></html>",
        "<html><frameset><frame src='a'></frameset></html>",
    ],
)
def test_a_page_that_is_no_article_is_one_clear_error(html: str) -> None:
    with pytest.raises(PageError) as caught:
        read(html)
    assert len(str(caught.value).splitlines()) == 1


def test_one_page_does_not_depend_on_those_read_before() -> None:
    first = [read(page()).text for _ in range(4)]
    assert len(set(first)) == 1


def test_chinese_and_arabic_pages() -> None:
    zh = "外交部发言人周三表示，双方将在秋季继续就渔业问题举行会谈。他没有说明会谈地点，但预计双方将在港口会面。"
    ar = "قال الوزير يوم الأربعاء إن المحادثات حول صيد الأسماك ستستمر في الخريف. ولم يذكر أين ستعقد المحادثات."
    for text, lang in ((zh, "zh"), (ar, "ar")):
        found = read(page(lang=lang, inner=f"<h1>{text[:12]}</h1><p>{text}</p><p>{text}{text}</p>"))
        assert text in found.text
        assert found.language is not None and found.language.value == lang


def test_html_without_a_declaration_is_recognised() -> None:
    assert article(page().encode()).text.startswith(FIRST)
    assert article(f"<p>{FIRST}</p><p>{SECOND}</p>".encode()).text == f"{FIRST}\n{SECOND}"
    assert article(page().encode(), media_type="text/plain", source="https://e.org/a").text.startswith(FIRST)


def test_deep_and_broken_pages_do_no_harm() -> None:
    for html in (
        "<div>" * 5_000 + FIRST,
        page().replace("</p>", "").replace("</article>", "</b></table>"),
        "<html>" + "<" * 5_000,
    ):
        try:
            read(html)
        except PageError as error:
            assert len(str(error).splitlines()) == 1


def test_text_needs_no_html_parser() -> None:
    import subprocess

    code = "import sys; from dragoman.page import article; article('The talks go on.'); print('trafilatura' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_control_character_costs_no_more_than_itself() -> None:
    said = "The envoy of Veria said that the strait stays open, and that nobody need fear for his ships. "
    for sign in ("&#27;", "&#x1;", "\x1b"):
        read = article(f"<html><body><article><p>{said}{sign}[31m{said * 3}</p></article></body></html>".encode())
        assert read.text.count("The envoy") == 4
        assert "\x1b" not in read.text and "\x01" not in read.text
