"""Archives over many machines: a SLURM array, the same with submitit, and the plan for 10^8 documents."""
