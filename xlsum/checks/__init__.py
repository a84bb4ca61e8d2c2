"""Every check of a translation or a summary; each is a pure function of source and output."""
