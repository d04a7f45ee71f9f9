"""The script of an interview with a family: plain questions in four parts, the lightest first, which may be skipped; breaks; how to begin and end.

Sources: Murad Code (2022), on choice, pace and stopping; ICRC, Accompanying the Families of Missing Persons (2013); WHO, Psychological First Aid
(2011). The person is told first what happens to their words, is never asked twice for what they told, and is not asked "why".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dalil.values import Bilingual

BEFORE = (
    Bilingual(
        en="“You decide what you tell. You may leave out any question, stop at any time, and have everything erased.”",
        ar="«أنت من يقرر ماذا يروي. تستطيع أن تترك أي سؤال، وأن تتوقف متى شئت، وأن تطلب محو كل شيء.»",
    ),
    Bilingual(
        en="“I write down what you say. Only the few of us who hold a key can read it.”",
        ar="«أكتب ما تقوله، ولا يقرؤه إلا القلة منا ممن يحملون المفتاح.»",
    ),
    Bilingual(
        en="“I cannot promise that we find him or her. I promise that you hear what we find before anybody else.”",
        ar="«لا أستطيع أن أعدك بأن نجده. أعدك بأن تسمع ما نجده قبل أي أحد.»",
    ),
    Bilingual(
        en="Ask whether they can speak safely now, who else is in the room, and whether they want somebody beside them.",
        ar="اسأل هل يستطيع الكلام بأمان الآن، ومن معه في الغرفة، وهل يريد أحداً إلى جانبه.",
    ),
)
WHILE = Bilingual(
    en="Do not press, do not ask why, do not fill a silence. Take a break when the voice changes, the breath quickens, or an answer drifts away.",
    ar="لا تضغط، ولا تسأل «لماذا»، ولا تملأ الصمت. خذ استراحة إذا تغيّر الصوت أو تسارع النفَس أو ابتعد الجواب.",
)
AFTER = (
    Bilingual(
        en="Thank them. Say what happens next, who calls, and when; note the call.",
        ar="اشكره. قل ماذا يحدث بعد ذلك ومن سيتصل ومتى، وسجّل موعد الاتصال.",
    ),
    Bilingual(
        en="Speak of something of today before you part: how they get home, who is there. Offer support, and say where it is.",
        ar="تحدّث عن أمر من أمور اليوم قبل الوداع: كيف يعود إلى بيته، ومن هناك. اعرض الدعم، وقل أين هو.",
    ),
)


@dataclass(frozen=True)
class InterviewPart:
    """A part of the interview: its questions by the field that takes the answer."""

    title: Bilingual
    questions: Mapping[str, Bilingual]


PARTS: tuple[InterviewPart, ...] = (
    InterviewPart(
        Bilingual(en="How to reach you", ar="كيف نصل إليك"),
        {
            "asker": Bilingual(en="What may I call you?", ar="ماذا أناديك؟"),
            "relation": Bilingual(en="Who is the missing person to you?", ar="ما صلة المفقود بك؟"),
            "contact": Bilingual(
                en="How can we reach you so that it is safe for you?", ar="كيف نصل إليك دون خطر عليك؟"
            ),
            "call_not": Bilingual(en="When, or how, should we never call?", ar="متى أو كيف يجب ألا نتصل أبداً؟"),
        },
    ),
    InterviewPart(
        Bilingual(en="The person", ar="الشخص"),
        {
            "said": Bilingual(
                en="What is the full name, as you say it at home?", ar="ما اسمه الكامل كما تقولونه في البيت؟"
            ),
            "also_named": Bilingual(
                en="Is he or she called something else too, or written otherwise?",
                ar="هل له اسم آخر أو يُكتب اسمه بشكل آخر؟",
            ),
            "father": Bilingual(en="What is the father’s name?", ar="ما اسم الأب؟"),
            "mother": Bilingual(en="What is the mother’s full name?", ar="ما اسم الأم الكامل؟"),
            "born": Bilingual(en="When was he or she born? The year is enough.", ar="متى وُلد؟ تكفي السنة."),
            "register_place": Bilingual(en="Where is the family registered?", ar="أين قيد العائلة المدني؟"),
            "register_number": Bilingual(en="Do you know the number there?", ar="هل تعرف رقم القيد (الخانة)؟"),
        },
    ),
    InterviewPart(
        Bilingual(en="The last time", ar="آخر مرة"),
        {
            "last_seen": Bilingual(en="When did somebody last see him or her?", ar="متى رآه أحد آخر مرة؟"),
            "last_seen_place": Bilingual(en="Where was that?", ar="أين كان ذلك؟"),
            "circumstances": Bilingual(
                en="Tell me what you know of it, as far as you want to.",
                ar="احكِ لي ما تعرفه عن ذلك، بالقدر الذي تريده.",
            ),
            "taken_by": Bilingual(
                en="Do you know who took him or her? It is all right not to know.",
                ar="هل تعرف من أخذه؟ لا بأس إن كنت لا تعرف.",
            ),
            "companions": Bilingual(en="Was anybody else taken with him or her?", ar="هل أُخذ معه أحد آخر؟"),
        },
    ),
    InterviewPart(
        Bilingual(en="Since then", ar="منذ ذلك الحين"),
        {
            "held": Bilingual(
                en="Did anybody tell you of a place where he or she was?", ar="هل أخبرك أحد بمكان كان فيه؟"
            ),
            "marks": Bilingual(
                en="Is there something by which you would know him or her: a scar, a tooth, a ring? Leave it if it is too much today.",
                ar="هل هناك ما تعرفه به: ندبة أو سن أو خاتم؟ دع ذلك إن كان ثقيلاً عليك اليوم.",
            ),
        },
    ),
)
