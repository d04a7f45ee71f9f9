"""Words that stand where a source should be named and leave out the name: "link", "Source 3", "father of the victim", a hospital, a side."""

from __future__ import annotations

import re

_LEADS_ELSEWHERE = (
    r"(?:the |this |see |click |press |web |hyper ?)*(?:link|links|here|url|urls|more|address)(?: here)?"
    r"|read more|click(?: here)?|tba|todo"
    r"|op cit|loc cit|ibidem|passim|(?:ال)?(?:رابط|روابط)(?: هنا)?|هنا|(?:اضغط|انقر) هنا|(?:ال)?مزيد"
    r"|مرجع سابق|المرجع السابق|مرجع سبق ذكره"
)
_KEPT_BACK = (
    r"(?:source |name |identity |information )?(?:was |is |has been )?(?:redacted|withheld|hidden|removed"
    r"|deleted|protected|restricted"
    r"|classified|censored|concealed|erased|sensitive)(?: source| name| by us| for safety"
    r"| for security(?: reasons)?)?"
    r"|x{2,}|(?:ال)?(?:مصدر |اسم )?(?:ال)?(?:محجوب|محجوبه|مخفي|مخفيه|محذوف|محذوفه|محمي|محميه|سريه)"
    r"|(?:تم )?(?:حجب|حذف|اخفاء)(?: (?:ال)?(?:مصدر|اسم))?"
)
_NUMBERED = (
    r"(?:source|report|link|video|photo|picture|image|document|doc|file|article|post|reference|ref|footnote"
    r"|note|entry|row|record"
    r"|item|attachment|annex|evidence|exhibit|page|screenshot|clip)s? (?:(?:no|nr|number) )?(?:\d{1,6}[a-z]?"
    r"|[a-z]|[ivx]{1,4})"
    r"|(?:مصدر|المصدر|تقرير|رابط|فيديو|صوره|وثيقه|ملف|مقال|منشور|مرجع|ملاحظه|مستند|خبر) (?:رقم )?(?:\d{1,6}"
    r"|[اأبجدهوز])"
    r"|(?:and )?(?:\d{1,4}|one|two|three|some|several|many) (?:others?|more|other sources?)"
    r"|(?:و )?(?:\d{1,4} )?(?:اخرون|اخرين|غيرهم|غيرها)"
)
_RELATIVES = (
    "father|mother|parents?|brothers?|sisters?|siblings?|sons?|daughters?|children|child|wife|husband|widow"
    "|uncle|aunt"
    "|cousins?|grand ?(?:father|mother|parents?|son|daughter)|nephew|niece|in laws?|family|relatives?"
    "|friends?|neighbou?rs?"
)
_OF_WHOM = "victims?|deceased|dead|killed|missing|detainees?|martyrs?|injured|wounded|person"
_RELATIVES_IN_ARABIC = (
    "والد|والده|والدا|والدي|اب|ابو|ام|اخ|اخت|اخوه|شقيق|شقيقه|اشقاء|زوج|زوجه|ارمله|ابن|ابنه|بنت|ابناء|نجل|عم"
    "|عمه|خال|خاله|جد|جده"
    "|قريب|قريبه|اقارب|اهل|عائله|ذوي|ذوو|صديق|صديقه|جار|جيران"
)
_RELATIVE = (
    rf"(?:(?:the|his|her|their|a|victims?) )*(?:{_RELATIVES})(?: (?:of|to) (?:the |a )?(?:{_OF_WHOM}))?"
    rf"|(?:the )?(?:{_OF_WHOM})s? (?:{_RELATIVES})"
    rf"|(?:{_RELATIVES_IN_ARABIC}) (?:ال)?(?:ضحيه|ضحايا|قتيل|قتيله|قتلي|شهيد|شهيده|شهداء|مفقود|مفقوده|معتقل"
    rf"|معتقله|متوفي|متوفاه|مصاب|مغدور|مرحوم|جريح)"
    r"|(?:والد|والدت|شقيق|شقيقت|زوج|زوجت|اخو|اخت|ابن|ابنت|عم|خال|عائلت|اقارب|جيران|اهل)(?:ه|ها|هم|نا)"
)
_OURS = (
    r"(?:مراسل|مراسلو|مراسلي|مراسلين|مراسلت|مصدر|مصادر|فريق|ناشطو|ناشطي|باحث|باحثو|باحثي|موفد|مندوب|متطوعو"
    r"|موثقو|موثق|موقع|شبكت|كوادر)(?:نا|هم|ه)"
    r"|(?:our|own|my) (?:own )?(?:correspondents?|reporters?|researchers?|documenters?|monitors?|volunteers?"
    r"|team|field team|field staff|network|database|records)"
)
_FACILITIES = (
    r"(?:the |a |local |field |nearby |main |public |national |central |private |town |city )*(?:hospitals?"
    r"|clinics?|health cent(?:er|re)s?|medical (?:points?|cent(?:er|re)s?)"
    r"|ambulances?|morgues?|forensics?|police|police station|courts?|municipality|schools?|mosques?|church"
    r"|checkpoint|prison|cemetery|registry|civil registry)"
    r"(?: (?:records?|registers?|documents?|staff|officials?|sources?|lists?|data))?"
    r"|(?:ال)?(?:مشفي|مستشفي|مشافي|مستشفيات|مستوصف|نقطه طبيه|عياده|مدرسه|مسجد|جامع|شرطه|مشرحه|طب شرعي|بلديه"
    r"|مخفر|محكمه|سجل مدني|مقبره)(?: (?:ال)?(?:محلي|ميداني|مدينه|بلده|وطني|عام))?"
)
_SIDES_ALONE = (
    r"(?:the )?(?:pro |anti )?(?:(?:syrian |assad )?(?:regime|rebels?)|opposition|militants?|gunmen|fighters"
    r"|insurgents?|terrorists?|government|authorities|army|troops"
    r"|soldiers|security|security forces|armed (?:groups?|men|opposition|factions?)|factions?|militias?"
    r"|civilians?|forces)(?: (?:forces?|sides?|groups?|fighters|factions?|supporters|militants))?"
    r"|(?:قوات )?(?:ال)?(?:نظام|معارضه|ثوار|جيش|حكومه|فصائل|مسلحون|مسلحين|سلطات|ميليشيات|مليشيات|مدنيون"
    r"|مدنيين)(?: السوري)?|(?:ال)?قوات الامن"
)
_ON_NETWORKS = (
    r"social (?:media|networks?|networking)(?: (?:sites?|pages?|posts?|accounts?|users?|activists?))?"
    r"|(?:public |open )?(?:facebook|telegram|whatsapp) (?:groups?|chats?)"
    r"|(?:مواقع|شبكات|وسائل|صفحات|منصات) (?:ال)?تواصل(?: (?:ال)?اجتماعي)?"
)
NAMELESS = re.compile(
    "|".join((_LEADS_ELSEWHERE, _KEPT_BACK, _NUMBERED, _RELATIVE, _OURS, _FACILITIES, _SIDES_ALONE, _ON_NETWORKS))
)
"""A link by its own word, what was kept back, a number where a name should stand, whose relative, a building, a side; all folded."""
