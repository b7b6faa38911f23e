"""A run as one HTML page that needs nothing else: figures, plots, and every question with what came of it.

`to_html` takes the JSON value of a run (`Report.to_dict()`), so a page can be made of a file as well.
"""

from eval.page.page import to_html

__all__ = ["to_html"]
