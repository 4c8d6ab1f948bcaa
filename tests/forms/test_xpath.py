"""Expressions are taken apart as the grammar of XPath 1.0 says."""

import pytest

from fieldkit.forms.xpath import Call, Group, Literal, Path, Step, calls_in, read_xpath


def test_calls_are_found_wherever_they_stand() -> None:
    text = "if(a(1) = 'b(2)', c()[d()]/e[f(g())], (h() + i()) * -j())"
    assert [call.name for call in calls_in(read_xpath(text))] == ["if", "a", "c", "d", "f", "g", "h", "i", "j"]


def test_words_and_stars_are_operators_only_behind_an_operand() -> None:
    assert read_xpath("div div mod") == (Path((Step("div"),)), Path((Step("mod"),)))
    assert read_xpath("* * 2") == (Path((Step("*"),)), Literal("2"))
    assert read_xpath("a-1 - 1") == (Path((Step("a-1"),)), Literal("1"))
    assert read_xpath("and(or)") == (Call("and", ((Path((Step("or"),)),),)),)


def test_paths_keep_their_steps_axes_and_predicates() -> None:
    (path,) = read_xpath("current()/../rep[n = 1]/text()")
    assert path == Path(
        (
            Step(
                "..",
            ),
            Step("rep", "", ((Path((Step("n"),)), Literal("1")),)),
            Step("text()"),
        ),
        start=Call("current", ()),
    )
    assert read_xpath("//a/@id") == (Path((Step("*", "descendant"), Step("a"), Step("id", "@")), absolute=True),)
    assert read_xpath("ancestor::rep") == (Path((Step("rep", "ancestor"),)),)
    assert read_xpath("/") == (Path((), absolute=True),)
    assert read_xpath("(a)[1]") == (Group((Group((Path((Step("a"),)),), ()),), ((Literal("1"),),)),)


@pytest.mark.parametrize("broken", ["if(a", "a)", "f(a,)", "'a", "a[1", "/a/", "#", "a ::", "@"])
def test_what_is_no_xpath_has_no_operands(broken: str) -> None:
    assert read_xpath(broken) == ()
