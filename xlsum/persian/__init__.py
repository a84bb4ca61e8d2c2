"""All that knows Persian."""
