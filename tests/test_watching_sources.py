"""The sources file: what may stand in it, and that every fault is told with its line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.watching import SourcesError, load
from dragoman.watching.plan import REVISITS, Stage
from dragoman.watching.sources import parsed
from dragoman.watching.units import duration, size, spoken

FULL = """
contact = "desk@example.org"
delay = "10s"
threads = 8
every = "20m"
skip = "/sport/"
revisits = [{ until = "2h", every = "10m" }, { until = "10d", every = "1d" }]

[[source]]
url = "https://www.example.org/rss"
publisher = "Limon Herald"
side = "lim"
language = "EN"
every = "5m"
match = ["/world/", "/politics/"]
limit = "500 kB"

[[source]]
url = "https://t.me/limon_mfa"
name = "the ministry"
"""


def test_what_a_file_says_is_what_is_watched() -> None:
    plan = parsed(FULL)
    assert (plan.delay, plan.threads, plan.warnings) == (10, 8, ())
    assert plan.user_agent.startswith("dragoman/") and plan.user_agent.endswith("(+desk@example.org)")
    first, second = plan.sources
    assert (first.kind, first.guessed, first.name) == ("feed", True, "www.example.org/rss")
    assert (first.publisher, first.side, first.language) == ("Limon Herald", "LIM", "en")
    assert (first.every, second.every) == (300, 1200)
    assert first.revisits == second.revisits == (Stage(7200, 600), Stage(864_000, 86_400))
    assert first.most("feed") == 500_000 and second.most("telegram") == 5_000_000
    assert first.wants("https://www.example.org/world/1")
    assert not first.wants("https://www.example.org/culture/1")
    assert not first.wants("https://www.example.org/world/sport/1")
    assert (second.kind, second.url, second.name) == ("telegram", "https://t.me/s/limon_mfa", "the ministry")


def test_little_is_enough() -> None:
    plan = parsed('[[source]]\nurl = "https://example.org/a.html"')
    assert plan.sources[0].kind == "page" and plan.sources[0].revisits == REVISITS
    assert plan.delay == 5
    assert "no contact" in plan.warnings[0]


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://example.org/feed/", "feed"), ("https://example.org/news.rss", "feed"),
        ("https://example.org/atom.xml", "feed"), ("https://example.org/feeds/world?x=1", "feed"),
        ("https://example.org/sitemap.xml", "sitemap"), ("https://example.org/sitemap_news_1.xml.gz", "sitemap"),
        ("https://t.me/limon", "telegram"), ("https://t.me/s/limon", "telegram"),
        ("https://example.org/feedback.html", "page"), ("https://example.org/", "page"),
    ],
)  # fmt: skip
def test_the_kind_is_guessed_from_the_address(url: str, kind: str) -> None:
    assert parsed(f'[[source]]\nurl = "{url}"').sources[0].kind == kind


FAULTS = """
contact = "desk@example.org"
delai = "5s"
every = "soon"

[[source]]
url = "ftp://example.org/a"

[[source]]
url = "https://example.org/feed"
kind = "podcast"
side = "Limonia, Republic of"
match = "("

[[source]]
publisher = "Limon Herald"

[[source]]
url = "https://example.org/list"
kind = "listing"

[[source]]
url = "https://example.org/feed2"
revisits = [{ until = "2d", every = "1h" }, { until = "1d", every = "1d" }]
newest = 0
language = 7

[[source]]
url = "https://example.org/twice"

