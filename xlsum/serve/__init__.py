"""The HTTP server: LibreTranslate's API for clients that exist, our own for the whole result, and the desk's page."""
