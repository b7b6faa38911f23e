"""The benchmarks, one a file: each reads its data, asks, scores and gives a report."""
