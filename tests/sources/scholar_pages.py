"""Google Scholar's pages, written in the shapes in which they were seen. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

USER = "TESTID000000"
ORIGIN = "https://scholar.google.com"


@dataclass(frozen=True, kw_only=True)
class Article:
    """One row of a profile page, as it is printed there."""

    title: str = "Widgets: A Study"
    id: str = f"{USER}:u5HHmVD_uO8C"
    authors: str = "A Author, B Author"
    venue: str = "Proceedings of the 30th Symposium on Widgets, 1-10"
    year: str = "2024"
    cited: str = "12"
    cites: str = "1234567890123456789"
    merged: bool = False
    struck: bool = False
    link_in_data: bool = False


def row(article: Article) -> str:
    view = f"/citations?view_op=view_citation&amp;hl=en&amp;user={USER}&amp;pagesize=100&amp;citation_for_view={article.id}"
    link = f'href="javascript:void(0)" data-href="{view}"' if article.link_in_data else f'href="{view}"'
    cites = f"https://scholar.google.com/scholar?oi=bibs&amp;hl=en&amp;cites={article.cites}" if article.cited else "javascript:void(0)"
    star = (
        f'<span class="gsc_a_m"><a href="javascript:void(0)" class="gsc_a_am" data-eid="{article.id}">*</a></span>'
        if article.merged
        else ""
    )
    struck = " gsc_a_acm" if article.struck else ""
    year_in_line = f'<span class="gs_oph">{", " if article.venue else ""}{article.year}</span>' if article.year else ""
    return (
        f'<tr class="gsc_a_tr"><td class="gsc_a_t"><a {link} class="gsc_a_at">{escape(article.title)}</a>'
        f'<div class="gs_gray">{escape(article.authors)}</div><div class="gs_gray">{escape(article.venue)}{year_in_line}</div></td>'
        f'<td class="gsc_a_c"><a href="{cites}" class="gsc_a_ac gs_ibl{struck}">{article.cited}</a>{star}</td>'
        f'<td class="gsc_a_y"><span class="gsc_a_h gsc_a_hc gs_ibl">{article.year}</span></td></tr>'
    )


def rows(count: int, *, start: int = 0, user: str = USER) -> tuple[Article, ...]:
    """Numbered articles, the most cited first."""
    return tuple(
        Article(
            title=f"Paper number {i}: A Study", id=f"{user}:p{i:011d}", cited=str(max(0, 300 - i)) if i < 300 else "", cites=str(10**18 + i)
        )
        for i in range(start, start + count)
    )


def profile(
    articles: tuple[Article, ...],
    *,
    user: str = USER,
    name: str = "Test Person",
    more: bool = False,
    indices: tuple[str, ...] = ("5000", "4000", "30", "28", "44", "41"),
    histogram: tuple[tuple[str, str], ...] = (("2024", "7"), ("2025", ""), ("2026", "11")),
    canonical: bool = True,
    button: bool = True,
    language: str = "en",
    bar_style: str = "right:10px;top:9px;height:9px;z-index:{}",
) -> str:
    cells = "".join(
        f'<tr><td class="gsc_rsb_sc1"><a class="gsc_rsb_f">{label}</a></td>'
        + "".join(f'<td class="gsc_rsb_std">{value}</td>' for value in indices[2 * i : 2 * i + 2])
        + "</tr>"
        for i, label in enumerate(("Citations", "h-index", "i10-index"))
    )
    table = f'<table id="gsc_rsb_st"><tbody>{cells}</tbody></table>' if indices else ""
    years = "".join(f'<span class="gsc_g_t" style="right:10px">{year}</span>' for year, _ in histogram)
    bars = "".join(
        f'<a class="gsc_g_a" style="{bar_style.format(len(histogram) - i)}"><span class="gsc_g_al">{cited}</span></a>'
        for i, (_, cited) in enumerate(histogram)
        if cited
    )
    link = f'<link rel="canonical" href="{ORIGIN}/citations?user={user}&amp;hl={language}">' if canonical else ""
    disabled = "" if more else " disabled"
    show_more = (
        f'<button type="button" id="gsc_bpf_more" class="gs_btnPD"{disabled}><span class="gs_lbl">Show more</span></button>'
        if button
        else ""
    )
    body = "".join(map(row, articles))
    if not articles:
        body = '<tr class="gsc_a_tr"><td class="gsc_a_e" colspan="3">There are no articles in this profile.</td></tr>'
    return f"""<!doctype html><html><head><title>{escape(name)} - Google Scholar</title>
