"""What can go wrong with a question.

QuestionError (ValueError)     the question, the history or a filter cannot be used
LanguageModelError             mode "llm" was asked for and no model is configured, or it failed
ReaderError                    the trained reader cannot be opened; the sentence reader takes over
"""


class QuestionError(ValueError):
    """The question is empty, too long, or comes with a filter that makes no sense."""


class LanguageModelError(RuntimeError):
    """No language model is configured, or the configured one cannot be used."""


class ReaderError(RuntimeError):
    """The trained reader's model is missing or damaged."""
