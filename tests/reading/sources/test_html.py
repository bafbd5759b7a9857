from __future__ import annotations

import pytest

from luodi.core.errors import InputError
from luodi.reading.sources import loads

PROSE = "到2025年，高新技术企业达到192家，科技型中小企业突破300家，全社会研发投入年均增长10%以上。" * 15


def _text(page: str, encoding: str = "utf-8") -> str:
    return loads(page.encode(encoding), "决定.html").text


def _lines(page: str) -> list[str]:
    return _text(page).split("\n")


@pytest.mark.parametrize(
    "said", ["gb2312", "GBK", "gb18030", "utf-8", "iso-8859-1", "no-such-codec", "utf-16"]
)
def test_chinese_pages_are_decoded_whatever_they_say_of_themselves(said: str) -> None:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={said}">'
    for encoding in ("gb18030", "utf-8"):
        assert (
            _text(f"<html><head>{head}</head><body><p>镕基一、总则</p></body></html>", encoding)
            == "镕基一、总则"
        )


def test_scripts_menus_forms_and_hidden_parts_are_left_out() -> None:
    page = """<html><head><title>市政府</title><style>p{}</style><script>var a=1</script></head><body>
      <header><a href="/">首页</a></header><nav>导航</nav><!-- 注释 -->
      <div style="display: none">隐藏</div><p hidden>隐藏</p>
      <article><h1>关于推进创新的决定</h1><p>一、总则&nbsp;&amp; 1.附则。</p></article>
      <form><input value="搜索"><button>搜索</button></form><footer>版权所有</footer></body></html>"""
    assert _lines(page) == ["关于推进创新的决定", "一、总则 & 1.附则。"]


def test_the_title_in_a_header_belongs_to_the_article() -> None:
    page = "<body><div><header><h1>决定</h1><p>2021年7月6日</p></header><p>一、总则</p></div></body>"
    assert _lines(page) == ["决定", "2021年7月6日", "一、总则"]


def test_line_breaks_of_the_source_inside_a_sentence_show_nothing() -> None:
    assert _lines("<p>到2025年，\n  高新技术\n企业达到<b>192</b>家<br>其他</p>") == [
        "到2025年，高新技术企业达到192家",
        "其他",
    ]
    assert _lines("<p>open\nscience 建设</p><pre>一\n二</pre>") == ["open science 建设", "一", "二"]


def test_ordered_lists_show_their_numbers_and_menus_none() -> None:
    assert _lines(
        "<ol start=3><li>建成平台<li>引进人才<ul><li>博士</ul></ol><ol><li><a href=x>首页</a></ol>"
    ) == [
        "3.建成平台",
        "4.引进人才",
        "博士",
        "首页",
    ]


def test_tables_with_merged_cells_become_rows() -> None:
    page = """<table><caption>任务分工表</caption>
      <tr><th>牵头单位<th>任务<th>时限</tr>
      <tr><td rowspan=2>市科技局</td><td>培育企业</td><td>2025年</td></tr>
      <tr><td>建设<p>平台</p></td><td></td></tr>
      <tr><td colspan=2>合计</td><td>2</td></tr></table>"""
    assert _lines(page) == [
        "任务分工表",
        "牵头单位\t任务\t时限",
        "市科技局\t培育企业\t2025年",
        "市科技局\t建设 平台",
        "合计\t\t2",
    ]


def test_tables_that_lay_out_a_page_are_no_tables() -> None:
    inner = "<table><tr><td>甲<td>乙<tr><td>丙<td>丁</table>"
    assert _lines(f"<table><tr><td>栏目<td>{inner}<p>{PROSE}</table>") == ["栏目", "甲\t乙", "丙\t丁", PROSE]


def test_an_enewspaper_page_keeps_its_lines_and_its_jumps() -> None:
    page = f"""<html><head><meta charset=gb2312><title>乐山日报数字报</title></head><body><table><tr><td>
      <div>01:一版要闻</div><ul><li><a href=1>市委全会召开</a></li><li><a href=2>防汛调度</a></li></ul></td>
      <td><founder-title>关于推进创新的决定</founder-title><div id=ozoom><founder-content><!--enpcontent-->
      <P>　　一、总体目标</P><P>　　{PROSE}（下转第3版）</P></founder-content></div></td></tr></table>"""
    assert _lines(page) == [
        "01:一版要闻",
        "市委全会召开",
        "防汛调度",
        "关于推进创新的决定",
        "一、总体目标",
        f"{PROSE}（下转第3版）",
    ]


@pytest.mark.parametrize(
    ("page", "what"),
    [
        ("<form>用户名<input name=u>密码<input type=password></form>", "login page"),
        ("<title>统一身份认证平台</title><p>请先登录</p>", "login page"),
        ("<p>请完成安全验证后继续访问</p>", "checks the visitor"),
        ("<title>404 Not Found</title><center><h1>404 Not Found</h1></center>", "error page"),
        ("<p>您访问的页面不存在</p>", "error page"),
        ("<frameset><frame src=a.html></frameset>", "only frames other pages"),
        ('<body><iframe src="a.html"></iframe></body>', "only frames other pages"),
        ("<div id=app></div><script src=a.js></script>", "a script makes it"),
        (
            "<noscript>You need to enable JavaScript</noscript><div id=root></div><script></script>",
            "a script makes",
        ),
        ("<p></p>", "only white space"),
    ],
)
def test_pages_that_are_not_the_document_are_named(page: str, what: str) -> None:
    with pytest.raises(InputError, match=what) as caught:
        _text(f"<!DOCTYPE html><html><body>{page}</body></html>")
    assert caught.value.remedy


@pytest.mark.parametrize("word", ["登录", "验证码", "404 页面", "系统维护"])
def test_a_document_that_mentions_such_words_is_still_read(word: str) -> None:
    login = "<form>密码<input type=password></form>"
    assert PROSE in _text(f"<html><body>{login}<p>{PROSE}</p><p>{word}</p></body></html>")


def test_a_short_document_with_scripts_is_read() -> None:
    page = "<script src=a.js></script><p>一、总则。</p><p>1.到2025年达到192家。</p>"
    assert _lines(page) == ["一、总则。", "1.到2025年达到192家。"]


def test_no_depth_exhausts_the_stack() -> None:
    assert _text("<font>" * 1500 + "一、总则" + PROSE).startswith("一、总则")
    with pytest.raises(InputError, match="2,000 deep"):
        _text("<div>" * 100_000 + "一")


def test_spans_of_any_size_do_not_make_the_text_huge() -> None:
    page = "<table>" + "<tr><td colspan=9999 rowspan=9999>甲<td>乙" * 300 + "</table>"
    assert len(_text(page)) < 200_000
