"""Documents are rendered and keys are made once; every test works on copies of the bytes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from inspector_app.documents.pdf import MinutesRenderer
from inspector_app.documents.practice_keys import PracticeKeys, make_practice_authority
from inspector_app.documents.signing import PdfSigner
from inspector_app.domain.report.values import RenderedPdf
from tests.documents.sample import LEADER, SECRETARY, UNIT_HEAD, VIETNAM, minutes

NOW = datetime(2026, 11, 23, 10, 15, 30, tzinfo=VIETNAM)
LATER = NOW + timedelta(hours=1)
ORDER = ("secretary", "unit", "leader")
NAMES = {"secretary": SECRETARY, "unit": UNIT_HEAD, "leader": LEADER}


@pytest.fixture(scope="session")
def renderer() -> MinutesRenderer:
    return MinutesRenderer(prefer_times=False)


@pytest.fixture(scope="session")
def signer() -> PdfSigner:
    return PdfSigner(prefer_times=False)


@pytest.fixture(scope="session")
def rendered(renderer: MinutesRenderer) -> RenderedPdf:
    return renderer.render(minutes())


@pytest.fixture(scope="session")
def keys() -> PracticeKeys:
    return make_practice_authority(NOW - timedelta(days=30), NAMES)


@pytest.fixture(scope="session")
def revisions(rendered: RenderedPdf, signer: PdfSigner, keys: PracticeKeys) -> list[bytes]:
    """The unsigned file and the file after each of the three signatures."""
    made = [rendered.data]
    for field in ORDER:
        p12 = keys.key_files[field]
        made.append(signer.sign(made[-1], field, p12, keys.password, now=NOW))
    return made


@pytest.fixture(scope="session")
def signed(revisions: list[bytes]) -> bytes:
    return revisions[-1]
