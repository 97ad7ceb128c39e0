"""What Google shows instead of a profile: captchas, sign-in and consent pages, plain refusals. Pure."""

from __future__ import annotations

from tests.world.wire import Response

_SORRY = "your computer or network may be sending automated queries. To protect our users, we can't process your request right now."


def sign_in_redirect(back: str) -> Response:
    """Where an unknown profile leads: to another host, which nobody here ever contacts."""
    link = f"https://accounts.google.com/v3/signin/identifier?continue={back}&hl=en&service=citations&flowName=GlifWebSignIn"
    body = (
        '<HTML><HEAD><meta http-equiv="content-type" content="text/html;charset=utf-8">\n<TITLE>302 Moved</TITLE></HEAD><BODY>\n'
        f'<H1>302 Moved</H1>\nThe document has moved\n<A HREF="{link.replace("&", "&amp;")}">here</A>.\r\n</BODY></HTML>\r\n'
    )
    return Response(status=302, body=body.encode(), headers={"Location": link})


def sorry_redirect() -> Response:
    link = "https://www.google.com/sorry/index?continue=https://scholar.google.com/citations"
    return Response(status=302, body=b"<H1>302 Moved</H1>", headers={"Location": link})


def consent_redirect() -> Response:
    link = "https://consent.google.com/ml?continue=https://scholar.google.com/citations&gl=DE&hl=en"
    return Response(status=302, body=b"<H1>302 Moved</H1>", headers={"Location": link})


def sign_in() -> Response:
    return _page(
        "Sign in - Google Accounts",
        '<div id="initialView"><form action="https://accounts.google.com/v3/signin/identifier" method="post">'
        '<input type="email" id="identifierId" name="identifier"><div>Use your Google Account</div></form></div>',
    )


def consent() -> Response:
    return _page(
        "Before you continue to Google",
        '<form action="https://consent.google.com/save" method="POST"><h1>Before you continue to Google</h1>'
        "<button>Reject all</button><button>Accept all</button></form>",
    )


def sorry(status: int = 429) -> Response:
    """The "unusual traffic" page with its captcha form."""
    return _page(
        "https://scholar.google.com/citations",
        '<div style="max-width:400px;"><hr noshade><form id="captcha-form" action="index" method="post">'
        '<div id="recaptcha" class="g-recaptcha"></div></form>'
        "<b>About this page</b><br>Our systems have detected unusual traffic from your computer network. "
        "This page checks to see if it's really you sending the requests, and not a robot.</div>",
        status,
    )


def sorry_text(status: int) -> Response:
    """The plain refusal, without a captcha and without Retry-After."""
    return _page("Sorry...", f"<h1>We're sorry...</h1><p>... but {_SORRY}</p>", status)


def captcha(status: int = 200) -> Response:
    """The captcha inside Scholar's own layout, under Scholar's ordinary title."""
    return _layout(
        '<div id="gs_captcha_ccl"><form method="get" id="gs_captcha_f"><h1>Please show you&#39;re not a robot</h1>'
        '<div id="gs_captcha_c"></div><input type=hidden name="hl" value="en"></form></div>',
        status,
    )


def captcha_form(status: int = 200) -> Response:
    """The same with the form alone."""
    return _layout('<form method="get" id="gs_captcha_f"><h1>Please show you&#39;re not a robot</h1></form>', status)


def dos_captcha() -> Response:
    text = "Your computer or network may be sending automated queries."
    return _page("reCAPTCHA", f'<div class="rc-doscaptcha-body"><div class="rc-doscaptcha-body-text">{text}</div></div>')


def unknown_layout() -> Response:
    """A profile, perhaps, in a layout nobody has seen yet."""
    return _page("Google Scholar", '<main data-profile="1"><h1 class="prf-n">A Name</h1><ol><li data-cites="12">A paper</li></ol></main>')


def forbidden() -> Response:
    return _page(
        "Error 403 (Forbidden)!!1",
        "<p><b>403.</b> <ins>That’s an error.</ins><p>Your client does not have permission to get URL <code>/citations</code> "
        f"from this server. We're sorry... but {_SORRY} <ins>That’s all we know.</ins>",
        403,
    )


def _layout(inside: str, status: int) -> Response:
    return _page(
        "Google Scholar",
        '<div id="gs_top"><div id="gs_hdr"></div><div id="gs_bdy"><div id="gs_bdy_ccl" role="main">' + inside + "</div></div></div>",
        status,
    )


def _page(title: str, inside: str, status: int = 200) -> Response:
    html = f"<!doctype html><html><head><title>{title}</title></head><body>{inside}</body></html>"
    return Response(status=status, body=html.encode())
