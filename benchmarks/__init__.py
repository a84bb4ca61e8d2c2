"""The benchmark: suites, data, peers, results. Run it with `python -m benchmarks` or `xlsum bench`."""
