"""What the law lets an answer hold. Confirm with counsel: written down on 2026-11-26, not reviewed by a lawyer."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

PART2_KINDS = frozenset({"part2", "counseling"})
COMPELS = frozenset({"subpoena", "search_warrant"})
"""A subpoena 'or a similar legal mandate' (42 CFR 2.61(a))."""
ORDERS = frozenset({"court_order", "part2_order"})


@dataclass(frozen=True)
class Paper:
    """One paper of a request, as far as the rules look at it."""

    kind: str
    scanned: bool = False
    names_counseling: bool = False


def why_barred(kinds: Collection[str], papers: Iterable[Paper]) -> str:
    """Return the code of the rule that keeps these kinds from being released, or '' when none does.

    42 CFR 2.61: a subpoena alone never releases Part 2 records, and a Part 2 order alone does not compel; this
    register asks for both, the order as a scan. 42 CFR 2.63: counseling only where the order itself names it.
    N.C.G.S. 122C-54(a): confidential information leaves on a court's order. A public-records request releases
    nothing about a person (122C-52(a)).
    """
    papers = list(papers)
    has = {paper.kind for paper in papers}
    orders = [paper for paper in papers if paper.kind == "part2_order"]
    if has <= {"public_records"} and kinds:
        return "public_records"
    if PART2_KINDS & set(kinds):
        if not orders:
            return "no_part2_order"
        if not any(paper.scanned for paper in orders):
            return "order_not_scanned"
        if not has & COMPELS:
            return "no_subpoena"
    if "counseling" in kinds and not any(paper.names_counseling for paper in orders):
        return "counseling_not_named"
    if "health" in kinds and not has & ORDERS:
        return "no_court_order"
    return ""
