"""Which words of a title must keep their capitals when a style lowers it? Pure.

A rule tells acronyms and inner capitals; in a title in sentence case every capital within it is meant; in one in title case
nothing but a list can tell a name from another word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_NAMES = """
    Abel Abelian African Africa Ada Adam Afghanistan Algol Alzheimer America American Amazon Android Apache Apple Arabic Arctic Asia Asian
    Atlantic Australia Australian Austria Banach Bayes Bayesian Bellman Bernoulli Boltzmann Bloom Boole Boolean Borel Brazil Brazilian
    Britain British Brownian Byzantine Byzantium Cauchy Cartesian Chebyshev Chernoff Chile China Chinese Clifford Cobol Coulomb Darwin
    Darwinian Debian Dijkstra Diophantine Dirac Dirichlet Docker Doppler Dutch Egypt Einstein Elmo England English Erlang Euclid Euclidean
    Euler Eulerian Europe European Facebook Fermi Fibonacci Fisher Flink Fortran Fourier France French Galerkin Galois Gauss Gaussian
    German Germany Gibbs Google Grassmann Greek Hadoop Haskell Hadamard Hamilton Hamiltonian Hausdorff Hebrew Hermite Hermitian Hessian
    Higgs Hilbert Hindi Huffman Hungarian Iceland India Indian Instagram Ireland Ising Israel Italian Italy Jacobian Japan Japanese Java
    Julia Kalman Kepler Keras Korea Korean Kubernetes Lagrange Lagrangian Laplace Laplacian Latin Lebesgue Legendre Levenshtein Linux
    Lipschitz London Lyapunov Markov Markovian Maxwell Mexico Microsoft Minkowski Mersenne Monte Carlo Nash Newton Newtonian
    Norway Norwegian Nvidia Nyquist Pacific Pareto Paris Parkinson Parzen Pascal Pauli Paxos Petri Poincare Poincaré Poisson Poland
    Polish Portuguese Prolog Python Qatar Raman Ramsey Rayleigh Reddit Riemann Riemannian Russia Russian Rust Scala Schrödinger
    Shannon Shapley Siberian Solaris Spain Spanish Spotify Stackelberg Steiner Sweden Swedish Swiss Switzerland Taylor Thai Tikhonov
    Turing Turkey Turkish Twitter Ubuntu Ukraine Ukrainian Unix Venn Vietnam Vietnamese Viterbi Voronoi Vulkan Wasserstein Weibull Wiener
    Wikipedia Yahoo YouTube Zipf
"""
PROPER_NAMES = frozenset(_NAMES.split())
# Short words stand in lower case in any title; these are the longer ones that do too.
_LONGER_SMALL_WORDS = """
    with from into onto over under about after before between through toward towards within without across among against upon using when
    than that their your
"""
_LOWERED_ANYWHERE = frozenset(_LONGER_SMALL_WORDS.split())

_LETTERS = r"[^\W_]+"
_MARKED_LETTERS = r"(?:[^\W_][\u0300-\u036f]*)+"  # a mark that combines with a letter is no word character by itself
_WORD, _MARKED_WORD = (re.compile(rf"{letters}(?:['’ʼ]{letters})*") for letters in (_LETTERS, _MARKED_LETTERS))
_MARK = re.compile("[\u0300-\u036f]")
_CONTENT_WORD = re.compile(r"(?<![\w'’-])[^\W\d_]{4,}")
_AFTER_A_STOP = re.compile(r"[.:?!—]\s*[\"“(]?\s*$")


def split(title: str, *, meant: bool, at_start: bool = True) -> Iterator[tuple[str, bool]]:
    """The parts of a title or of a piece of it, each with whether its capitals must stay. `meant`: the title is in sentence case."""
    at = 0
    for match in (_MARKED_WORD if _MARK.search(title) else _WORD).finditer(title):
        if _keeps_capitals(match, title, meant=meant, at_start=at_start):
            if match.start() > at:
                yield title[at : match.start()], False
            yield match[0], True
            at = match.end()
    if at < len(title):
        yield title[at:], False


def _keeps_capitals(match: re.Match[str], title: str, *, meant: bool, at_start: bool) -> bool:
    word = match[0]
    by_itself = _by_itself(word)
    if by_itself is not None:
        return by_itself
    if word == "A":
        return not title[match.end() : match.end() + 1].isspace()  # vitamin A, but not the article
    if not meant or (at_start and match.start() == 0):
        return False
    return title[match.start() - 1] not in "-‐‑" and not _AFTER_A_STOP.search(title[: match.start()])


@lru_cache(maxsize=65536)
def _by_itself(word: str) -> bool | None:
    """Acronyms, inner capitals and known names, wherever they stand; None for a word whose place decides."""
    if not word[0].isupper():
        return not word.islower() and any(char.isupper() for char in word[1:])
    if len(word) == 1:
        return None if word == "A" else True
    if not word[1:].islower() and any(char.isupper() for char in word[1:]):
        return True
    return True if word in PROPER_NAMES or re.sub(r"['’ʼ]s$", "", word) in PROPER_NAMES else None


def is_sentence_case(title: str) -> bool:
    """Are most of its longer words in lower case, so that a capital within it must be a name's?"""
    lowered = capitals = 0
    for match in _CONTENT_WORD.finditer(title):
        if match.start() == 0 or _AFTER_A_STOP.search(title[max(0, match.start() - 6) : match.start()]):
            continue
        if match[0][0].isupper():
            capitals += 1
        elif match[0] not in _LOWERED_ANYWHERE:
            lowered += 1
    return lowered >= 2 and lowered >= capitals


def is_shouted(title: str) -> bool:
    """Is all of it in capitals, so that nothing tells an acronym from another word?"""
    return title.isupper() and len(re.findall(r"[^\W\d_]{3,}", title)) >= 4
