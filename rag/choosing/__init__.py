"""Chooses, from what the reader found, the sentences that make an answer, by the form that the question asks for.

`settle` puts the readings in the order that the articles themselves give them (corrections, the newest count); its
first is what the confidence is taken from. `choose` then makes the answer's lines, one module a form.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.choosing.choice import Choice, Line
from rag.choosing.compare import choose_compare
from rag.choosing.each_report import choose_each_report
from rag.choosing.explain import choose_explanation
from rag.choosing.lists import choose_list
from rag.choosing.news import choose_news
from rag.choosing.plan import Plan, plan_of
from rag.choosing.settling import settle
from rag.choosing.single import choose_single
from rag.choosing.timeline import choose_timeline
from rag.choosing.yes_no import choose_yes_no
from rag.query import Query
from rag.reader.reading import Reading
from rag.settings import Settings

__all__ = ["Choice", "Line", "Plan", "choose", "plan_of", "settle"]


def choose(plan: Plan, query: Query, readings: Sequence[Reading], settings: Settings) -> Choice:
    """The sentences that answer a query in the form that its plan asks for.

    `readings` come from `settle`: best first, at least one. Of a plan of several parts each is chosen for by itself.
    """
    match plan.form:
        case "span":
            return choose_single(query, readings, settings)
        case "explain":
            return choose_explanation(query, readings, settings)
        case "yes_no":
            return choose_yes_no(query, readings, settings)
        case "list":
            return choose_list(plan, query, readings, settings)
        case "timeline":
            return choose_timeline(readings, settings)
        case "compare":
            return choose_compare(plan, query, readings, settings)
        case "each_report":
            return choose_each_report(plan, readings, settings)
        case "news":
            return choose_news(plan, query, readings, settings)
