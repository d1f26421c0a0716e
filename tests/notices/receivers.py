"""Institutions that are told: real servers on this machine, with certificates of an authority made for the test; and what they are told of."""

import ipaddress
import ssl
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DATABASES = ["default", "vault", "log", "public"]
NAME = "avisos.example"
HERE = "127.0.0.1"


@dataclass
class Receiver:
    """A server that keeps what it gets and answers what it is told to: a status, or a function of the request's handler."""

    answer: object = 204
    headers: dict = field(default_factory=dict)
    got: list = field(default_factory=list)
    url: str = ""
    port: int = 0

    def ids(self):
        return [headers["webhook-id"] for headers, _ in self.got]


def _handler(receiver):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.got.append(({name.lower(): value for name, value in self.headers.items()} | {"path": self.path}, body))
            if callable(receiver.answer):
                receiver.answer(self)
                return
            self.send_response(receiver.answer)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *words):
            pass

    return Handler


class Quiet(ThreadingHTTPServer):
    """A server that does not print what a client that hangs up did to it."""

    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


@contextmanager
def serving(receiver, *, certificate=None, name=HERE):
    """Serve a receiver for the length of a block, under TLS where there is a certificate for it."""
    server = Quiet((HERE, 0), _handler(receiver))
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    receiver.port = server.server_address[1]
    receiver.url = f"{'https' if certificate else 'http'}://{name}:{receiver.port}/avisos?clave=secreta"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Authority:
    """An authority that vouches for names, made for one test."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.key = folder, ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Autoridad de prueba")])
        self.file = folder / "autoridad.pem"
        usage = x509.KeyUsage(
            digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
            key_agreement=False, encipher_only=False, decipher_only=False,
        )  # fmt: skip
        made = (
            self._about(self.name, self.key.public_key()).add_extension(x509.BasicConstraints(True, None), True).add_extension(usage, True)
        )
        self.file.write_bytes(made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def certificate(self, name: str) -> Path:
        """Give a file with a key and a certificate of that name."""
        key, path = ec.generate_private_key(ec.SECP256R1()), self.folder / f"{name}.pem"
        told = x509.IPAddress(ipaddress.ip_address(name)) if name[0].isdigit() else x509.DNSName(name)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        made = self._about(subject, key.public_key()).add_extension(x509.SubjectAlternativeName([told]), False)
        made = made.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), False)
        private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        path.write_bytes(private + made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        return path

    def _about(self, subject, key):
        now = datetime.now(UTC)
        made = x509.CertificateBuilder().subject_name(subject).issuer_name(self.name).public_key(key)
        made = (
            made.serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=2))
        )
        return made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), False)
