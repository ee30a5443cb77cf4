"""Ourselves beside other tools, same rows, same machine: `python -m benchmarks.bench_peers`."""
