"""Words by which a title or a venue shows that it is no ordinary article, in regular expressions. Pure data."""

from __future__ import annotations

# Kind, what has to follow, and the words with which such a title begins. What follows: "" anything that is no letter, "*" anything,
# "." a colon, a full stop, a bracket, a quotation mark or the like, "to" the same, or a word like to, on, for.
BEGINNINGS = r"""
erratum     |    | erratum; errata; corrigendum; corrigenda; addendum; addenda; berichtigung; fe de erratas?; исправлени\w+; опечатк\w+
erratum     | *  | 勘误; 勘誤; 更正; 訂正; 正誤表
erratum     |    | (?:author|publisher|editorial)(?:[’']?s)? (?:correction|erratum)
erratum     | to | corrections?
retraction  |    | retracted; retraction (?:note|notice|to|of); withdrawal of; (?:editorial )?expression of concern; notice of retraction
retraction  | .  | retraction; withdrawn; withdrawal; removed
peer_review |    | decision letter; author[’']?s?[’']? response; elife assessment; evaluation summary; referees?[’']? reports?; peer review
peer_review |    | reviewer (?:report|comments?); review(?:er)?s?[’']? comments?; review for; faculty opinions recommendation
comment     | to | comments?; commentary; reply; replies; rejoinder; rebuttal; discussion; responses?; erwiderung; réponse; комментарий
comment     |    | in (?:reply|response); letter to the editor; (?:the )?author[’']?s?[’']? (?:reply|respond)s?
comment     |    | a (?:comment|reply) (?:on|to)
comment     | .  | letter
review      |    | book reviews?; review of; besprechung; rezension; compte rendu; рецензия
dataset     | to | datasets?; source data; replication data; data and code; code and data; artifact; replication (?:package|materials?|kit)
dataset     |    | data (?:from|for|to|of|on); code (?:from|for|of|to); software (?:for|of|to); figures? from
supplement  |    | supplement(?:ary|al)? (?:materials?|information|data|files?|figures?|tables?|text|appendix|methods); supplement to
supplement  |    | supporting (?:materials?|information|data|files?); additional files?; online appendix; appendix (?:to|for); moesm\d
supplement  |    | (?:figure|table) s?\d+ (?:from|of); electronic supplementary
abstract    | .  | poster(?: abstract)?; (?:extended |conference |meeting |late-breaking )?abstract(?: \w*\d+\w*)?; demo; demonstration
talk        | to | slides; talk; keynote; tutorial; invited talk; presentation; video; webinar; seminar; panel; podcast
editorial   | to | editorial; guest editorial; preface; foreword; editors?[’']?s? (?:note|introduction); editors[’'] introduction
"""

# The same for what stands behind the title of the work that it is about, after a colon, a dash or in brackets.
ENDINGS = r"""
erratum     | erratum; errata; corrigendum; corrigenda; correction; addendum
retraction  | retraction; retracted(?: article)?; withdrawn
comment     | (?:a |the authors?[’']? )?(?:reply|response|comment|rejoinder|commentary|discussion|rebuttal)(?: (?:to|by|on) .{1,200})?
comment     | letter
abstract    | (?:an |a )?(?:extended |short |poster |conference |meeting )?abstract; poster; demo(?: paper)?
talk        | slides; keynote; invited talk; talk; tutorial; presentation
dataset     | dataset; data set; source code; replication data
supplement  | supplement(?:ary (?:material|information))?; supporting information; online appendix
"""

# Venues that mean a kind of work: a university's bare name is where Google Scholar puts a thesis.
PLACES = r"""
patent      | \bpatents?\b; \bpat\. app\b
thesis      | \b(?:thesis|dissertation|habilitation)\b; ^(?:the )?(?:\w+ )?universit(?:y|é|ät|eit|à|at|a|as|et)\b(?:[ ,][^:()]*)?$
thesis      | ^[^:()]*\b(?:university|université|universität|universiteit|università)$; ^(?:mit|caltech|eth zürich|eth zurich|epfl)$
thesis      | ^[^:()]*\b(?:institute of technology|polytechnic)$
software    | \b(?:github|gitlab|bitbucket|pypi|cran|software heritage)\b
dataset     | \b(?:zenodo|figshare|dryad|dataverse|pangaea|mendeley data|icpsr|data archive|data repository|dataset)\b
"""
NO_THESIS = """
    press review journal bulletin proceedings studies annals quarterly law archive arxiv studia scientiarum conference symposium workshop
"""

# Titles that many works bear; folded, as regular expressions.
GENERIC = r"""
    introduction(?: to (?:the|this) .{0,60})?; editorial(?: (?:board|note|introduction|comment))?; guest editor(?:s|ial).{0,40}; preface
    foreword; conclusions?; discussion; comments?; reply; response; erratum; errata; corrigendum; correction; abstracts?; index
    (?:table of )?contents; appendix; acknowledge?ments?; obituary; (?:book )?reviews?; letters?(?: to the editors?)?; news; notes?
    announcements?; overview; summary; background; methods; results; references; bibliography; glossary; in memoriam; in this issue
    from the editors?; message from .{0,60}; welcome.{0,60}; invited talk; keynote; panel; poster session; front matter; back matter
    title page; frontmatter; masthead; epilogue; prologue; afterword; postscript; special issue.{0,60}; annual report; report
    problems and solutions; highlights
    chairs? (?:message|report); editors? (?:choice|notes?|letter); letter from the .{0,40}; work in progress
    einleitung; vorwort; geleitwort; nachruf; avant propos; preface; introduccion; introduzione; prefacio
    введение; предисловие; от редакции; заключение; 编者按; 前言; 引言; 序言; 序; まえがき; 巻頭言; はじめに; 서문; 머리말
    مقدمة; הקדמה; מבוא; प्रस्तावना; भूमिका; εισαγωγη; προλογοσ
"""

# What stands in titles that come back every year.
RECURRING = r"""
    editorial; annual; yearly; this year; the year in; year in review; of the year; statistics; state of the union; progress report
    minutes of; calendar; highlights; message from; letter from; from the editor; in this issue; database resources; standards of
    recommended values; world report; newsletter; proceedings; call for papers; report of the
    overview of .{0,80}\b(?:track|task|lab|challenge|competition); report on the \w+ (?:workshop|conference|meeting); review of particle
"""
