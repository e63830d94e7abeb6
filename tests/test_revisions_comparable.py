"""What is no version of an article, though its address gave it; and what is one all the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dragoman.article import Article
from dragoman.gather.fetched import Fetched
from dragoman.pipeline import article
from dragoman.record import Record
from dragoman.revisions import comparable, steps
from tests.revision_sample import STORY, WHO, РАССКАЗ, bare, story, swap, unmark, version

EXAMPLES = Path(__file__).parents[1] / "examples"
LONG = unmark(STORY)[0] + "\n" + "\n\n".join(
    f"On day {n} of the talks the delegations went through chapter {n} of the treaty, and the clerks of both sides wrote down what was agreed. "
    f"Nobody spoke to the press that evening, though {n * 3} reporters were waiting in the rain."
    for n in range(2, 9)
)  # fmt: skip
ДЛИННЫЙ = unmark(РАССКАЗ)[0] + "\n" + "\n\n".join(
    f"На {n}-й день переговоров делегации разобрали главу {n} договора, и секретари обеих сторон записали согласованное. "
    f"С прессой вечером никто не говорил, хотя под дождём ждали {n * 3} журналистов."
    for n in range(2, 9)
)  # fmt: skip
TITLE = "Verania and Laxia agree on the strait"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("404 Not Found\n\nThe page you are looking for has been moved or removed.", "an error page"),
        ("503 Service Temporarily Unavailable\n\nnginx", "an error page"),
        ("Access denied. You do not have permission to view this page on this server.", "an error page"),
        ("Страница не найдена\n\nВозможно, она была удалена или перемещена. Перейдите на главную.", "an error page"),
        ("Доступ к сайту ограничен по решению уполномоченного органа власти.", "an error page"),
        ("Seite nicht gefunden\n\nDie gesuchte Seite gibt es leider nicht mehr.", "an error page"),
        ("Page introuvable\n\nLa page que vous cherchez n'existe plus ou a changé d'adresse.", "an error page"),
        ("Página no encontrada\n\nLa página que busca no existe o ha cambiado de dirección.", "an error page"),
        ("页面不存在\n\n您访问的页面已被删除或更改了地址，请返回首页。", "an error page"),
        ("Please verify you are a human. Our systems have detected unusual traffic from your network.", "robot"),
        ("Подтвердите, что запросы отправляли вы, а не робот. Я не робот.", "robot"),
        ("安全验证\n\n请完成验证后继续访问。", "robot"),
        ("Please enable JavaScript to view this site. It will not work without it.", "JavaScript"),
        ("Для работы сайта включите JavaScript в настройках браузера.", "JavaScript"),
        ("Bitte aktivieren Sie JavaScript in Ihrem Browser, um fortzufahren.", "JavaScript"),
        ("Veuillez activer JavaScript pour afficher cette page.", "JavaScript"),
        ("Active JavaScript en su navegador para ver esta página.", "JavaScript"),
        ("请启用JavaScript后刷新页面。", "JavaScript"),
        ("Sign in\n\nEnter your email and password to go on. Forgot your password?", "a login page"),
        ("Войдите, чтобы читать дальше. Забыли пароль? Зарегистрироваться.", "a login page"),
        ("Melden Sie sich an. Passwort vergessen? Noch kein Konto?", "a login page"),
        ("Connectez-vous pour continuer. Mot de passe oublié ?", "a login page"),
        ("Inicie sesión para continuar. ¿Olvidó su contraseña?", "a login page"),
        ("请先登录。忘记密码？", "a login page"),
        (
            "Before you continue\n\nWe and our partners use cookies to store data. Accept all cookies or manage your settings.",
            "a consent page",
        ),
        ("Мы используем файлы cookie, чтобы сайт работал лучше. Принять все файлы cookie.", "a consent page"),
        ("Wir und unsere 214 Partner verwenden Cookies. Alle akzeptieren oder Einstellungen.", "a consent page"),
        ("Nous et nos partenaires utilisons des cookies. Tout accepter ou continuer sans accepter.", "a consent page"),
        ("Utilizamos cookies propias y de terceros. Aceptar todas las cookies.", "a consent page"),
        ("我们使用 Cookie 来改善您的体验。接受所有 Cookie。", "a consent page"),
        ("This article is for subscribers only. Already a subscriber? Start your free trial now.", "a paywall"),
    ],
)
@pytest.mark.parametrize("old", [LONG, ДЛИННЫЙ])
def test_a_page_without_the_article_says_what_it_is(text: str, says: str, old: str) -> None:
    why = comparable(bare(old), bare(text))
    assert why is not None
    assert says in why
    assert why.which == "new"


@pytest.mark.parametrize(
    ("words", "old"),
    [
        ("Subscribe to continue reading.", LONG),
        ("This article is only available to subscribers.", LONG),
        ("Оформите подписку, чтобы читать дальше.", ДЛИННЫЙ),
        ("Материал доступен только подписчикам.", ДЛИННЫЙ),
        ("Jetzt weiterlesen mit unserem Abo. Bereits Abonnent?", LONG),
        ("Il vous reste 70 % de cet article à lire. La suite est réservée aux abonnés.", LONG),
        ("Contenido exclusivo para suscriptores. Suscríbase para seguir leyendo.", LONG),
        ("订阅后阅读全文", LONG),
    ],
)
def test_a_stub_before_a_paywall(words: str, old: str) -> None:
    stub = f"{old[:700].rpartition('.')[0]}.\n\n{words}\n"
    why = comparable(bare(old), bare(stub))
    assert why is not None
    assert why.startswith("a paywall: “")
    assert comparable(bare(old + f"\n{words}"), bare(old)) is None, "the same article without the paywall's words"


@pytest.mark.parametrize("old", [LONG, ДЛИННЫЙ])
@pytest.mark.parametrize("ending", ["", "…", "..."])
def test_a_text_that_breaks_off_within_a_sentence(old: str, ending: str) -> None:
    cut = old[: old.rindex(",") - 3].rsplit(" ", 1)[0]
    cut = cut[: len(cut) * 2 // 3].rstrip(" .,")
    while cut[-1] in ".!?\n":
        cut = cut[:-4]
    why = comparable(bare(old), bare(cut + ending))
    assert why is not None
    assert "breaks off within a sentence" in why


def test_a_word_may_be_cut_in_two() -> None:
    at = LONG.index("delegations", 900) + 5
    assert "breaks off" in (comparable(bare(LONG), bare(LONG[:at])) or "")


@pytest.mark.parametrize("old", [LONG, ДЛИННЫЙ])
def test_an_article_that_its_editors_shortened_is_a_version(old: str) -> None:
    paragraphs = old.strip().split("\n\n")
    for kept in (
        paragraphs[:4],
        paragraphs[:2],
        [*paragraphs[:2], *paragraphs[-2:]],
        [p.split(". ")[0].rstrip(".") + "." for p in paragraphs],
    ):
        assert comparable(bare(old), bare("\n\n".join(kept))) is None


def test_an_article_may_be_about_such_pages() -> None:
    more = (
        LONG
        + "\n\nThe ministry's site answered with an error 503 all morning, and readers had to verify that they were human. Please enable JavaScript, it said."
    )
    assert comparable(bare(LONG), bare(more)) is None
    assert comparable(bare(more), bare(LONG)) is None


def test_an_article_that_was_rewritten_is_a_version() -> None:
    other = (
        "The strait will open on the first of June, the governments of Verania and Laxia announced at noon. "
        "Fishermen of both coasts had waited for that day since the storm. President Veresh called it a beginning, and Mr Koll "
        "said that tariffs were off the table for now. Ships are to be let through in turn, and pilots of both countries will "
        "board them at Port Alder, where the harbour has been repaired."
    )
    assert (
        comparable(bare(LONG, title=TITLE), bare(other, title="Strait to open in June, Verania and Laxia say")) is None
    )


def test_another_language_and_another_text_are_no_versions() -> None:
    assert "another language (ru, not en)" in (comparable(bare(LONG), bare(ДЛИННЫЙ, language="ru")) or "")
    recipe = (
        "Peel the onions and cut them small. Melt butter in a heavy pan, add flour and stir until it smells of nuts. "
        * 4
    )
    why = comparable(bare(LONG, title=TITLE), bare(recipe, title="Onion soup for winter evenings"))
    assert why is not None
    assert "another text altogether" in why


def test_what_there_was_before_may_be_the_stub() -> None:
    why = comparable(bare("404 Not Found\n\nThe page you are looking for has been removed."), bare(LONG))
    assert why is not None
    assert why.which == "old"
    assert "an error page" in why


def test_a_fetch_without_text() -> None:
    assert comparable(bare(LONG), bare("")) == "hardly a word of text"
    assert comparable(bare(""), bare("")) is None


def test_the_address_and_the_code_of_the_page_tell_too() -> None:
    asked = "https://news.example.org/strait"

    def fetched(data: bytes = b"", url: str = asked) -> Fetched:
        return Fetched(data, asked, "text/html", None, url)

    old, other = bare(LONG, url=asked), bare("Welcome to our paper. Good to have you here, dear reader of the morning.")
    assert comparable(old, other, fetched()) is None
    assert "a login page" in str(comparable(old, other, fetched(url="https://news.example.org/login?next=strait")))
    assert "a consent page" in str(comparable(old, other, fetched(url="https://consent.example.org/x")))
    assert "a login page" in str(comparable(old, other, fetched(b'<form><input name="p" type="password"></form>')))
    free = b'<script type="application/ld+json">{"isAccessibleForFree": false}</script>'
    half = bare("\n\n".join(LONG.split("\n\n")[:3]))
    assert comparable(old, half, fetched()) is None
    assert "a paywall" in str(comparable(old, half, fetched(free)))
    assert comparable(old, old, fetched(free, "https://news.example.org/login")) is None


def stub() -> Record:
    return version("Just a moment\n\nVerify you are a human. Checking your browser.\n", {})


def test_steps_pass_over_what_is_not_comparable() -> None:
    one, two = story(), version(swap(STORY, _1="40 ships => 50 ships"), WHO)
    long = [
        version(f"{marked}\n\n{LONG.partition('storm.')[2]}", WHO)
        for marked in (STORY, swap(STORY, _1="40 ships => 50 ships"))
    ]
    made = steps([long[0], stub(), long[1]], ["2031-05-05T10:00:00+00:00", None, "2031-05-05T12:00:00+00:00"])
    assert [bool(step.incomparable) for step in made] == [True, False]
    assert made[0].changes == ()
    assert made[1].old is long[0]
    assert made[1].fetched == ("2031-05-05T10:00:00+00:00", "2031-05-05T12:00:00+00:00")
    assert [change.kind for change in made[1].changes] == ["numbers", "difference"]
    first = steps([stub(), long[0], long[1]])
    assert [bool(step.incomparable) for step in first] == [True, False]
    assert first[1].old is long[0], "what came first was no version"
    assert steps([one]) == []
    assert len(steps([one, two, one])) == 2
    with pytest.raises(ValueError, match="1 times for 2 versions"):
        steps([one, two], ["2031-05-05"])


@pytest.mark.parametrize("name", ["paris.ru.txt", "grain.en.txt", "moskau.de.md", "video.zh.md"])
def test_examples_shortened_are_versions_and_cut_off_are_none(name: str) -> None:
    whole = article(EXAMPLES / name)
    ends = [n for n in range(len(whole.text) // 3, len(whole.text) - 60) if whole.text.startswith("\n\n", n)]
    assert len(ends) >= 2
    for end in ends:
        assert comparable(whole, _until(whole, end)) is None
    for end in range(ends[0], len(whole.text) * 9 // 10, len(whole.text) // 13):
        if whole.text[:end].rstrip('"»”“ \n)')[-1] not in ".!?。":
            assert "breaks off" in (comparable(whole, _until(whole, end)) or ""), whole.text[end - 30 : end]


def _until(whole: Article, end: int) -> Article:
    masked = tuple((a, b) for a, b in whole.masked if b <= end)
    return replace(whole, text=whole.text[:end], masked=masked, notices=())
