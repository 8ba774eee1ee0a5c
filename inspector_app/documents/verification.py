"""Verifies a signed PDF: bytes in, a verdict out; nothing is read or fetched from elsewhere.

The verdict is "no" unless everything holds: every field of the document and every expected field
is signed, each by the person named there, in the right order; content is unchanged; the last
signature covers the file to its last byte; and each certificate leads to a trust root that the
caller gave. An unknown root alone leaves ``intact`` true: the content is as it was signed, only
nobody vouches for who signed it. Any failure to parse is a rejection.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from asn1crypto import x509  # type: ignore[import-untyped]
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from inspector_app.documents.certificates import bears_name, load_roots, quiet_library, run_async
from inspector_app.documents.inspection import (
    FieldState,
    Found,
    changes_after,
    fields_of,
    is_intact,
    open_pdf,
    signatures_of,
    single_steps,
    status_of,
    unsigned_tail,
)
from inspector_app.documents.remarks import chain_fault, remark
from inspector_app.documents.wall import wall
from inspector_app.domain.errors import CertificateError, PdfError
from inspector_app.domain.report.values import (
    LAST_FIELDS,
    ChangesAfter,
    Remark,
    Revocation,
    SignatureFacts,
    Verdict,
    VerdictKind,
)

_CLOCK_SLACK = timedelta(minutes=5)  # laptops are rarely on the second


class PdfVerifier:
    """The verifier as services see it; ``clock`` gives the time, aware."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    def verify(
        self,
        data: bytes,
        roots: Sequence[bytes],
        expected_fields: Sequence[str] = (),
        *,
        crls: Sequence[bytes] = (),
        expected_certificates: Mapping[str, str] | None = None,
    ) -> Verdict:
        """See :func:`verify_pdf`."""
        return verify_pdf(
            data,
            roots,
            expected_fields,
            now=self._clock(),
            crls=crls,
            expected_certificates=expected_certificates,
        )


def verify_pdf(
    data: bytes,
    roots: Sequence[bytes],
    expected_fields: Sequence[str] = (),
    *,
    now: datetime,
    crls: Sequence[bytes] = (),
    expected_certificates: Mapping[str, str] | None = None,
) -> Verdict:
    """Verify a signed PDF.

    Args:
        data: the whole file.
        roots: trusted root certificates, PEM or DER. The system's store is never consulted.
        expected_fields: fields that must be signed besides those the document itself has.
        now: aware time.
        crls: certificate revocation lists (DER); without one, revocation stays unchecked.
        expected_certificates: SHA-256 (hex) of the certificate that must have signed a field;
            replaces the comparison by name.

    Raises:
        CertificateError: a root or revocation list that is none.
    """
    quiet_library()
    try:
        trusted = load_roots(roots)
    except (ValueError, TypeError) as error:
        raise CertificateError(signer="--root", what="tệp không chứa chứng thư gốc") from error
    check = _Check(data, trusted, crls, now, dict(expected_certificates or {}))
    try:
        with wall():
            return check.run(tuple(expected_fields))
    except PdfError as error:
        return check.unreadable(str(error.details["what"]))


