"""The plain pipeline, written as the documentation of LlamaIndex writes it: ingestion, Chroma, a query engine.

The one file outside `rag/writer` that imports LlamaIndex, and the one outside `index` that imports Chroma. Sources:
its pages "Ingestion Pipeline" and "Document Management" (vector store and document store attached, upserts), "Chroma
Vector Store" (persistent client) and "Using VectorStoreIndex".

Where the documentation leaves a choice, it is made in favour of this pipeline:

- the ingestion cache is off: it keeps every vector a second time, as JSON, in memory and on disk, and the
  document store recognises unchanged documents without it;
- documents are taken in 64 at a time, as many as Dateline embeds together: that holds memory down, and one run over
  all of them fails from 5,462 passages on, the largest batch that Chroma takes;
- only the headline is embedded with a passage, as in Dateline; by default source and date would be too;
- the language model is LlamaIndex's own MockLLM, which takes no time.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import chromadb
from chromadb.config import Settings
from llama_index.core import Document, VectorStoreIndex
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.llms import MockLLM
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import MetadataMode
from llama_index.core.storage.docstore import SimpleDocumentStore
from llama_index.vector_stores.chroma import ChromaVectorStore

from eval.bench.fitting import Cut, fit
from eval.bench.pipeline import Indexed, Splitter, random_vectors
from index.weights import find_weights
from rag.chain import PASSAGES

_COLLECTION = "articles"
_BATCH = 64  # documents
_ANSWER_TOKENS = 32  # that the mock model gives back
_KEPT_FROM_EMBEDDING = ["source", "published"]


class Plain:
    """The pipeline: documents through splitter and embedder into Chroma, questions to a query engine."""

    runtime = "sentence-transformers"

    def __init__(self, splitter: Splitter, embedder: BaseEmbedding | None = None) -> None:
        """Load the same weights as Dateline, on the processor as there, or take another embedder."""
        self._embedder = embedder or _original()
        self._splitter = _sentence_splitter(splitter)
        self._splitter.split_text("One. " * splitter.chunk_size)  # loads NLTK's rules: loading, not indexing

    def index(self, articles: Path, store: Path) -> Indexed:
        """Take the articles in and persist the document store."""
        pipeline = IngestionPipeline(
            transformations=[self._splitter, self._embedder],
            vector_store=_vector_store(store),
            docstore=SimpleDocumentStore(),
            disable_cache=True,
        )
        kept = store / "pipeline"
        if kept.is_dir():
            pipeline.load(str(kept))
        given = documents(articles)
        nodes = 0
        for at in range(0, len(given), _BATCH):
            nodes += len(pipeline.run(documents=given[at : at + _BATCH]))
        pipeline.persist(str(kept))
        return Indexed(nodes)

    def open(self, store: Path) -> Asked:
        """Open the store to ask it."""
        return Asked(VectorStoreIndex.from_vector_store(_vector_store(store), embed_model=self._embedder))


class Asked:
    """A retriever and a query engine over one store."""

    def __init__(self, index: VectorStoreIndex) -> None:
        self._retriever = index.as_retriever(similarity_top_k=PASSAGES)
        self._engine = index.as_query_engine(
            llm=MockLLM(max_tokens=_ANSWER_TOKENS), similarity_top_k=PASSAGES
        )

    def retrieve(self, question: str) -> int:
        """Find as many passages as Dateline reads; gives how many were found."""
        return len(self._retriever.retrieve(question))

    def answer(self, question: str) -> str:
        """Retrieve, write the prompt, and let the mock model answer it."""
        return str(self._engine.query(question))

    def close(self) -> None:
        """Nothing: the documentation closes nothing."""


def fit_splitter(articles: Path, wanted: Cut) -> Splitter:
    """The splitter whose passages of the articles are most like `wanted`."""
    given = documents(articles)
    words = sum(len(document.text.split()) for document in given)

    def cut(splitter: Splitter) -> Cut:
        nodes = _sentence_splitter(splitter).get_nodes_from_documents(given)
        made = sum(len(node.get_content(MetadataMode.NONE).split()) for node in nodes)
        return Cut(made / len(nodes), made / words)

    return fit(cut, wanted)


class SeededEmbedding(BaseEmbedding):
    """Random unit vectors in the embedder's place, as for Dateline."""

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = random_vectors(texts).tolist()
        return vectors

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


def documents(articles: Path) -> list[Document]:
    """The articles of a folder as documents: one JSON object a file."""
    return [_document(json.loads(file.read_text("utf-8"))) for file in sorted(articles.glob("*.json"))]


def _document(article: dict[str, Any]) -> Document:
    return Document(
        id_=article["url"],
        text=article["text"],
        metadata={"title": article["title"], "source": article["source"], "published": article["published"]},
        excluded_embed_metadata_keys=_KEPT_FROM_EMBEDDING,
    )


def _sentence_splitter(splitter: Splitter) -> SentenceSplitter:
    return SentenceSplitter(chunk_size=splitter.chunk_size, chunk_overlap=splitter.chunk_overlap)


def _original() -> BaseEmbedding:
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding  # brings PyTorch

    return HuggingFaceEmbedding(model_name=str(find_weights(None).folder), device="cpu")


def _vector_store(store: Path) -> ChromaVectorStore:
    client = chromadb.PersistentClient(
        path=str(store / "chroma"), settings=Settings(anonymized_telemetry=False)
    )
    return ChromaVectorStore(chroma_collection=client.get_or_create_collection(_COLLECTION))
