"""What the demonstration promises in numbers, and that it is the same every time."""

from collections import Counter

import pytest

from fieldkit.demo.blank import Blank
from fieldkit.demo.content import branches, long_transcripts, passages, stories
from fieldkit.demo.records import contact_records, interview_records, later_arrivals, wave_one
from fieldkit.forms.instance import named_files, read_answers, read_instance
from fieldkit.forms.library import instrument
from fieldkit.forms.model import CompiledForm
from fieldkit.forms.xlsform import compile_form


def compiled(name: str) -> CompiledForm:
    found = instrument(name)
    return compile_form(found.file_name, found.content)


def test_wave_one_has_ninety_six_contacts_as_promised() -> None:
    contacts, _ = wave_one()
    assert Counter(each.answers["place_kind"] for each in contacts) == dict.fromkeys(
        ("registry", "legal_advice", "housing", "health_card", "language_school", "job_centre"), 16
    )
    assert Counter(each.answers["channel"] for each in contacts) == {"visit": 72, "call": 24}
    outcomes = {"served": 79, "sent_away": 9, "closed": 4, "noticed": 2, "stopped": 2}
    assert Counter(each.answers["outcome"] for each in contacts) == outcomes
    assert len({each.tablet for each in contacts}) == 12


def test_wave_one_has_sixty_people_in_four_languages() -> None:
    _, interviews = wave_one()
    languages = Counter(each.answers["interview_language"] for each in interviews)
    assert languages == {"ar": 20, "uk": 16, "en": 14, "it": 10}
    assert len({each.code for each in interviews}) == 60
    assert all(each.answers["agree_totals"] == "yes" for each in interviews)
    assert 0 < sum(not each.may_be_quoted for each in interviews) < 60


def test_every_long_transcript_belongs_to_somebody_who_agreed_to_be_quoted() -> None:
    _, interviews = wave_one()
    owners = {each.transcript: each for each in interviews if each.transcript is not None}
    assert sorted(owners) == [each.number for each in long_transcripts()]
    assert all(owner.may_be_quoted for owner in owners.values())


def test_the_same_seed_gives_the_same_records_to_the_byte() -> None:
    blank = Blank(compiled("service-contact").xform)
    first, second = (list(contact_records(blank, wave_one()[0])) for _ in range(2))
    assert first == second
    assert wave_one() == wave_one()
    assert later_arrivals() == later_arrivals()


@pytest.mark.parametrize("name", ["interview", "service-contact"])
def test_every_record_reads_back_as_the_form_asks(name: str) -> None:
    form = compiled(name)
    contacts, interviews = wave_one()
    blank = Blank(form.xform)
    records = contact_records(blank, contacts) if name == "service-contact" else interview_records(blank, interviews)
    required = {question.path for question in form.questions if question.required}
    for _, record in records:
        instance = read_instance(record.xml)
        assert (instance.instance_id, instance.form_id) == (record.instance_id, form.form_id)
        answers = read_answers(form.questions, record.xml)
        for answer in answers:
            values = {choice.value for choice in answer.question.choices}
            assert not values or set(answer.value.split()) <= values, answer.path
        assert required & {answer.path for answer in answers}
        assert set(named_files(form.questions, record.xml)) == {file.name for file in record.files}


def test_an_answer_that_no_question_asks_for_is_an_error() -> None:
    with pytest.raises(KeyError, match="favourite_colour"):
        Blank(compiled("interview").xform).filled({"favourite_colour": "teal"}, instance_id="uuid:x")


def test_the_codebook_has_twenty_four_codes_in_five_branches_and_covers_the_stories() -> None:
    leaves = {child["id"] for branch in branches().values() for child in branch["children"]}
    assert (len(branches()), len(branches()) + len(leaves)) == (5, 24)
    told = {
        story.code
        for code in ("ar", "uk", "en", "it")
        for kind in ("hard", "helped", "wish")
        for story in stories(code, kind)
    }
    assert told | {passage.code for passage in passages()} <= leaves


def test_every_marked_passage_stands_once_in_its_transcript_and_translations_have_the_same_turns() -> None:
    texts = {each.number: each for each in long_transcripts()}
    for passage in passages():
        assert texts[passage.transcript].text.decode().count(passage.text) == 1
    for each in texts.values():
        assert each.text.count(b"\n") == each.translation.count(b"\n")
