"""A suite from end to end: read the questions, index their articles, ask, measure, report."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from eval.corpus import corpus_hash, library_folder
from eval.errors import DatasetError
from eval.outcome import not_found
from eval.question import draw, load_questions
from eval.report import Report, report
from eval.runner import Progress, Step, run
from index import IndexReport, Library
from index import Progress as IndexProgress
from index.samples import samples_path
from index.weights import find_weights
from rag import Chain
from rag.chain import ABSTAIN_BELOW

SAMPLE_QUESTIONS = Path(__file__).with_name("suites") / "samples.jsonl"


def run_suite(
    data: Path | None,
    articles: Path | None,
    *,
    limit: int | None = None,
    seed: int = 0,
    embedder: str | None = None,
    mode: str = "extractive",
    progress: Progress | None = None,
) -> Report:
    """Ask the questions of `data` about the articles of the folder `articles`, and measure the answers.

    With neither, it is the built-in suite over the sample articles. `limit` draws that many questions with
    `seed`; all articles stay. `embedder` None is the default one. Raises `DatasetError` for questions that
    cannot be used, `index.InputError` for articles that are not there.
    """
    if (data is None) != (articles is None):
        missing = "--articles" if articles is None else "--data"
        raise DatasetError(f"{missing} is missing. Give both --data and --articles, or neither.")
    questions = draw(load_questions(data or SAMPLE_QUESTIONS), limit, seed)
    folder = articles or samples_path()
    corpus, weights = corpus_hash(folder), find_weights(embedder)
    library = Library.open(library_folder(corpus, weights.fingerprint), embedder=weights.name)
    try:
        indexed = _index(library, folder, progress)
        failed = [f"{failure.path}: {failure.reason}" for failure in indexed.failed]
        known = library.articles()
        if not known:
            raise DatasetError(f"{folder}: no article could be read. {'; '.join(failed)}")
        chain = Chain.open(library)
        items = run(questions, chain, known, mode=mode, progress=progress)
        settings = {
            "version": _version(),
            "mode": mode,
            "embedder": weights.name,
            "runtime": library.embedder.runtime,
            "threshold": ABSTAIN_BELOW,
            "seed": seed,
            "limit": limit,
            "corpus": corpus,
            "articles": len(known),
            "passages": sum(library.passage_counts().values()),
            "notes": list(indexed.notes),
            "failed_articles": failed,
            "evidence_not_found": not_found(items),
        }
    finally:
        library.close()
    return report("suite", items, settings)


def _index(library: Library, folder: Path, progress: Progress | None) -> IndexReport:
    """Bring the library up to the articles; no work where it is."""

    def tell(state: IndexProgress) -> None:
        if progress:
            progress(Step("Indexing", state.files_done, state.files_total))

    return library.index([folder], progress=tell)


def _version() -> str:
    try:
        return version("dateline")
    except PackageNotFoundError:
        return "not installed"
