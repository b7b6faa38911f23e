"""Measures how good the answers are: benchmarks, measures, statistics, reports; and in `bench` how fast they come.

`benchmarks` holds one benchmark a file; `datafiles`, `fields` and `question` read data, `pool` and `given` make what is
asked, `asking` asks, `judging` finds the gold evidence in the articles, `measures` holds one measure a file. `runner`
goes through the questions and `journal` keeps what is finished. `figures`, `intervals` and `calibration` make the
figures, `report` the JSON of a run, `render` and `page` what people read, `compare` tells two runs apart; `tracing`
keeps how far a question got, `worst` says where it was lost; `ablation` and `depth` set several runs side by side.
"""
