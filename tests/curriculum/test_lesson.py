"""A lesson's Markdown as HTML that is safe and can be heard."""

from kamacademy.curriculum.lesson import lesson_text, simple_html


def html_of(markdown: str) -> str:
    return "".join(part.html for part in lesson_text(markdown).parts)


def test_a_table_has_the_heading_above_it_as_caption() -> None:
    found = html_of("## Inside & out\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n")
    assert '<caption class="visually-hidden">Inside &amp; out</caption>' in found
    assert "<caption" in simple_html("| A |\n| --- |\n| 1 |\n")


def test_raw_html_and_script_links_are_only_text() -> None:
    found = html_of('<script>alert(1)</script> and [here](javascript:alert(1)) and <img src="x">')
    assert "<script" not in found
    assert "<img" not in found
    assert "<a" not in found


def test_a_term_leads_to_its_meaning_on_the_page() -> None:
    text = lesson_text("An [ACO](term:aco) and the [ACO](term:aco).")
    assert text.terms == ("aco",)
    assert 'href="#term-aco"' in text.parts[0].html


def test_boxes_carry_their_kind_and_title() -> None:
    found = html_of("::: example One & two\nWords.\n:::\n")
    assert '<div class="lesson-box lesson-box-example">' in found
    assert "<b>Worked example</b> One &amp; two" in found


def test_a_box_title_has_the_quotation_marks_of_its_text() -> None:
    found = html_of('::: example "Half" of *it* & <b>more</b>\n"Half" of it.\n:::\n')
    assert "<b>Worked example</b> “Half” of it &amp; &lt;b&gt;more&lt;/b&gt;" in found


def test_a_per_cent_sign_stays_with_its_number() -> None:
    found = html_of("It is 64 %, **35 %** and 2 % more.\n\n| Share |\n| --- |\n| 9 % |\n")
    assert found.count("&nbsp;%") == 4
    assert " %" not in found
