"""How fast Dateline is beside the plain pipeline that LlamaIndex's documentation writes: `dateline bench`.

`invented` and `corpus` make articles and questions, `gathered` has all of a run; `dateline` and `plain` are the two
pipelines behind the protocol in `pipeline`, `fitting` makes them cut alike. `plan` is what is measured in which order,
`worker` does a `job` in a process of its own (`memory`, `latency`), which `child` starts and `measure` asks for; `kept`
is what survives an interruption, and `run` goes through it all. `whole` is what Dateline alone does with a whole
library. `ratios` and `report` are what follows; `labels`, `render`, `svg`, `plots` and `page` show it.
"""
