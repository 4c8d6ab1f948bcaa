"""What is better not known is recognised in the four languages of the kit; what only sounds like it is left alone."""

import pytest

from fieldkit.forms.topics import ABOUT_PEOPLE, IDENTIFYING, SENSITIVE, topics_in

ASKED = {
    "immigration status": {
        "en": ["What is your immigration status?", "Do you have a residence permit?"],
        "it": ["Ha un permesso di soggiorno?"],
        "ar": ["ما هو وضعك القانوني؟"],
        "uk": [
            "Який ваш міграційний статус?",
            "Чи маєте ви посвідку на тимчасове проживання?",
            "Чи є у вас дозвіл на постійне проживання?",
            "До якого числа діє ваш дозвіл на перебування?",
            "Чи маєте ви статус біженця або тимчасовий захист?",
            "Коли ви подали заяву про надання притулку?",
            "Чи жили ви тут без документів?",
        ],
    },
    "the route": {
        "en": ["How did you come to this country?"],
        "it": ["Come è arrivata in Italia?"],
        "ar": ["كيف وصلت إلى هذا البلد؟"],
        "uk": [
            "Як ви потрапили до Європи?",
            "Як ти дістався в цю країну?",
            "Де ви перетнули кордон?",
            "Чи платили ви переправникам?",
            "Який був маршрут вашої подорожі?",
        ],
    },
    "personal papers": {
        "en": ["What is your passport number?"],
        "it": ["Qual è il suo codice fiscale?"],
        "ar": ["رقم الهوية"],
        "uk": [
            "Номер паспорта",
            "Ваш ІПН",
            "Ідентифікаційний код",
            "Номер посвідчення",
            "Чи є у вас посвідчення особи?",
        ],
    },
    "the employer": {
        "en": ["Where do you work?"],
        "it": ["Chi è il suo datore di lavoro?"],
        "ar": ["أين تعمل؟"],
        "uk": ["Хто ваш роботодавець?", "Де ви працюєте?", "Назва вашої фірми", "Місце роботи"],
    },
    "the exact address": {
        "en": ["What is your home address?"],
        "it": ["Qual è il suo indirizzo?"],
        "ar": ["عنوان السكن"],
        "uk": ["Ваша адреса", "Адреса проживання", "Де саме ви живете?", "Номер будинку"],
    },
    "religion": {
        "en": ["What is your religion?"],
        "it": ["Di che religione è?"],
        "ar": ["ما هي ديانتك؟"],
        "uk": ["Яка ваша релігія?", "Ваше віросповідання", "До якої церкви ви ходите?", "Чи ви молитеся?"],
    },
    "a name": {
        "en": ["What is your full name?"],
        "it": ["Come ti chiami?"],
        "ar": ["ما اسمك؟"],
        "uk": ["Як вас звати?", "Ваше ім'я", "Ваше ім’я", "Ваше імʼя", "Прізвище", "ПІБ"],
    },
    "a phone number or an address on the net": {
        "en": ["Your phone number"],
        "it": ["Numero di telefono"],
        "ar": ["رقم الهاتف"],
        "uk": ["Номер телефону", "Ваш телефон", "Електронна пошта", "Електронна адреса"],
    },
}
HARMLESS = [
    "Чи дали вам достатньо часу?",
    "Скільки хвилин ви чекали?",
    "Чи пояснили вам ваші права?",  # the law is not the person's status
    "Який статус вашої заявки на курс?",
    "Назва організації, яку ви відвідали",  # the place, not the employer
    "Яка адреса сайту служби?",
    "Маршрут автобуса до бібліотеки",
    "Чи працює ліфт?",
    "Чи порадили вам, що робити далі?",
    "Вивіска написана вашою мовою?",
    "Чи переклали вам документи?",
    "Яке ім'я закладу?",
]
TOPICS = (*SENSITIVE, *IDENTIFYING)


@pytest.mark.parametrize(
    ("topic", "question"),
    [(topic, question) for topic, asked in ASKED.items() for questions in asked.values() for question in questions],
)
def test_what_is_better_not_known_is_recognised(topic: str, question: str) -> None:
    assert topic in {found.name for found in topics_in([question], TOPICS)}


def test_every_topic_is_looked_for_in_every_language_of_the_kit() -> None:
    assert {name: set(asked) for name, asked in ASKED.items()} == {
        topic.name: {"en", "it", "ar", "uk"} for topic in TOPICS
    }


@pytest.mark.parametrize("question", HARMLESS)
def test_what_only_sounds_like_it_is_left_alone(question: str) -> None:
    assert list(topics_in([question], TOPICS)) == []


@pytest.mark.parametrize(
    ("question", "is_about"),
    [
        ("Скільки вам років?", True),
        ("Ваш вік", True),
        ("Стать", True),
        ("Скільки членів сім’ї живе з вами?", True),
        ("Скільки людей у вашому домогосподарстві?", True),
        ("Скільки років працює служба?", False),
        ("Стаття закону", False),
    ],
)
def test_questions_about_people_are_known_by_their_words(question: str, is_about: bool) -> None:
    assert bool(ABOUT_PEOPLE.search(question)) is is_about
