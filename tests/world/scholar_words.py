"""The words on a Scholar profile page in the interface languages that the world speaks. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language. `verified` and `articles` are templates; `thousands` separates digits where numbers are grouped."""

    language: str
    direction: str = "ltr"
    title: str
    year: str
    cited_by: str
    citations: str
    h_index: str
    i10_index: str
    all: str
    since: str
    verified: str
    unverified: str
    homepage: str
    articles: str
    show_more: str
    empty: str
    thousands: str


_ENGLISH = Words(
    language="en",
    title="Title",
    year="Year",
    cited_by="Cited by",
    citations="Citations",
    h_index="h-index",
    i10_index="i10-index",
    all="All",
    since="Since {year}",
    verified="Verified email at {domain}",
    unverified="No verified email",
    homepage="Homepage",
    articles="Articles {first}–{last}",
    show_more="Show more",
    empty="There are no articles in this profile.",
    thousands=",",
)
_GERMAN = Words(
    language="de",
    title="Titel",
    year="Jahr",
    cited_by="Zitiert von",
    citations="Zitate",
    h_index="h-index",
    i10_index="i10-index",
    all="Alle",
    since="Seit {year}",
    verified="Bestätigte E-Mail-Adresse bei {domain}",
    unverified="Keine bestätigte E-Mail-Adresse",
    homepage="Startseite",
    articles="Artikel {first}–{last}",
    show_more="Mehr anzeigen",
    empty="In diesem Profil sind keine Artikel vorhanden.",
    thousands=".",
)
_CHINESE = Words(
    language="zh-CN",
    title="标题",
    year="年份",
    cited_by="引用次数",
    citations="引用",
    h_index="h 指数",
    i10_index="i10 指数",
    all="总计",
    since="{year} 年至今",
    verified="在 {domain} 的电子邮件经过验证",
    unverified="没有经过验证的电子邮件地址",
    homepage="首页",
    articles="文章 {first}–{last}",
    show_more="展开",
    empty="此个人学术档案中没有任何文章。",
    thousands=",",
)
_JAPANESE = Words(
    language="ja",
    title="タイトル",
    year="年",
    cited_by="引用先",
    citations="引用",
    h_index="h 指標",
    i10_index="i10 指標",
    all="すべて",
    since="{year} 年以来",
    verified="確認したメール アドレス: {domain}",
    unverified="確認済みメール アドレスはありません",
    homepage="ホームページ",
    articles="論文 {first}–{last}",
    show_more="もっと見る",
    empty="このプロフィールには論文がありません。",
    thousands=",",
)
_ARABIC = Words(
    language="ar",
    direction="rtl",
    title="العنوان",
    year="السنة",
    cited_by="عدد مرات الاقتباسات",
    citations="اقتباسات",
    h_index="مؤشر إتش h",
    i10_index="مؤشر آي i10",
    all="الكل",
    since="منذ {year}",
    verified="بريد إلكتروني تم التحقق منه على {domain}",
    unverified="لم يتم التحقق من أي بريد إلكتروني",
    homepage="الصفحة الرئيسية",
    articles="المقالات {first}–{last}",
    show_more="عرض المزيد",
    empty="لا توجد أي مقالات في هذا الملف الشخصي.",
    thousands="٬",
)

LANGUAGES: Mapping[str, Words] = {words.language: words for words in (_ENGLISH, _GERMAN, _CHINESE, _JAPANESE, _ARABIC)}


def words_of(language: str | None) -> Words:
    return LANGUAGES.get(language or "en", _ENGLISH)
