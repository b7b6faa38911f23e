"""The indexes that are made from the record: vectors in Chroma, words in Tantivy.

What they are made of and what they offer (`entries`, `vectors`, `words`); where they live (`generations` with their
`seal` in the library's folder, or a collection on a server: `chroma_server`, `chroma_client`, `server_home`; `homes`
is what both have in common); who keeps them open and mends them (`keeper`, `rebuild`); exact search in memory
(`matrix`); and `search`, which puts them together.
"""
