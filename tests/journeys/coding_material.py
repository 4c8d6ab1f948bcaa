"""An invented interview about a first year in Marenza, as the files that a coordinator would import."""

import io

from docx import Document

ARABIC = [
    ("الباحثة", "أهلاً بكِ. كيف كان أسبوعك الأول في مارينزا؟"),
    (
        "المشاركة",
        "وصلنا في شهر أيار. انتظرنا ساعتين تحت المطر أمام مكتب التسجيل. لم يكن هناك مترجم، فعدنا في اليوم التالي 🌧️.",
    ),
    ("الباحثة", "ومن ساعدكِ؟"),
    ("المشاركة", "جارتي في الطابق الثالث. رافقتني إلى المكتب وانتظرت معي. ضحكنا كثيراً رغم التعب."),
]
ENGLISH = [
    ("Researcher", "Welcome. What was your first week in Marenza like?"),
    (
        "Participant",
        "We arrived in May. We waited two hours in the rain outside the registry."
        " There was no interpreter, so we came back the next day 🌧️.",
    ),
    ("Researcher", "And who helped you?"),
    (
        "Participant",
        "My neighbour on the third floor. She came with me to the office and waited with me."
        " We laughed a lot, tired as we were.",
    ),
]


def as_docx(turns: list[tuple[str, str]]) -> bytes:
    """Return a Word document with a line per turn."""
    document = Document()
    for speaker, words in turns:
        document.add_paragraph(f"{speaker}: {words}")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def as_text(turns: list[tuple[str, str]]) -> bytes:
    """Return a text file with a line per turn."""
    return "\r\n".join(f"{speaker}: {words}" for speaker, words in turns).encode("utf-8-sig")
