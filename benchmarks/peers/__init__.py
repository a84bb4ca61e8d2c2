"""What a user would pick instead, run on the same inputs. `python -m benchmarks.peers NAME --suite wire-mini`."""
