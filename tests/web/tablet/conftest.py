"""A tablet on the wire, and what it sends."""

import os
from collections.abc import Sequence

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from fieldkit.sealing.seal import PlainFile, SealedEnvelope, seal_envelope
from fieldkit.store.project import Project
from tests.records import TOKEN, enrol, publish, sha256

API = "/tablet/api"

SECRET = "5" * 64
"""Proves that the person who seals is the one who is signed in."""


class Tablet:
    """An enrolled tablet: its requests carry its token."""

    def __init__(self, client: FlaskClient, project: Project, device_id: str, token: str) -> None:
        self._client, self._project, self.device_id = client, project, device_id
        self.headers = {"Authorization": f"Bearer {token}"}
        self.secret = SECRET
        self.returns_to: str | None = sha256(SECRET.encode())

    def get(self, path: str) -> TestResponse:
        """Ask as somebody who is signed in on the tablet."""
        return self._client.get(f"{API}/{path}", headers={**self.headers, "Fieldkit-Person": self.secret})

    def post(self, path: str, json: object = None) -> TestResponse:
        return self._client.post(f"{API}/{path}", json=json, headers=self.headers)

    def seal(
        self, xml: bytes, *, instance_id: str, form_id: str, version: str, files: Sequence[PlainFile] = ()
    ) -> SealedEnvelope:
        return seal_envelope(
            xml=xml,
            files=files,
            instance_id=instance_id,
            form_id=form_id,
            form_version=version,
            sealed_at="2026-05-04T09:00:00.000Z",
            public_key=self._project.keys.sealing.public_key(),
            key_id=self._project.keys.sealing_key_id,
            content_key=os.urandom(32),
            returns_to=self.returns_to,
        )

    def send(self, envelope: SealedEnvelope) -> TestResponse:
        for part in envelope.parts:
            headers = {**self.headers, "Upload-Offset": "0", "Upload-Length": str(len(part))}
            self._client.put(f"{API}/parts/{sha256(part)}", data=part, headers=headers)
        return self.post("envelopes", envelope.header.as_dict())

    def send_visit(self, xml: bytes, instance_id: str, files: Sequence[PlainFile] = ()) -> TestResponse:
        return self.send(self.seal(xml, instance_id=instance_id, form_id="visit", version="3", files=files))


@pytest.fixture
def tablet(app: Flask, project: Project) -> Tablet:
    """A tablet called Tablet 1, and the form `visit`, version 3."""
    publish(project)
    return Tablet(app.test_client(), project, enrol(project).device_id, TOKEN)


@pytest.fixture
def other_tablet(app: Flask, project: Project, tablet: Tablet) -> Tablet:
    token = "u" * 43
    return Tablet(app.test_client(), project, enrol(project, "Tablet 2", token).device_id, token)


@pytest.fixture
def fresh_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())
