"""What is not answered, and why: instructions, questions that take for granted what the articles contradict.

`not_a_question` and `asked_part` look at the question alone, before anything is searched; `premise` holds what the
question takes for granted against what was read; `features` and `fits` say how far one reading bears out everything
that the question names.
"""

from rag.refusing.features import NAMES, features, fits
from rag.refusing.instructions import asked_part, not_a_question
from rag.refusing.premise import premise
from rag.refusing.verdict import Premise

__all__ = ["NAMES", "Premise", "asked_part", "features", "fits", "not_a_question", "premise"]
