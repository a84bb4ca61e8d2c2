"""What runs a checkpoint."""
