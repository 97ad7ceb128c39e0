"""A Scholar profile as HTML: the page served, and the page as a browser saves it. Pure."""

from __future__ import annotations

import quopri
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING

from tests.world.scholar_words import Words, words_of

if TYPE_CHECKING:
    from tests.world.profiles import Profile, Row

HOST = "https://scholar.google.com"
BAR_PIXELS = 32
BOUNDARY = "----MultipartBoundary--pXq3vT7mZc0--"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Which part of a profile, in whose words. `size` None: every row, as after many clicks on "Show more"."""

    language: str = "en"
    start: int = 0
    size: int | None = 20
    by_year: bool = False
    grouped: bool = False


def page_html(profile: Profile, view: View, *, this_year: int) -> str:
    """The page. Articles are sorted by citations, as Scholar sorts them unless asked for years."""
    words = words_of(view.language)
    rows = sorted(profile.rows, key=lambda row: (row.year or 0) if view.by_year else (row.cites or 0), reverse=True)
    shown = rows[view.start :] if view.size is None else rows[view.start : view.start + view.size]
    more = view.size is not None and view.start + view.size < len(rows)
    name, url = escape(profile.name), f"{HOST}/citations?user={profile.canonical_user or profile.user}&amp;hl={words.language}"
    return (
        f"<!doctype html><html><head><title>\u202a{name}\u202c - \u202aGoogle Scholar\u202c</title>"
        '<meta http-equiv="Content-Type" content="text/html;charset=UTF-8"><meta name="referrer" content="origin-when-cross-origin">'
        f'<link rel="shortcut icon" href="/favicon.ico"><link rel="canonical" href="{url}">'
        f'<meta property="og:title" content="{name}"><style>.gsc_a_e{{padding:16px}}a.gsc_a_acm{{text-decoration:line-through}}'
        ".gsc_a_am{position:absolute}#gs_captcha{color:red}</style></head>"
        f'<body><div id="gs_top"><div id="gs_md_ldg" style="display:none">Loading...</div>'
        f'<div id="gs_hdr" dir="{words.direction}">'
        f'<a id="gs_hdr_act_s" href="https://accounts.google.com/Login?hl={words.language}">Sign in</a></div>'
        f'<div id="gs_bdy">{_side(profile, view, words, this_year)}{_head(profile, words)}'
        f"{_articles(profile, shown, more, view, words)}</div></div></body></html>"
    )


def saved_html(profile: Profile, view: View, *, this_year: int) -> str:
    """The page as a browser writes it to disk: a comment naming the address, and absolute links."""
    url = f"{HOST}/citations?user={profile.user}&hl={view.language}"
    html = page_html(profile, view, this_year=this_year).replace('href="/', f'href="{HOST}/')
    return html.replace("<!doctype html><html>", f"<!DOCTYPE html>\n<!-- saved from url=({len(url):04d}){url} -->\n<html>")


def saved_mhtml(profile: Profile, view: View, *, at: datetime) -> bytes:
    """The page as one MHTML file: a multipart message with a date, its HTML quoted-printable."""
    url = f"{HOST}/citations?user={profile.user}&hl={view.language}"
    html = page_html(profile, view, this_year=at.year).replace('href="/', f'href="{HOST}/')
    lines = [
        "From: <Saved by Blink>",
        f"Snapshot-Content-Location: {url}",
        f"Subject: {Header(f'{profile.name} - Google Scholar', 'utf-8').encode()}",
        f"Date: {format_datetime(at)}",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="{BOUNDARY}"',
        "",
        "",
        f"--{BOUNDARY}",
        "Content-Type: text/html",
        "Content-ID: <frame-0@example.org>",
        "Content-Transfer-Encoding: quoted-printable",
        f"Content-Location: {url}",
        "",
        quopri.encodestring(html.encode()).decode("ascii").replace("\n", "\r\n"),
        f"--{BOUNDARY}",
        "Content-Type: text/css",
        "Content-Transfer-Encoding: quoted-printable",
        "Content-Location: cid:css-0@example.org",
        "",
        "@charset =22utf-8=22;",
        f"--{BOUNDARY}--",
        "",
    ]
    return "\r\n".join(lines).encode("ascii")


def _head(profile: Profile, words: Words) -> str:
    affiliation = escape(profile.affiliation)
    if profile.organization:
        link = f"/citations?view_op=view_org&amp;hl={words.language}&amp;org={profile.organization}"
        affiliation = f'<a href="{link}" class="gsc_prf_ila">{affiliation}</a>'
    email = words.verified.format(domain=profile.email_domain) if profile.email_domain else words.unverified
    homepage = (
        f' - <a href="{escape(profile.homepage)}" rel="nofollow" class="gsc_prf_ila">{words.homepage}</a>' if profile.homepage else ""
    )
    interests = "".join(
        f'<a href="/citations?view_op=search_authors" class="gsc_prf_inta gs_ibl">{escape(it)}</a>' for it in profile.interests
    )
    return (
        '<div class="gsc_lcl" role="main" id="gsc_prf_w"><div id="gsc_prf"><div id="gsc_prf_pua">'
        f'<img alt="{escape(profile.name)}" src="/citations/images/avatar_scholar_128.png" id="gsc_prf_pup-img"></div><div id="gsc_prf_i">'
        f'<div id="gsc_prf_in">{escape(profile.name)}</div><div class="gsc_prf_il">{affiliation}</div>'
        f'<div class="gsc_prf_il" id="gsc_prf_ivh">{email}{homepage}</div><div class="gsc_prf_il" id="gsc_prf_int">{interests}</div>'
        "</div></div></div>"
    )


def _side(profile: Profile, view: View, words: Words, this_year: int) -> str:
    """The table of indices and the histogram of citations per year."""
    labels = (words.citations, words.h_index, words.i10_index)
    lines = "".join(
        f'<tr><td class="gsc_rsb_sc1"><a href="javascript:void(0)" class="gsc_rsb_f gs_ibl" title="{label}">{label}</a></td>'
        + "".join(f'<td class="gsc_rsb_std">{_number(number, view, words)}</td>' for number in pair)
        + "</tr>"
        for label, pair in zip(labels, profile.numbers(), strict=True)
    )
    since = words.since.format(year=this_year - 5)
    return (
        f'<div class="gsc_rsb" role="navigation"><div id="gsc_rsb_cit"><table id="gsc_rsb_st"><thead><tr><th class="gsc_rsb_sth"></th>'
        f'<th class="gsc_rsb_sth">{words.all}</th><th class="gsc_rsb_sth">{since}</th></tr></thead><tbody>{lines}</tbody></table>'
        f"{_histogram(profile, this_year)}</div></div>"
    )


def _histogram(profile: Profile, this_year: int) -> str:
    """A year without citations has its label and no bar; a bar's z-index counts the years from the right."""
    total = profile.numbers()[0][0]
    counts = profile.cites_per_year if profile.cites_per_year is not None else ({this_year: total} if total else {})
    if not counts:
        return ""
    years = range(min(counts), max(max(counts), this_year) + 1)
    label = '<span class="gsc_g_t" style="right:{right}px">{year}</span>'
    bar = (
        '<a href="javascript:void(0)" class="gsc_g_a" style="right:{right}px;top:16px;height:144px;z-index:{place}">'
        '<span class="gsc_g_al">{count}</span></a>'
    )
    labels = "".join(label.format(right=3 + BAR_PIXELS * (years[-1] - year), year=year) for year in years)
    bars = "".join(
        bar.format(right=8 + BAR_PIXELS * (years[-1] - year), place=years[-1] - year + 1, count=counts[year])
        for year in years
        if counts.get(year)
    )
    return f'<div class="gsc_md_hist_w"><div class="gsc_md_hist_b">{labels}{bars}</div></div>'


