"""The web chat: one page, in Gradio, that asks the library and shows the articles it quotes.

`build` makes the page, `serve` shows it until interrupted. Importing this package imports Gradio.
"""

import os

# Read by Gradio as it is imported: nothing of a reader's questions, nor that Dateline runs, leaves the machine.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

from ui.web.page import build
from ui.web.server import ServeError, serve

__all__ = ["ServeError", "build", "serve"]
