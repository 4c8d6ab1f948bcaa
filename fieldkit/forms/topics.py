"""What is better not known, recognised in the words of a question: heuristics in four languages.

They are English, Italian, Arabic and Ukrainian, whose apostrophe is written in three ways.

They find words, not meanings: a person reads every hit, and nothing that is not hit is thereby harmless.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """Something that can hurt a person when it becomes known.

    Attributes:
        name: as findings call it.
        why: what to weigh, one sentence.
        pattern: words that ask for it.
    """

    name: str
    why: str
    pattern: re.Pattern[str]


def _topic(name: str, why: str, *words: str) -> Topic:
    return Topic(name, why, re.compile("|".join(words), re.IGNORECASE))


SENSITIVE = (
    _topic(
        "immigration status",
        "It can be demanded by authorities and used against the person.",
        r"\b(immigration|legal|residence|residency|migration|asylum|refugee|visa) status\b",
        r"\bresidence permit\b|\bundocumented\b|\basylum (claim|application|request)",
        r"permesso di soggiorno|\bstatus (giuridico|legale|migratorio)|\birregolar[ei]\b|\bclandestin[oaie]\b",
        r"richiesta (di|d['’])asilo|richiedente asilo|protezione internazionale",
        r"الوضع القانوني|وضعك القانوني|تصريح (ال)?إقامة|صفة (ال)?إقامة|طلب (ال)?لجوء|صفة (ال)?لاج",
        r"\b(імміграційн|міграційн|правов|юридичн)\w+ статус|\bстатус\w* біжен|\bтимчасов\w+ захист",
        r"\bшука(ч|юч)\w* притулк",
        r"\bпосвідк\w+ на (\w+ )?проживання|\bдоз(віл|вол)\w* на (\w+ )?(проживання|перебування)",
        r"\b(заяв|клопотан|прохан)\w+ про (надання )?(притул|захист)|\bнелегальн|\bбез документів",
    ),
    _topic(
        "the route",
        "It can incriminate the person and those who helped, and bring back hard memories.",
        r"\b(migration|travel|journey) route\b|\broute (did you|you took)\b|\bsmuggl",
        r"\bhow did you (come|get|travel) (to|into) (this country|europe|italy|the country)",
        r"\bcross(ed|ing)? the (border|sea|desert)",
        r"\brotta (migratoria|balcanica)|trafficant[ei]|scafist[ai]|attraversat[oa] (il confine|la frontiera|il mare)",
        r"come (sei|è) arrivat[oa] in (italia|europa)",
        r"طريق الهجرة|مسار الرحلة|المهرّ?ب|عبر(ت|تم) (الحدود|البحر)|كيف وصلت إلى (أوروبا|إيطاليا|هذا البلد)",
        r"\bмаршрут\w* (міграці|втечі|вашої подорожі)|\bміграційн\w+ (маршрут|шлях)",
        r"\bпере(тн|тин|йш)\w+ (кордон|море|пустел)|\bконтрабандист|\bпереправник|\bнелегальн\w+ перевізник",
        r"\bяк (ви|ти) (потрапи|діста|приїха|прибу)\w+ (до|в|у) (європи|італії|країни|цієї країни|цю країну)",
    ),
    _topic(
        "personal papers",
        "A number of a document identifies a person for ever.",
        r"\bpassport\b|\b(id|identity|document|visa|social security|tax|insurance) (card|number|code|document)\b",
        r"passaporto|carta d['’]identit|codice fiscale|numero (di|del|della) (documento|tessera|visto)",
        r"جواز (ال)?سفر|بطاقة (ال)?هوي|رقم (ال)?هوي|الرقم الوطني",
        r"\bпаспорт|\bпосвідчен\w+ особи|\bіпн\b|\bрнокпп\b|\b(ідентифікаційн|податков)\w+ (код|номер)",
        r"\bномер\w* (документ|віз|посвідчен|картки)",
    ),
    _topic(
        "the employer",
        "In a small community it identifies the person, and it can cost them the job.",
        r"\bemployer\b|\bname of (the|your) (company|workplace|boss)|\bwhere do you work\b",
        r"datore di lavoro|nome (dell['’]azienda|della ditta)|dove lavor[ia]",
        r"صاحب العمل|رب العمل|اسم الشركة|أين تعمل",
        r"\bроботодав|\bмісц\w+ (вашої |твоєї )?роботи|\bде (ви|ти) працює",
        r"\bназв\w+ (вашої |вашого |твоєї |твого )?(компанії|фірми|підприємства)",
    ),
    _topic(
        "the exact address",
        "It says where the person can be found.",
        r"\b(home|street|exact|full|postal|current|your) address\b|\bhouse number\b|\bwhere exactly do you live",
        r"\bindirizzo (di casa|esatto|completo|postale)|\b(tuo|suo) indirizzo\b|numero civico",
        r"عنوان (السكن|المنزل|البيت|الإقامة)|عنوانك|رقم المنزل",
        r"\b(домашн|точн|повн|поштов)\w+ адрес|\b(ваш|тво|сво)\w+ адрес|\bадрес\w* (проживання|мешкання|реєстрації)",
        r"\bномер\w* (будинк|квартир)|\bде саме (ви|ти) (жив|мешка)",
    ),
    _topic(
        "religion",
        "It is specially protected by law, and asking can divide a group.",
        r"\breligio|\bwhat is your (faith|belief)|\b(church|mosque|temple|synagogue) do you\b|\bdo you pray",
        r"\breligion|\bfede religiosa|\bche (fede|chiesa|moschea)|\bpreghi\b",
        r"ديانت|الديانة|دينك|ما هو دين|المذهب|هل تصلّ?ي",
        r"\bреліг|\bвіросповідан|\b(ваш|тво)\w+ віра\b|\bмолит(еся|есь)|\bмолишся",
        r"\b(яку|якої|до якої|який|якого) (церк|мечет|синагог|храм)",
        r"\b(ходи|відвіду)\w+ (до )?(церк|мечет|синагог|храм)",
    ),
)
"""Topics that forms should leave out unless the study cannot do without them."""

IDENTIFYING = (
    _topic(
        "a name",
        "With it the answers are no longer under a code.",
        r"\b(your|full|first|last|family|respondent'?s?|participant'?s?) name\b|\bsurname\b",
        r"\bcome ti chiami|\bcognome\b|\bnome (e cognome|completo|dell['’]intervistat)",
        r"اسمك|ما هو اسم|الاسم (الكامل|الأول|الثلاثي)|اسم العائلة|الكنية",
        r"\b(ваше|твоє|повне) (повне )?ім[ʼ'’]я|\bпрізвищ|\bпо батькові|\bяк (вас|тебе) (звати|звуть)|\bпіб\b",
        r"\bім[ʼ'’]я (та прізвище|респондент|учасни)",
    ),
    _topic(
        "a phone number or an address on the net",
        "With it the answers are no longer under a code.",
        r"\b(phone|mobile|telephone|whatsapp) number\b|\be-?mail address\b|\byour e-?mail\b",
        r"numero di (telefono|cellulare)|\be-?mail\b",
        r"رقم (ال)?(هاتف|جوال|موبايل)|هاتفك|البريد الإلكتروني",
        r"\bномер\w* (мобільного )?телефон|\b(ваш|твій) (мобільний )?(телефон|номер)\b",
        r"\bелектронн\w+ (пошт|адрес)|\bімейл",
    ),
)
"""What identifies a person directly."""

ABOUT_PEOPLE = re.compile(
    r"\bhow old are you|\byour age\b|\bgender\b|\bhousehold\b|\bfamily members?\b|quanti anni hai|\bgenere\b|\bfamigli"
    r"|كم عمرك|عمرك|الجنس|أفراد (ال)?أسرة"
    r"|\bскільки (вам|тобі) років|\b(ваш|твій) вік\b|\bстать\b|\b(вашої|твоєї) статі\b|\bдомогосподарств"
    r"|\bчлен\w+ (вашої |твоєї )?(сім[ʼ'’]ї|родини)",
    re.IGNORECASE,
)
"""Words of questions that are usually put to a person about themselves."""


def topics_in(texts: Iterable[str], topics: Iterable[Topic]) -> Iterator[Topic]:
    """Yield each of `topics` that any of `texts` asks for."""
    joined = "\n".join(texts)
    yield from (topic for topic in topics if topic.pattern.search(joined))