[[source]]
url = "https://EXAMPLE.org:443/twice#part"
"""


def test_every_fault_is_told_with_its_line_and_key() -> None:
    with pytest.raises(SourcesError) as caught:
        parsed(FAULTS, "s.toml")
    assert caught.value.lines == [
        "s.toml:3: delai is not a key here; did you mean delay?",
        "s.toml:4: every: 'soon' is not a time such as 90s, 15m, 1h30m or 2d",
        "s.toml:7: url: 'ftp://example.org/a' is not an http or https address",
        "s.toml:11: kind: 'podcast' is none of feed, page, sitemap, telegram, listing",
        "s.toml:12: side: 'Limonia, Republic of' is not a state's or organisation's code such as RUS",
        "s.toml:13: match: '(' is not a regular expression: missing ), unterminated subpattern at position 0",
        "s.toml:15: this [[source]] has no url",
        "s.toml:20: kind: a listing needs match: which of the page's links are articles",
        "s.toml:24: revisits: [{'until': '2d', 'every': '1h'}, {'until': '1d', 'every':... "
        "has stages that do not follow one another: until must grow",
        "s.toml:25: newest: 0 is not a number from 1 to 50000",
        "s.toml:26: language: 7 is not a language code such as ru or pt-BR",
        "s.toml:32: url: https://example.org/twice is named twice",
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[[source]]\nurl = "https://a.org\n', "s.toml:2: no TOML: "),
        ("delay = 5\ndelay = 6\n", "s.toml:"),
        ("", "s.toml: names no [[source]]"),
        ('source = "https://a.org"', "s.toml:1: source: 'https://a.org' is not a list"),
        ("source = [1]", "s.toml: [[source]] is not a table"),
        ('[[source]]\nurl = ["a"]', "s.toml:2: url: ['a'] is not an http or https address"),
        ('[[source]]\nurl = "https://a.org"\nname = "a\\u0007b"', "s.toml:3: name: "),
        ('user_agent = "a\\r\\nb"\n[[source]]\nurl = "https://a.org"', "s.toml:1: user_agent: "),
        ('delay = -1\n[[source]]\nurl = "https://a.org"', "s.toml:1: delay: -1 is not a time"),
        ('delay = nan\n[[source]]\nurl = "https://a.org"', "s.toml:1: delay: nan is not a time"),
        ('every = 0\n[[source]]\nurl = "https://a.org"', "s.toml:1: every: 0 is no time at all"),
        ('threads = true\n[[source]]\nurl = "https://a.org"', "s.toml:1: threads: True is not a number"),
    ],
)
def test_what_is_no_sources_file(text: str, line: str) -> None:
    with pytest.raises(SourcesError) as caught:
        parsed(text, "s.toml")
    assert caught.value.lines[0].startswith(line)
    assert all(len(one.splitlines()) == 1 for one in caught.value.lines)


def test_files_that_cannot_be_had(tmp_path: Path) -> None:
    with pytest.raises(SourcesError, match="No such file"):
        load(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes("# ok\n# é".encode("latin-1"))
    with pytest.raises(SourcesError, match=r"latin\.toml:2: not UTF-8"):
        load(tmp_path / "latin.toml")
    (tmp_path / "large.toml").write_bytes(b"#" * 5_000_001)
    with pytest.raises(SourcesError, match="larger than"):
        load(tmp_path / "large.toml")


def test_times_and_sizes() -> None:
    assert [duration(value) for value in ("90s", "15m", "1h30m", "2d", "1.5h", 7, 0.5)] == [
        90, 900, 5400, 172_800, 5400, 7, 0.5,
    ]  # fmt: skip
    assert [size(value) for value in ("500 kB", "5MB", "1.5 MB", 12)] == [500_000, 5_000_000, 1_500_000, 12]
    no_times: tuple[object, ...] = ("", "m", "15", "15 minutes", "-5m", True, None, [], float("inf"))
    for wrong in no_times:
        with pytest.raises(ValueError, match="is not a time"):
            duration(wrong)
    no_sizes: tuple[object, ...] = ("", "5", "5 GB", 0, -1, True, 1.5)
    for wrong in no_sizes:
        with pytest.raises(ValueError, match="is not a size"):
            size(wrong)
    assert [spoken(value) for value in (0, 59, 900, 5400, 90_061)] == ["0s", "59s", "15m", "1h 30m", "1d 1h"]


def test_the_example_is_right() -> None:
    plan = load(Path(__file__).parents[1] / "examples" / "sources.toml")
    assert {source.kind for source in plan.sources} == {"feed", "page", "sitemap", "telegram", "listing"}
    assert plan.warnings == ()
