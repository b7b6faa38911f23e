"""Measures how good the answers are: suites of questions, measures, reports.

`question` reads the questions, `suite` indexes the articles and runs them, `runner` asks, `judging` finds the
gold evidence in the articles, `measures` holds one measure a file, `scoring` puts them together, `intervals`
says how sure the figures are, `report` and `render` show them.
"""
