"""`xlsum serve`: the HTTP server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def serve(
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; the default is this machine only.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen on.")] = 5000,
    api_key: Annotated[
        list[str] | None,
        typer.Option("--api-key", envvar="XLSUM_API_KEYS", help="Keys that may ask; none: everyone may."),
    ] = None,
    translator: Annotated[
        str | None, typer.Option("--translator", help="A card's name or a checkpoint folder.")
    ] = None,
    summarizer: Annotated[
        str | None, typer.Option("--summarizer", help="A card's name or a checkpoint folder.")
    ] = None,
    threads: Annotated[int | None, typer.Option("--threads", min=0, help="CPU threads; 0 takes all.")] = None,
    max_characters: Annotated[
        int, typer.Option("--max-characters", min=1, help="Characters in one request.")
    ] = 200_000,
    max_body_bytes: Annotated[
        int, typer.Option("--max-body-bytes", min=1, help="Bytes of one request's body.")
    ] = 2_000_000,
    requests_per_minute: Annotated[
        int, typer.Option("--requests-per-minute", min=0, help="Of one key or address; 0: no limit.")
    ] = 0,
    read_timeout: Annotated[
        float, typer.Option("--read-timeout", min=0.1, help="Seconds for a request to arrive.")
    ] = 20.0,
    request_timeout: Annotated[
        float, typer.Option("--request-timeout", min=1.0, help="Seconds for a request to be answered.")
    ] = 300.0,
    max_waiting: Annotated[
        int, typer.Option("--max-waiting", min=1, help="Requests that may wait; one more is told 503.")
    ] = 128,
    cors_origin: Annotated[str, typer.Option("--cors-origin", help="Origin that browsers may ask from.")] = "",
    watch: Annotated[
        list[str] | None,
        typer.Option("--watch", metavar="FEED|FOLDER", help="List its wires on the desk's page; repeatable."),
    ] = None,
    watch_interval: Annotated[float, typer.Option("--watch-interval", min=1.0, help="Seconds between looks.")] = 60.0,
    watch_folder: Annotated[
        Path | None, typer.Option("--watch-folder", help="Where results of watched wires are kept.")
    ] = None,
    config: Annotated[Path | None, typer.Option("--config", help="A TOML file of defaults.")] = None,
) -> None:
    """Serve translations over HTTP, for LibreTranslate's clients and our own. Example: xlsum serve --port 5000"""
    from xlsum.engines.locations import desk_folder
    from xlsum.errors import MissingExtraError
    from xlsum.pipeline import load_pipeline
    from xlsum.settings import load_settings

    try:
        from xlsum.serve.config import ServerConfig
        from xlsum.serve.running import listening_socket
        from xlsum.serve.running import serve as run_server
    except ImportError as error:
        raise MissingExtraError(str(error.name), "serve") from error
    given = {"translator": translator, "summarizer": summarizer, "threads": threads}
    settings = load_settings(given, config=config)
    limits = ServerConfig(
        host=host,
        port=port,
        api_keys=frozenset(api_key or ()),
        max_characters=max_characters,
        max_body_bytes=max_body_bytes,
        requests_per_minute=requests_per_minute,
        read_timeout_seconds=read_timeout,
        request_timeout_seconds=request_timeout,
        max_waiting=max_waiting,
        cors_origin=cors_origin,
        watch=tuple(watch or ()),
        watch_interval_seconds=watch_interval,
        watch_folder=watch_folder or desk_folder(),
    )
    run_server(listening_socket(host, port), lambda: load_pipeline(settings=settings), limits)
