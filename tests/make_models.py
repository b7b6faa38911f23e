"""Makes a tiny sentence-transformers model, and the vectors of originals to compare with; run in its own process."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
from transformers import AutoTokenizer, BertConfig, BertModel

from index.embedding import OriginalEmbedder, export_folder
from index.export import check_texts, export
from index.weights import find_weights

TEXTS = ["A ferry sank.", "Nobody was hurt when the ferry sank on Monday.", "The rate rose to 6.25 percent."]


def make(folder: Path) -> None:
    """A two-layer BERT of random weights with first-token pooling and prompts, as sentence-transformers saves it."""
    torch.manual_seed(1)
    tokenizer = AutoTokenizer.from_pretrained(find_weights(None).folder)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=128,
        max_position_embeddings=128,
    )
    BertModel(config).save_pretrained(folder / "bert")
    tokenizer.save_pretrained(folder / "bert")
    model = SentenceTransformer(
        modules=[Transformer(str(folder / "bert"), max_seq_length=64), Pooling(64, pooling_mode="cls")],
        prompts={"query": "question: ", "document": "passage: "},
        device="cpu",
    )
    model.save(str(folder / "tiny"))


def main(folder: Path) -> None:
    """Makes the model in `folder` / tiny, exports it into DATELINE_CACHE and writes `vectors.npz` beside it."""
    make(folder)
    weights = find_weights(str(folder / "tiny"))
    export(weights, export_folder(weights))
    tiny = OriginalEmbedder(weights)
    np.savez(
        folder / "vectors.npz",
        default=OriginalEmbedder(find_weights(None)).encode(check_texts()),
        texts=np.array(TEXTS),
        document=tiny.encode(TEXTS),
        query=tiny.encode(TEXTS, query=True),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
