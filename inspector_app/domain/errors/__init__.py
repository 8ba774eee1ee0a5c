"""The error catalogue: one class per kind of failure, with code, exit status and remedy.

Every error that reaches a person is one of these. The texts are Vietnamese message ids with
``{name}`` fields; the command line and the window translate them (``host.i18n``) and fill in the
fields. ``docs/errors.md`` is generated from this package, and a test refuses a code or an exit
status that stands twice.

Exit statuses 0, 1 and 2 are not errors of this catalogue: done, the answer is "no", wrong usage.
"""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.errors.base import InspectorError
from inspector_app.domain.errors.device import DeviceRenewedError, DeviceRevokedError
from inspector_app.domain.errors.document import (
    CertificateError,
    KeyFileError,
    PdfError,
    ReportNotReadyError,
    SignOrderError,
)
from inspector_app.domain.errors.exchange import (
    BundleDamagedError,
    BundleRecipientError,
    BundleSenderError,
    BundleTripError,
    BundleVersionError,
    CardError,
    ChangeRefusedError,
    ConflictError,
    DecisionPassedError,
    FingerprintError,
    NoRecipientError,
)
from inspector_app.domain.errors.handover import (
    BundleHeldError,
    BundlePassphraseError,
    PartSizeError,
    ReceiptError,
)
from inspector_app.domain.errors.host import (
    CopyDiffersError,
    DiskFullError,
    FileAccessError,
    FileExistsAlreadyError,
    FontError,
    MediumLimitError,
    MediumLostError,
    PlatformError,
)
from inspector_app.domain.errors.input import (
    AlreadyRecordedError,
    AmbiguousNameError,
    AnswerError,
    EvidenceError,
    ExpressionError,
    FormError,
    FormMissingError,
    InputValueError,
    NoChecklistError,
    NotAllowedError,
    NotFoundError,
    NoTripError,
    SelfReportError,
    TripFileError,
    UnnamedFormError,
    UsageError,
)
from inspector_app.domain.errors.program import (
    CancelledError,
    InternalError,
)
from inspector_app.domain.errors.vault import (
    NotAVaultError,
    VaultDamagedError,
    VaultExistsError,
    VaultLockedError,
    VaultVersionError,
    WeakPassphraseError,
    WrongPassphraseError,
)

__all__ = [
    "AlreadyRecordedError",
    "AmbiguousNameError",
    "AnswerError",
    "BundleDamagedError",
    "BundleHeldError",
    "BundlePassphraseError",
    "BundleRecipientError",
    "BundleSenderError",
    "BundleTripError",
    "BundleVersionError",
    "CancelledError",
    "CardError",
    "CertificateError",
    "ChangeRefusedError",
    "ConflictError",
    "CopyDiffersError",
    "DecisionPassedError",
    "DeviceRenewedError",
    "DeviceRevokedError",
    "DiskFullError",
    "EvidenceError",
    "ExpressionError",
    "FileAccessError",
    "FileExistsAlreadyError",
    "FingerprintError",
    "FontError",
    "FormError",
    "FormMissingError",
    "InputValueError",
    "InspectorError",
    "InternalError",
    "KeyFileError",
    "MediumLimitError",
    "MediumLostError",
    "NoChecklistError",
    "NoTripError",
    "NoRecipientError",
    "NotAVaultError",
    "NotAllowedError",
    "NotFoundError",
    "PartSizeError",
    "ReceiptError",
    "PdfError",
    "PlatformError",
    "ReportNotReadyError",
    "SelfReportError",
    "SignOrderError",
    "TripFileError",
    "UnnamedFormError",
    "UsageError",
    "VaultDamagedError",
    "VaultExistsError",
    "VaultLockedError",
    "VaultVersionError",
    "WeakPassphraseError",
    "WrongPassphraseError",
    "catalogue",
]


def catalogue() -> Iterator[type[InspectorError]]:
    """Every error class, in the order of its exit status."""
    kinds = InspectorError.__subclasses__()
    return iter(sorted(kinds, key=lambda kind: (kind.exit_status, kind.code)))
