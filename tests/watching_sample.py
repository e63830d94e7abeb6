"""A watch whose time is made by hand, over a site on this machine."""

from __future__ import annotations

from collections.abc import Callable

from dragoman.watching import Event, Find, Memory, Outcome, State, Tally, Watcher
from dragoman.watching.find import Put
from dragoman.watching.sources import parsed
from tests.watching_server import Site

START = 1_638_878_400.0
"""7 December 2021, 12:00 UTC."""

HOUR = 3_600.0


class Bench:
    """Runs watches over one state; what was handed on is in ``finds``, what was told in ``events``.

    A run of so many seconds takes no time: sleeping moves ``now``. Addresses are shown without the site's own part.
    """

    def __init__(self, site: Site, state: State | None = None) -> None:
        self.site = site
        self.state: State = state or Memory()
        self.now = START
        self.slept: list[float] = []
        self.finds: list[Find] = []
        self.events: list[Event] = []
        self.texts: dict[str, bytes] = {}
        self.keep: Callable[[Find], Outcome] = self.remember
        self.reading: Callable[[Find], object] = lambda find: None
        self.after_keep: Callable[[Watcher], None] = lambda watcher: None

    def remember(self, find: Find) -> Outcome:
        url, data = str(find.fetched.url), find.fetched.data
        before = self.texts.get(url)
        self.texts[url] = data
        return Outcome("new" if before is None else "unchanged" if before == data else "version")

    def watcher(self, sources: str, *, until: float | None = None, allow_private: bool = True) -> Watcher:
        def put(find: Find) -> Outcome:
            outcome = self.keep(find)
            self.finds.append(find)
            self.after_keep(made)
            return outcome

        def keep(find: Find) -> Put:
            self.reading(find)
            return lambda: put(find)

        def sleep(seconds: float) -> None:
            self.slept.append(seconds)
            self.now += seconds
            if until is not None and self.now >= until:
                made.stop()

        made = Watcher(
            parsed(sources.replace("SITE", self.site.address)), self.state, keep, tell=self.events.append,
            allow_private=allow_private, clock=lambda: self.now, sleep=sleep, chance=lambda: 0.0,
        )  # fmt: skip
        return made

    def once(self, sources: str, *, allow_private: bool = True, everything: bool = False) -> Tally:
        self.events.clear()
        return self.watcher(sources, allow_private=allow_private).run(once=True, everything=everything)

    def run(self, sources: str, seconds: float) -> Tally:
        self.events.clear()
        return self.watcher(sources, until=self.now + seconds).run()

    def told(self, kind: str) -> list[str]:
        """The paths of which this was told, in order."""
        return [self.short(event.url) for event in self.events if event.kind == kind]

    def why(self, kind: str = "failed") -> str:
        """The reason of the one event of a kind."""
        (event,) = (event for event in self.events if event.kind == kind)
        return event.why or ""

    def found(self) -> list[str]:
        """The paths of what was handed on, in order."""
        return [self.short(str(find.fetched.url)) for find in self.finds]

    def short(self, url: str) -> str:
        return url.removeprefix(self.site.address)


def page(words: str, more: str = "") -> str:
    return f"<html><head><title>{words}</title></head><body><article><p>{words}</p>{more}</article></body></html>"


def feed(*items: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Limon Herald</title>'
        f"{''.join(items)}</channel></rss>"
    )


def item(path: str, published: str = "Tue, 07 Dec 2021 11:00:00 GMT", more: str = "") -> str:
    return f"<item><title>Talks</title><link>{path}</link><pubDate>{published}</pubDate>{more}</item>"


def atom(path: str, updated: str) -> str:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Herald</title><entry><title>Talks</title>'
        f'<link href="{path}"/><published>2021-12-07T10:00:00Z</published><updated>{updated}</updated></entry></feed>'
    )


def urlset(*urls: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
        f'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">{"".join(urls)}</urlset>'
    )


def index(*sitemaps: str) -> str:
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(sitemaps)}</sitemapindex>'


def loc(name: str, url: str, lastmod: str | None = None, more: str = "") -> str:
    date = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    return f"<{name}><loc>{url}</loc>{date}{more}</{name}>"


def post(number: int, text: str, time: str = "2021-12-07T11:30:00+00:00", *, before: str = "", info: str = "") -> str:
    """A post as t.me/s shows it; ``before`` stands above its text, ``info`` beside its date."""
    return f"""
<div class="tgme_widget_message_wrap js-widget_message_wrap"><div
 class="tgme_widget_message text_not_supported_wrap js-widget_message" data-post="limon_mfa/{number}">
 <div class="tgme_widget_message_user"><a href="https://t.me/limon_mfa"><i class="tgme_widget_message_user_photo"></i></a></div>
 <div class="tgme_widget_message_bubble">
  <div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name"
   href="/limon_mfa"><span dir="auto">Limon MFA</span></a></div>
  {before}<div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div>
  <div class="tgme_widget_message_footer compact js-message_footer"><div class="tgme_widget_message_info short js-message_info">
   <span class="tgme_widget_message_views">1.2K</span><span class="tgme_widget_message_meta">{info}<a
   class="tgme_widget_message_date" href="/limon_mfa/{number}"><time datetime="{time}" class="time">11:30</time></a></span>
  </div></div></div></div></div>"""


def channel(*posts: str, before: int | None = None) -> str:
    older = (
        f'<a href="/s/limon_mfa?before={before}" class="tme_messages_more js-messages_more" data-before="{before}"></a>'
        if before else ""
    )  # fmt: skip
    return (
        '<html><body><div class="tgme_channel_info"><div class="tgme_channel_info_header_title">'
        f'<span>Limon MFA</span></div></div><section class="tgme_channel_history">{older}{"".join(posts)}'
        "</section></body></html>"
    )
