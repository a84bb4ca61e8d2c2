"""The desk's pages: review pages of wires that were pasted or dropped, and the list of watched stories."""

import secrets
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from xlsum.document import LEVELS, Document, Result
from xlsum.formats.review import review_page
from xlsum.serve.desk import Desk
from xlsum.serve.guard import RefusedError
from xlsum.serve.stories import Stories, Story
from xlsum.serve.v1 import event, lead_event, read_wires

MOST_PAGES = 64
# The page brings its own policy; it may be shown inside the desk's page and nowhere else.
FRAMED = {"X-Frame-Options": "SAMEORIGIN", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}


class Reviews:
    """The endpoints /review and /v1/stories."""

    def __init__(self, desk: Desk, stories: Stories) -> None:
        self.desk, self.stories = desk, stories
        self.kept: OrderedDict[str, list[Result]] = OrderedDict()

    def routes(self) -> list[Route]:
        """Path by path."""
        return [
            Route("/review", self.review, methods=["POST"]),
            Route("/review/{token}", self.kept_review, methods=["GET"]),
            Route("/v1/stories", self.list_stories, methods=["GET"]),
        ]

    async def review(self, request: Request) -> Response:
        """The review page of a wire or a file; with `Accept: text/event-stream` the lead first, then its address."""
        wires = await read_wires(self.desk, request)
        if "text/event-stream" in request.headers.get("accept", ""):
            return StreamingResponse(self._events(wires), media_type="text/event-stream")
        return HTMLResponse(review_page(await self.desk.run_all(wires)), headers=FRAMED)

    async def kept_review(self, request: Request) -> Response:
        """The review page of a wire of before, or of a watched story. The address is its key."""
        token = request.path_params["token"]
        story = self.stories.result(token)
        results = [story] if story else self.kept.get(token)
        if not results:
            raise RefusedError(404, "no such page: it may have been replaced by later ones; translate the wire again")
        return HTMLResponse(review_page(results), headers=FRAMED)

    async def list_stories(self, request: Request) -> Response:
        """Watched sources, what is wrong with them, and their stories, newest first."""
        self.desk.checked_key(request, request.query_params.get("api_key", ""))
        return JSONResponse(
            {
                "sources": list(self.stories.sources),
                "troubles": dict(self.stories.troubles),
                "stories": [_story(story) for story in self.stories.listed()],
            }
        )

    async def _events(self, wires: Sequence[Document]) -> AsyncIterator[str]:
        try:
            lead = await self.desk.lead(wires[0])
            yield lead_event(lead)
            results = await self.desk.run_all(wires, known=lead)
            yield event("page", {"address": f"review/{self._keep(results)}"})
        except RefusedError as refused:
            yield event("error", {"error": refused.reason})

    def _keep(self, results: list[Result]) -> str:
        token = secrets.token_urlsafe(16)
        self.kept[token] = results
        while len(self.kept) > MOST_PAGES:
            self.kept.popitem(last=False)
        return token


def _story(story: Story) -> dict[str, object]:
    result, headline = story.result, story.result.headline
    return {
        "id": result.id,
        "address": f"review/{story.token}",
        "version": story.arrival.version,
        "created": result.provenance.created,
        "published": result.source.published,
        "agency": result.source.agency,
        "headline": {"source": headline.source, "english": headline.english} if headline else None,
        "gist": result.summary.text if result.summary else "",
        "level": story.level,
        "sentences": {level: story.sentences_of(level) for level in LEVELS},
        "notices": [{"kind": flag.kind, "level": flag.level, "detail": flag.detail} for flag in story.notices],
        "changes": [
            {"segment": segment, "before": before, "now": now} for segment, before, now in story.arrival.changes
        ],
    }
