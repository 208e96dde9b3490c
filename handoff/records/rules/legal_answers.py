"""What the law lets an answer contain. Confirm with counsel: written on 2026-11-26, not reviewed by a lawyer."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

PART2_KINDS = frozenset({"part2", "counseling"})
COMPELS = frozenset({"subpoena", "search_warrant"})
"""A subpoena 'or a similar legal mandate' (42 CFR 2.61(a))."""
ORDERS = frozenset({"court_order", "part2_order"})


@dataclass(frozen=True)
class Paper:
    """The facts of one paper that the rules look at."""

    kind: str
    scanned: bool = False
    names_counseling: bool = False


def barred_reason(
    kinds: Collection[str], papers: Iterable[Paper], *, asked_as: str = "", counsel: bool = False
) -> str:
    """The code of the rule that bars releasing these kinds, or '' if none does; the most restrictive paper wins.

    `asked_as` is the kind of the request itself, `counsel` whether an attorney's advice on it is recorded.

    42 CFR 2.61: a subpoena alone never releases Part 2 records, and a Part 2 order alone does not compel; both are
    required here, the order as a scan. 42 CFR 2.63: counseling only if the order itself names it. N.C.G.S. 122C-54(a):
    confidential information is released on a court's order. A public-records request releases nothing about a person
    (122C-52(a)), whatever else lies beside it: an order that came later is a request of its own. A paper of no known
    kind permits nothing without counsel, and with counsel only what police wrote, never who the person is.
    """
    papers = list(papers)
    if not kinds:
        return ""
    has = {paper.kind for paper in papers}
    return (
        _restricting_paper(has | {asked_as}, counsel=counsel)
        or _missing_part2_order(set(kinds), papers)
        or _missing_order(set(kinds), has)
    )


def _restricting_paper(kinds_of_papers: Collection[str], *, counsel: bool) -> str:
    """The paper that permits nothing, if one is among them."""
    if "public_records" in kinds_of_papers:
        return "public_records"
    return "no_counsel" if "other" in kinds_of_papers and not counsel else ""


def _missing_part2_order(kinds: Collection[str], papers: list[Paper]) -> str:
    """What of 42 CFR 2.61 and 2.63 is missing for Part 2 records."""
    if not PART2_KINDS & set(kinds):
        return ""
    orders = [paper for paper in papers if paper.kind == "part2_order"]
    if not orders:
        return "no_part2_order"
    if not any(paper.scanned for paper in orders):
        return "order_not_scanned"
    if not {paper.kind for paper in papers} & COMPELS:
        return "no_subpoena"
    if "counseling" in kinds and not any(paper.names_counseling for paper in orders):
        return "counseling_not_named"
    return ""


def _missing_order(kinds: Collection[str], has: Collection[str]) -> str:
    """What is missing for the kinds that no Part 2 order is asked for."""
    if "health" in kinds and not ORDERS & set(has):
        return "no_court_order"
    reaches_identity = bool((COMPELS | ORDERS) & set(has))
    return "no_paper" if not has or ("identity" in kinds and not reaches_identity) else ""
