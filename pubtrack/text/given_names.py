"""A table of short and other forms of given names. Pure data."""

from __future__ import annotations

from collections.abc import Mapping

# Formal name: the forms that do not begin it, or begin it otherwise (Ben and Chris need no table: they are beginnings).
_FORMS = """
abigail: abby
albert: bert
aleksandr: alexander alexandre alejandro alexandros aleksander sasha sascha alex
andreas: andy andrew andrei andrey
anthony: tony antonio anton
catherine: kate katherine kathryn cathy kathy katie katya ekaterina
charles: chuck charlie carlos
daniel: danny
david: dave davey
deborah: debbie
donald: don
edward: ed ted eddie ned
elizabeth: liz lisa beth betty eliza elisabeth
eugene: gene evgeny yevgeny evgenii
francis: frank
frederick: fred fredric frederic
gerald: gerry jerry
gregory: greg grigori grigory
henry: hank harry
james: jim jimmy jamie
jennifer: jen jenny
joseph: joe jose josef
john: jack johnny johann
judith: judy
kenneth: ken kenny
konstantin: kostya kostas constantine constantinos
lawrence: larry laurence
leonard: len lenny
margaret: peggy maggie meg greta
matthew: matt mathew matthias
michael: mike mick mikhail michel miguel misha
nicholas: nick nicolas nikolaus nikolai nico
patricia: pat patty
patrick: pat paddy
paul: pal pablo paolo pavel
peter: pete pyotr pedro
philip: phil phillip philippe
rebecca: becky
richard: dick rick rich ricky
robert: bob rob bobby robin
ronald: ron ronnie
samuel: sam sammy
stephen: steve steven stefan stephan
susan: sue suzanne susanne
theodore: ted theo
thomas: tom tommy
timothy: tim timo
vladimir: volodymyr wladimir
william: bill will billy liam
yuri: yury yuriy iurii juri jurij iouri
zachary: zach zack
"""


def _table() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _FORMS.strip().splitlines():
        formal, _, forms = line.partition(": ")
        for form in (formal, *forms.split()):
            found.setdefault(form, set()).add(formal)
    return {form: frozenset(formal) for form, formal in found.items()}


FORMAL: Mapping[str, frozenset[str]] = _table()
