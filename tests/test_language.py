"""The language of a paragraph: sentences of our own, among them short ones without a single telling letter."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlsum.persian import identify_language

PARAGRAPHS = {
    "fa": """
        وزیر خارجه ایران با همتای روس خود دیدار کرد.
        رئیسی: ایران آماده حفظ ثبات منطقه است
        افزایش قیمت نفت در بازارهای جهانی
        دیدار رئیس مجلس با سفیر عراق
        تاکید رئیس جمهور بر وحدت مسلمانان
        هشدار سازمان ملل درباره غزه
        الجزیره: مذاکرات متوقف شد
        حزب‌الله لبنان بیانیه داد
        السودانی وارد تهران شد
        آیت‌الله العظمی سیستانی
        سازمان بین المللی انرژی اتمی
        تیم ملی فوتبال
        علی کریمی
        مسابقات قهرمانی آسیا
        محمد بن سلمان به تهران سفر می‌کند
        حمله موشکی به پایگاه عین الاسد
        رییس جمهور افغانستان استعفا کرد
        اين خبر با حروف عربي نوشته شده است
        ميشود گفت كه كار تمام شد
        سخنرانی در دانشگاه کابل، افغانستان
        پوهنتون کابل شاگردان نو را جذب می‌کند
        شرکت Apple محصول تازه iPhone 15 Pro Max را معرفی کرد
        انتقال دانش
        جلسه علنی مجلس
        من خوبم
    """,
    "ar": """
        الرئيس الإيراني يستقبل وزير الخارجية العراقي
        أعلنت وزارة الصحة في غزة عن ارتفاع عدد الضحايا
        قال وزير الخارجية إن المفاوضات مستمرة
        محمد بن سلمان يستقبل الرئيس الفرنسي في جدة
        هذا هو الطريق إلى السلام في المنطقة
        ارتفاع أسعار النفط في الأسواق العالمية
        مجلس الأمن يعقد جلسة طارئة حول السودان
        لا نعرف متى تنتهي هذه الحرب
        القوات المسلحة تعلن السيطرة على المدينة
    """,
    "ur": """
        وزیر اعظم نے کہا ہے کہ ملک میں انتخابات وقت پر ہوں گے
        پاکستان اور ایران کے درمیان معاہدہ طے پا گیا
        یہ خبر آج کی سب سے بڑی خبر ہے
        لاہور میں بارش کے بعد سڑکیں بند ہو گئیں
        صدر مملکت کا دورہ ترکی
    """,
    "ps": """
        د افغانستان ولسمشر نن کابل ته ستون شو
        هغه وویل چې جګړه باید پای ته ورسېږي
        د بهرنیو چارو وزیر له خپل سیال سره وکتل
        په کندهار کې درې کسان ووژل شول
    """,
    "ckb": """
        سەرۆکی هەرێمی کوردستان لەگەڵ باڵیۆزی ئەمریکا کۆبووەوە
        ئەمڕۆ لە شاری هەولێر باران دەبارێت
        حکوومەتی عێراق بڕیاری دا
        بەڵێ، ئەوە ڕاستە
    """,
    "az": """
        تبریز شهرینده بو گون یئنی بیر کیتاب سرگیسی آچیلدی
        آذربایجان دیلی اوچون یئنی بیر سؤزلوک حاضیرلانیب
        بو مسئله ایله باغلی چوخلو سؤزلر دئییلیب و یازیلیب
    """,
    "sd": """
        سنڌ جي وڏي وزير چيو آهي ته ڪم جلد مڪمل ٿيندو
        هي خبر اڄ جي آهي
        ڪراچي ۾ مينهن پوڻ کان پوءِ رستا بند ٿي ويا
    """,
    "ug": """
        شىنجاڭ ئۇيغۇر ئاپتونوم رايونى
        بۈگۈن ھاۋا ناھايىتى ياخشى بولدى
        ئۇ كىتاب ئوقۇۋاتىدۇ
    """,
    "tr": """
        Cumhurbaşkanı bugün Ankara'da bir toplantı yaptı
        İstanbul'da yağmur bekleniyor
        Bu haber çok önemli ve yeni
    """,
    "tg": """
        Президенти Ҷумҳурии Тоҷикистон ба Душанбе омад
        Имрӯз ҳаво хуб аст
    """,
    "en": """
        The president met the foreign minister in Tehran.
        Oil prices rise after the attack
        He said that it was not true
        Reuters
    """,
    "fa-Latn": """
        salam, man farda be tehran miam va ba shoma harf mizanam
        in khabar kheili mohem ast
        emruz hava khub ast
        man nemidanam chera in kar ra kard
    """,
    "und": """
        ۱۲۳۴۵
        12:30 - 14:00
        ...
        👍👍
        Le président est arrivé dans la ville avec le ministre
        Президент приехал в город
        北京今天下雨
    """,
}


@pytest.mark.parametrize(
    ("language", "paragraph"),
    [
        pytest.param(language, line.strip(), id=f"{language} {line.strip()[:30]}")
        for language, lines in PARAGRAPHS.items()
        for line in lines.strip().split("\n")
    ],
)
def test_a_paragraph_is_recognised(language: str, paragraph: str) -> None:
    assert identify_language(paragraph) == language


def test_text_without_letters_is_undetermined() -> None:
    assert identify_language("") == identify_language(" \n") == identify_language("۱۴۰۲/۱۲/۲۹") == "und"


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_every_string_has_an_answer(text: str) -> None:
    assert identify_language(text) in set(PARAGRAPHS)