class _Check:
    """One verification; collects remarks as it goes."""

    def __init__(
        self,
        data: bytes,
        roots: list[x509.Certificate],
        crls: Sequence[bytes],
        now: datetime,
        certificates: dict[str, str],
    ) -> None:
        self.data, self.roots, self.crls, self.now = data, roots, list(crls), now
        self.certificates = certificates
        self.problems: list[Remark] = []
        self.notices: list[Remark] = []

    def run(self, expected: tuple[str, ...]) -> Verdict:
        """The whole check; parser exceptions pass through."""
        reader = open_pdf(self.data)
        fields = fields_of(reader)
        try:
            found = signatures_of(reader)
        except ValueError as error:
            self.problems.append(remark("bad-signature", str(error), role=str(error)))
            return self._verdict(fields, (), expected)
        if not found:
            self.problems.append(remark("unsigned"))
        self._check_persons(found)
        self._check_order(found)
        self._check_bytes(found)
        facts = tuple(self._signature(i, one) for i, one in enumerate(found, start=1))
        return self._verdict(fields, facts, expected, single_steps(self.data, found))

    def _signature(self, order: int, found: Found) -> SignatureFacts:
        before = len(self.problems)
        role, name = found.field.title, found.field.name
        status, revocation = self._status(found)
        intact, after = is_intact(found, status), changes_after(status)
        if not (status.intact and status.valid) or not intact:
            self.problems.append(remark("content-changed", name, role=role))
        elif after is ChangesAfter.OTHER:
            self.problems.append(remark("changed-after", name, role=role))
        trusted = self._check_trust(found, status, revocation)
        self._check_time(found)
        others = [p for p in self.problems[:before] if p.field == name]
        names = found.names
        return SignatureFacts(
            order=order,
            field=name,
            role=role,
            signer=names.signer,
            organisation=names.organisation,
            issuer=names.issuer,
            serial=names.serial,
            certificate_sha256=names.sha256,
            valid_from=names.valid_from,
            valid_until=names.valid_until,
            claimed_time=found.claimed,
            timestamped=status.timestamp_validity is not None,
            algorithm=f"{status.pkcs7_signature_mechanism}/{status.md_algorithm}",
            covers=found.covers,
            intact=intact and after is not ChangesAfter.OTHER,
            trusted=trusted,
            revocation=revocation,
            changes_after=after,
            certifies=found.certifies,
            practice=names.is_practice,
            passed=len(self.problems) == before and not others,
        )

    def _moment(self, found: Found) -> datetime:
        """Now while the certificate runs (so that revocation counts), else the claimed time."""
        if found.names.valid_from <= self.now <= found.names.valid_until:
            return self.now
        return found.claimed or self.now

    def _status(self, found: Found) -> tuple[PdfSignatureStatus, Revocation]:
        moment = self._moment(found)

        def context(mode: str) -> ValidationContext:
            return ValidationContext(
                trust_roots=self.roots,
                crls=self.crls,
                moment=moment,
                allow_fetching=False,
                revocation_mode=mode,
                retroactive_revinfo=True,
            )

        if self.crls:
            # "hard-fail" would pass certificates that name no place for their lists.
            strict = run_async(partial(status_of, found, context("require")))
            if strict.revoked:
                return strict, Revocation.REVOKED
            if strict.trusted:
                return strict, Revocation.CHECKED
        return run_async(partial(status_of, found, context("soft-fail"))), Revocation.UNCHECKED

    def _check_trust(
        self, found: Found, status: PdfSignatureStatus, revocation: Revocation
    ) -> bool:
        name, signer = found.field.name, found.names.signer
        if found.names.is_practice:
            self.notices.append(remark("practice-key", name, signer=signer))
        if revocation is Revocation.REVOKED:
            self.problems.append(remark("revoked", name, signer=signer))
            return False
        if status.trusted:
            if revocation is Revocation.UNCHECKED:
                self._note_once("revocation-unchecked")
            return True
        if not (status.intact and status.valid):
            return False  # said already; the chain is not looked at
        fault = chain_fault(status.trust_problem_indic)
        if fault and not found.names.is_self_made:
            self.problems.append(remark("chain-invalid", name, signer=signer, what=fault))
        else:
            self.problems.append(remark("root-unknown", name, signer=signer))
        return False

    def _check_time(self, found: Found) -> None:
        name, role, signer = found.field.name, found.field.title, found.names.signer
        if found.claimed is None or found.claimed.tzinfo is None:
            self.problems.append(remark("no-time", name, role=role))
            return
        if found.claimed > self.now + _CLOCK_SLACK:
            self.problems.append(remark("future", name, role=role))
        if not found.names.valid_from <= found.claimed <= found.names.valid_until:
            self.problems.append(remark("not-valid-then", name, signer=signer))
        elif self.now > found.names.valid_until:
            self.notices.append(remark("expired-since", name, signer=signer))
        self._note_once("claimed-time")

    def _note_once(self, code: str) -> None:
        if all(notice.code != code for notice in self.notices):
            self.notices.append(remark(code))

    def _check_persons(self, found: tuple[Found, ...]) -> None:
        seen: dict[str, str] = {}
        for one in found:
            name, role, names = one.field.name, one.field.title, one.names
            wanted = self.certificates.get(name)
            if wanted is not None:
                fits = wanted.lower() == names.sha256
            else:
                fits = bears_name(names, one.field.accepted)
            if not fits:
                self.problems.append(remark("wrong-person", name, role=role, signer=names.signer))
            if names.sha256 in seen:
                both = f"{seen[names.sha256]}, {role}"
                self.problems.append(remark("same-person", name, role=both))
            seen.setdefault(names.sha256, role)

    def _check_order(self, found: tuple[Found, ...]) -> None:
        late = False
        for one in reversed(found):
            if one.field.name not in LAST_FIELDS:
                late = True
            elif late:
                self.problems.append(remark("order", one.field.name, role=one.field.title))

    def _check_bytes(self, found: tuple[Found, ...]) -> None:
        if not found:
            return
        tail = unsigned_tail(self.data, found)
        if tail > 0:
            self.problems.append(remark("bytes-after", count=str(tail)))
        elif tail < 0:
            self.problems.append(remark("not-covered"))
        if not single_steps(self.data, found):
            self.problems.append(remark("extra-revision"))

    def _verdict(
        self,
        fields: tuple[FieldState, ...],
        facts: tuple[SignatureFacts, ...],
        expected: tuple[str, ...],
        steps: bool = False,
    ) -> Verdict:
        signed = {fact.field for fact in facts}
        titles = {field.name: field.title for field in fields}
        wanted = dict.fromkeys([*titles, *expected])
        missing = tuple(name for name in wanted if name not in signed)
        for name in missing:
            self.problems.append(remark("missing", name, role=titles.get(name, name)))
        tail_codes = {"bytes-after", "not-covered", "extra-revision", "bad-signature"}
        clean = not tail_codes & {problem.code for problem in self.problems}
        intact = bool(facts) and clean and all(fact.intact for fact in facts)
        if intact:
            self.notices.insert(0, remark("intact"))
        unchecked = any(fact.revocation is Revocation.UNCHECKED for fact in facts)
        kind = VerdictKind.VALID_UNCHECKED if unchecked else VerdictKind.VALID
        if self.problems:
            kind = VerdictKind.INVALID
        return Verdict(
            kind=kind,
            size=len(self.data),
            sha256=hashlib.sha256(self.data).hexdigest(),
            signatures=facts,
            missing=missing,
            problems=tuple(self.problems),
            notices=tuple(self.notices),
            roots=tuple(root.subject.human_friendly for root in self.roots),
            intact=intact,
            complete=bool(facts) and not missing,
            compatible=bool(facts)
            and steps
            and "bytes-after" not in {p.code for p in self.problems},
        )

    def unreadable(self, what: str) -> Verdict:
        """The verdict on bytes that broke the parser."""
        return Verdict(
            kind=VerdictKind.INVALID,
            size=len(self.data),
            sha256=hashlib.sha256(self.data).hexdigest(),
            signatures=(),
            missing=(),
            problems=(remark("unreadable", what=what),),
            notices=(),
            roots=tuple(root.subject.human_friendly for root in self.roots),
            intact=False,
            complete=False,
            compatible=False,
            readable=False,
        )