def _articles(profile: Profile, rows: list[Row], more: bool, view: View, words: Words) -> str:
    body = "".join(row_html(row, profile, view, words) for row in rows)
    if not rows:
        body = f'<tr class="gsc_a_tr"><td class="gsc_a_e" colspan="3">{words.empty}</td></tr>' if not profile.rows else ""
        body = body.replace(' class="gsc_a_tr"', "")
    counted = words.articles.format(first=view.start + 1, last=view.start + len(rows)).replace("–", "&ndash;") if rows else ""
    return (
        f'<div id="gsc_art"><form method="post" action="/citations?hl={words.language}&amp;user={profile.user}"><table id="gsc_a_t"><thead>'
        f'<tr id="gsc_a_trh"><th class="gsc_a_t">{words.title}</th><th class="gsc_a_c">{words.cited_by}</th>'
        f'<th class="gsc_a_y">{words.year}</th>'
        f'</tr></thead><tbody id="gsc_a_b">{body}</tbody></table><div id="gsc_lwp"><span id="gsc_a_nn">{counted}</span><div id="gsc_bpf">'
        f'<button type="button" id="gsc_bpf_more"{"" if more else " disabled"} class="gs_btnPD gs_in_ib gs_btn_flat"><span class="gs_wr">'
        f'<span class="gs_lbl">{words.show_more}</span></span></button></div></div></form></div>'
    )


def row_html(row: Row, profile: Profile, view: View, words: Words) -> str:
    link = f"/citations?view_op=view_citation&amp;hl={words.language}&amp;user={profile.user}"
    link += f"&amp;pagesize={view.size}" if view.size not in (None, 20) else ""
    year = "" if row.year is None else str(row.year)
    after_venue = f'<span class="gs_oph">{", " if row.venue else ""}{year}</span>' if year else ""
    return (
        f'<tr class="gsc_a_tr"><td class="gsc_a_t"><a href="{link}&amp;citation_for_view={profile.user}:{row.row_id}" class="gsc_a_at">'
        f'{escape(row.title)}</a><div class="gs_gray">{escape(row.authors)}</div>'
        f'<div class="gs_gray">{escape(row.venue)}{after_venue}</div></td>'
        f'<td class="gsc_a_c">{_count(row, view, words)}</td>'
        f'<td class="gsc_a_y"><span class="gsc_a_h gsc_a_hc gs_ibl">{year}</span></td></tr>'
    )


def _count(row: Row, view: View, words: Words) -> str:
    if not row.cites:
        return '<a href="" class="gsc_a_ac gs_ibl"></a>'
    struck = " gsc_a_acm" if row.struck_through else ""
    link = f"{HOST}/scholar?oi=bibs&amp;hl={words.language}&amp;cites={','.join(row.cites_ids)}"
    star = '<span class="gsc_a_m"><a href="javascript:void(0)" class="gsc_a_am" data-eid="1">*</a></span>' if row.merged else ""
    return f'<a href="{link}" class="gsc_a_ac gs_ibl{struck}">{_number(row.cites, view, words)}</a>{star}'


def _number(number: int, view: View, words: Words) -> str:
    return f"{number:,}".replace(",", words.thousands) if view.grouped else str(number)
