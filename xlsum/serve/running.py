"""Run the application with uvicorn: bounded connections, slow senders cut off, an end that loses no request."""

import contextlib
import logging
import resource
import signal
import socket
import sys
from collections.abc import Callable
from types import FrameType

import uvicorn

from xlsum.errors import UsageError
from xlsum.pipeline import Pipeline
from xlsum.serve.app import build_app
from xlsum.serve.config import ServerConfig
from xlsum.serve.connections import protocol_of

LONGEST_HEADERS = 32_768  # bytes
WAITING_TO_BE_ACCEPTED = 2048  # connections
SPARE_FILES = 256  # open files beside the connections


class GracefulServer(uvicorn.Server):  # type: ignore[misc]  # uvicorn is not type-checked here
    """Ends at the first signal once every request in hand is answered, and at the second at once."""

    ended_by = 0  # the signal
    should_exit: bool

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """uvicorn's own would raise the signal again after a graceful end."""
        self.ended_by = self.ended_by or sig
        if self.should_exit:
            self.force_exit = True
            return
        self.should_exit = True
        under_way = len(self.server_state.tasks)
        print(f"xlsum: ending; requests to finish: {under_way} (a second signal ends at once)", file=sys.stderr)


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket bound to the address, that does not listen yet. Raises UsageError when that cannot be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise UsageError(f"{host}:{port}: {error.strerror}; choose another --host or --port") from error
    except UnicodeError as error:
        listener.close()
        raise UsageError(f"{host!r}: not a host name; choose another --host") from error
    return listener


def serve(listener: socket.socket, load: Callable[[], Pipeline], config: ServerConfig) -> None:
    """Load the pipeline and serve it until SIGTERM or SIGINT; requests in hand are finished first.

    The port is taken before the checkpoints are loaded, and listened on after. Raises KeyboardInterrupt after SIGINT.
    """
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    _allow_open_files(config.max_connections + SPARE_FILES)
    application = build_app(load(), config)
    host, port = listener.getsockname()[:2]
    print(f"xlsum: serving on http://{f'[{host}]' if ':' in host else host}:{port} (Ctrl-C ends)", file=sys.stderr)
    server = GracefulServer(
        uvicorn.Config(
            application,
            http=protocol_of(config),
            ws="none",
            backlog=WAITING_TO_BE_ACCEPTED,
            timeout_graceful_shutdown=int(config.request_timeout_seconds) + 5,
            timeout_keep_alive=15,
            h11_max_incomplete_event_size=LONGEST_HEADERS,
            access_log=False,
            log_level="warning",
            server_header=False,
        )
    )
    server.run(sockets=[listener])
    if server.ended_by == signal.SIGINT:
        raise KeyboardInterrupt


def _allow_open_files(wanted: int) -> None:
    """Raise the soft limit of open files where the hard one allows it: each connection is one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
