from __future__ import annotations

import pytest
from reading_checks import assert_sound, source_of

from valuecheck.reading import read_text
from valuecheck.records import Draft


def read(source: str) -> Draft:
    draft = read_text(source, format="html")
    assert_sound(draft)
    return draft


def hidden_texts(draft: Draft) -> list[str]:
    return [draft.text[start:end] for start, end in draft.hidden]


@pytest.mark.parametrize(
    ("source", "visible"),
    [
        ("<p>One<p>two", "One\n\ntwo"),
        ("re<b>min</b>der", "reminder"),
        ("<div>One</div><div>two</div>", "One\ntwo"),
        ("One<br>two<br><br>three", "One\ntwo\n\nthree"),
        ("<ul><li>a<li>b</ul>c", "a\nb\n\nc"),
        ("  many \r\n  spaces <i> here</i>", "many spaces here"),
        ("Tom &amp; Jo &#39;24 &lt;3 AT&T &notit;", "Tom & Jo '24 <3 AT&T ¬it;"),
        ("<script>x<y</script><style>a{}</style>text", "text"),
        ("<template>a</template><noscript>b</noscript>c", "c"),
        ('<img alt="no" src=x>yes<!-- no -->', "yes"),
        ('<a title="a>b" href=x>link</a>', "link"),
        ("5 < 6 and a <- b", "5 < 6 and a <- b"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<head><meta charset=utf-8><p>No end of head", "No end of head"),
        ("<![if !mso]>shown<![endif]><!--[if mso]>not<![endif]-->", "shown"),
        ("text <b unfinished", "text <b unfinished"),
    ],
)
def test_only_what_a_browser_shows_is_prose(source, visible):
    assert read(source).prose.text == visible


def test_title_is_the_subject():
    draft = read("<html><head><title>Tea &amp;\n cake</title></head><body>Come.</body></html>")
    assert draft.subject is not None
    assert draft.subject.text == "Tea & cake"
    span = draft.subject.origin.to_source(0, 5)
    assert draft.text[span.start : span.end] == "Tea &amp;"
    assert draft.prose.text == "Come."


def test_positions_are_exact_with_crlf_and_entities():
    draft = read("<!doctype html>\r\n<p>Dear\r\n<b>all</b> &hellip; bye\r\n<p>\r\nend")
    assert source_of(draft, "Dear all") == "Dear\r\n<b>all"
    assert source_of(draft, "…") == "&hellip;"
    assert source_of(draft, "end") == "end"


@pytest.mark.parametrize(
    "attributes",
    [
        'style="display:none"',
        "style='DISPLAY : NONE !important'",
        'style="visibility:hidden"',
        'style="font-size:0"',
        'style="font-size: 1px"',
        'style="opacity:0"',
        'style="text-indent:-9999px"',
        'style="max-height:0;overflow:hidden"',
        'style="mso-hide:all"',
        'style="position:absolute;left:-5000px"',
        'style="color:#FFF;background-color:rgb(255, 255, 255)"',
        'bgcolor="white" style="color:#ffffff"',
        "hidden",
    ],
)
def test_text_that_nobody_sees_is_hidden_and_not_prose(attributes):
    draft = read(f"<p>Before</p><div {attributes}>one <b>two</b>\n</div><p>After</p>")
    assert draft.prose.text == "Before\n\nAfter"
    assert hidden_texts(draft) == ["one <b>two"]


@pytest.mark.parametrize(
    "source",
    [
        '<div aria-hidden="true">seen</div>',
        '<td style="font-size:0"><span style="font-size:14px">seen</span></td>',
        '<div style="visibility:hidden"><b style="visibility:visible">seen</b></div>',
        '<div style="background:#fff"><a style="background:#00f;color:#fff">seen</a></div>',
        '<div style="max-height:0">seen</div>',
        '<div style="opacity:0.9;font-size:10px">seen</div>',
        '<td style="background:#fff url(a.png)"><i style="color:#fff">seen</i></td>',
        "<p hidden>not<p>seen",
    ],
)
def test_text_that_is_seen_is_prose(source):
    assert read(source).prose.text == "seen"


def test_a_preheader_is_hidden_text_but_its_padding_is_not():
    draft = read(
        '<div style="display:none">Peek inside</div>'
        '<p>Hi</p><div style="display:none">&zwnj;&nbsp;&zwnj;&nbsp;</div>'
    )
    assert hidden_texts(draft) == ["Peek inside"]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<img src=a><img src=b>", "only images"),
        ("<p hidden>text</p>", "all of its text is hidden"),
        ("<p></p>", "no visible text"),
        ("", "the file is empty"),
    ],
)
def test_a_page_without_prose_says_why(source, reason):
    assert read(source).empty_reason == reason


def test_ten_thousand_nested_tags():
    draft = read("<div>" * 10_000 + "deep" + "</div>" * 10_000)
    assert draft.prose.text == "deep"


@pytest.mark.parametrize("source", ["<" * 50_000, "<a " * 50_000 + ">", "<title>" * 9_000, "<!--"])
def test_broken_markup_is_read(source):
    read(source)
