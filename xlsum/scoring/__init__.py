"""Scores of translations and summaries, suites, comparison of systems, records of runs, reports."""
