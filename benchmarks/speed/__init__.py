"""How much faster xlsum is than transformers on full-size networks: `python -m benchmarks.speed`."""
