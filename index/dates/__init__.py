"""Time expressions of news text, resolved to the days they mean; timestamps of metadata are in `timestamps`.

The way of a rule: words and pattern pieces (`words`), what a rule is (`rules`), calendar arithmetic (`spans`), the
tense of a sentence (`tense`); then the rules by what they need: nothing (`fixed`), the publication date (`counted`,
`relative`, with `parts` and `holidays`); `expressions` tries them.
"""

from index.dates.expressions import TimeExpression, parse_date, time_expressions

__all__ = ["TimeExpression", "parse_date", "time_expressions"]
