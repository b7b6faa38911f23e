"""`Writer`: a question and the passages found for it in, checked sentences out as they are written."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from index.article import Hit
from rag.errors import LanguageModelError
from rag.support.meaning import Judge
from rag.writer.checked import Dropped, NotStated, Written, check
from rag.writer.endpoint import Endpoint, endpoint_from, stream
from rag.writer.failures import shown_url
from rag.writer.parse import claims
from rag.writer.prompt import prompt


@dataclass(frozen=True, slots=True)
class Writer:
    """A language model that answers from passages. Holds no connection and no state: safe to share."""

    endpoint: Endpoint

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Writer | None:
        """The writer that DATELINE_LLM_URL, _MODEL, _KEY and _TIMEOUT name; None where there is no URL.

        Raises LanguageModelError, which says what to set, when they cannot be used.
        """
        endpoint = endpoint_from(environ)
        return cls(endpoint) if endpoint else None

    @property
    def model(self) -> str:
        """The model's name."""
        return self.endpoint.model

    def write(
        self,
        question: str,
        hits: Sequence[Hit],
        *,
        as_of: date | None = None,
        history: Sequence[Mapping[str, str]] = (),
        judge: Judge | None = None,
    ) -> Iterator[Written | Dropped | NotStated]:
        """The sentences of one reply, each once it is complete and checked: one request, one time-out.

        `judge` says how far the words of a claim mean what a passage says; without one they are compared as words.
        A `Quote.hit` of a `Written` sentence counts in `hits`, from 0. `NotStated` comes last, and only where no
        sentence was written. Raises LanguageModelError, which says what to check, when the endpoint fails, even
        after sentences have come, and when the reply holds nothing to read. Close the iterator to cancel.
        """
        if not hits:
            yield NotStated()
            return
        asked = prompt(
            question, hits, today=as_of or date.today(), marker=secrets.token_hex(8), history=history
        )
        deltas = stream(self.endpoint, asked.system, asked.user)
        came = written = silent = False
        try:
            for claim in claims(deltas):
                result = check(claim, hits[: asked.shown], judge)
                if isinstance(result, NotStated):
                    silent = True
                    continue
                came = True
                written = written or isinstance(result, Written)
                yield result
        finally:
            deltas.close()
        if silent and not written:
            yield NotStated()
        elif not came:
            raise LanguageModelError(
                f"The language model {self.model} at {shown_url(self.endpoint.url)} sent an empty reply. Check that "
                "DATELINE_LLM_MODEL is a chat model and that the server can stream."
            )
