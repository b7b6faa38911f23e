"""What can go wrong with an evaluation.

DatasetError (ValueError)     a file of questions, or what was asked of it, cannot be used
"""


class DatasetError(ValueError):
    """A data set cannot be used; the message names file, line and field, and says what to do."""
