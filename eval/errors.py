"""What can go wrong with an evaluation.

DatasetError (ValueError)     a file of questions, or what was asked of it, cannot be used
EvaluationError (ValueError)  what is to be measured is not there
"""


class DatasetError(ValueError):
    """A data set cannot be used; the message names file, line and field, and says what to do."""


class EvaluationError(ValueError):
    """What is to be measured is not there; the message says what is missing and what to do."""
