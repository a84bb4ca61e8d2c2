"""Whatever a fuzzer makes of the OpenAPI document: no 500, and every answer is one that the document tells of."""

import pytest

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis, which makes the requests, is not installed")

from hypothesis import HealthCheck, Phase, settings  # noqa: E402
from schemathesis.specs.openapi.checks import positive_data_acceptance  # noqa: E402

from tests.test_serve import pipeline  # noqa: E402
from xlsum.serve.app import build_app  # noqa: E402
from xlsum.serve.config import ServerConfig  # noqa: E402

APP = build_app(pipeline(), ServerConfig())
SCHEMA = schemathesis.openapi.from_asgi("/openapi.json", APP)


@pytest.mark.slow
@SCHEMA.parametrize()
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_one_that_the_document_tells_of(case: "schemathesis.Case") -> None:
    # A file may be any bytes by the document, and one that holds no wire is rightly refused.
    is_upload = case.media_type == "multipart/form-data"
    case.call_and_validate(excluded_checks=[positive_data_acceptance] if is_upload else [])