<meta http-equiv="Content-Type" content="text/html;charset=UTF-8">{link}
<script>var gs_captcha_f=0;document.write("<tr class='gsc_a_tr'>");</script></head><body><div id="gs_top">
<a href="https://accounts.google.com/Login?hl={language}&amp;continue=https://scholar.google.com/">Sign in</a>
<div id="gsc_prf_in">{escape(name)}</div><div class="gsc_prf_il">University of Widgets</div>
<div id="gsc_rsb_co"><a href="/citations?user=COAUTHOR0000&amp;hl=en" class="gsc_rsb_a_pht">C Coauthor</a></div>
{table}<div class="gsc_md_hist_w"><div class="gsc_md_hist_b">{years}{bars}</div></div>
<table id="gsc_a_t"><tbody id="gsc_a_b">{body}</tbody></table>
<span id="gsc_a_nn">Articles 1-{len(articles)}</span>{show_more}</div></body></html>"""


def captcha() -> str:
    """Scholar's own frame around a puzzle, served with 200."""
    return (
        '<!doctype html><html><head><title>Google Scholar</title></head><body><div id="gs_top"><div id="gs_captcha_ccl">'
        '<h1>Please show you&#39;re not a robot</h1><form id="gs_captcha_f" method="get"></form></div></div></body></html>'
    )


def sorry() -> str:
    return (
        "<html><head><title>https://scholar.google.com/citations</title></head><body>"
        '<form id="captcha-form" action="index" method="post"></form><hr>'
        "Our systems have detected unusual traffic from your computer network.</body></html>"
    )


def dos_captcha() -> str:
    return '<html><body><div class="rc-doscaptcha-header rc-doscaptcha-body">Try again later</div></body></html>'


def automated_queries() -> str:
    return "<html><head><title>Sorry...</title></head><body><p>... but your computer may be sending automated queries.</p></body></html>"


def sign_in() -> str:
    return (
        '<!doctype html><html><head><base href="https://accounts.google.com/v3/signin/"><title>Sign in - Google Accounts</title></head>'
        '<body><form><input type="email" id="identifierId"></form></body></html>'
    )


def consent() -> str:
    return '<html><body><h1>Before you continue</h1><form action="https://consent.google.com/save" method="POST"></form></body></html>'


def search_results(title: str = "A Paper about Robots") -> str:
    return (
        '<!doctype html><html><head><title>Google Scholar</title></head><body><div id="gs_top">'
        '<a href="https://accounts.google.com/Login?hl=en">Sign in</a><div id="gs_res_ccl"><div class="gs_r gs_or gs_scl" data-cid="x">'
        f'<div class="gs_ri"><h3 class="gs_rt">{escape(title)}</h3></div></div></div></div></body></html>'
    )


def citation_view() -> str:
    return '<!doctype html><html><head><title>View article</title></head><body><div id="gsc_oci_title">A Paper</div></body></html>'


def old_layout() -> str:
    """The profile page of 2012."""
    return (
        f'<!doctype html><html><head><link rel="canonical" href="{ORIGIN}/citations?user={USER}&amp;hl=en"></head><body>'
        '<span id="cit-name-display">Test Person</span><table class="cit-table"><tr class="cit-table item"><td id="col-title">'
        '<a class="cit-dark-large-link">A Paper</a></td></tr></table></body></html>'
    )
