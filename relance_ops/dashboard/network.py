"""Where the dashboard is reached: this machine's names and addresses, and its TLS."""

from __future__ import annotations

import hashlib
import ipaddress
import socket
import ssl
from pathlib import Path

from relance_ops.config import ServerConfig
from relance_ops.errors import SettingError
from relance_ops.i18n import _

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  # these are "all", not a name


def is_loopback(address: str) -> bool:
    """True when only this machine can reach *address*."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def origins(where: ServerConfig) -> list[str]:
    """Names under which a browser may ask: this machine's own, and the configured."""
    names = {"127.0.0.1", "localhost", where.address, *where.names}
    if not is_loopback(where.address):
        host = socket.gethostname().lower()
        names |= {host, f"{host}.local", *_own_addresses(host)}
    names -= {*EVERYWHERE}
    written = {_bracketed(name) for name in names}
    asked = {f"{name}:{where.port}" for name in written}
    # Browsers leave out the usual port.
    if where.port == (443 if where.certificate else 80):
        asked |= written
    return sorted(asked)


def url_here(where: ServerConfig) -> str:
    """Where commands and browsers of this machine find it."""
    loopback = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
    address = loopback.get(where.address, where.address)
    return f"{_scheme(where)}://{_bracketed(address)}:{where.port}"


def urls_elsewhere(where: ServerConfig) -> tuple[str, ...]:
    """Where other machines of the network find it; the configured names first."""
    if is_loopback(where.address):
        return ()
    found: tuple[str, ...] = (where.address,)
    if where.address in EVERYWHERE:
        found = tuple(
            address
            for address in sorted(_own_addresses(socket.gethostname()))
            if not is_loopback(address)
        )
    return tuple(
        f"{_scheme(where)}://{_bracketed(name)}:{where.port}"
        for name in where.names or found
    )


def free_port(address: str) -> int:
    """A port that nobody listens on."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.bind((address, 0))
        return int(probe.getsockname()[1])


def tls(where: ServerConfig) -> ssl.SSLContext | None:
    """How to encrypt; None without a certificate.

    Raises:
        SettingError: The two files do not make a certificate and its key.
    """
    if where.certificate is None or where.key is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        # A key under a passphrase would stop the start, waiting at a terminal.
        context.load_cert_chain(where.certificate, where.key, password="")
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        raise SettingError(
            _(
                "« server.certificate » ({certificate}) et « server.key » ({key}) ne "
                "vont pas ensemble ou ne se lisent pas ({detail}). Il faut deux "
                "fichiers PEM, et une clé sans phrase secrète."
            ).format(certificate=where.certificate, key=where.key, detail=error)
        ) from error
    return context


def fingerprint(certificate: Path | None) -> str:
    """By which commands of this machine recognise us; "" without a certificate."""
    if certificate is None:
        return ""
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(_first(certificate))).hexdigest()


def _first(certificate: Path) -> str:
    """The certificate itself, without those of its issuers."""
    end = "-----END CERTIFICATE-----"
    text = certificate.read_text(encoding="ascii", errors="ignore")
    start = text.find("-----BEGIN CERTIFICATE-----")
    return text[start : text.find(end) + len(end)] + "\n"


def _scheme(where: ServerConfig) -> str:
    return "https" if where.certificate else "http"


def _bracketed(name: str) -> str:
    return f"[{name}]" if ":" in name else name


def _own_addresses(host: str) -> set[str]:
    """The addresses of this machine on its networks, without asking any of them."""
    try:
        found = {
            str(entry[4][0]) for entry in socket.getaddrinfo(host, None, socket.AF_INET)
        }
    except OSError:
        found = set()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # A datagram socket sends nothing on connect; it only picks a route.
            probe.connect(("192.0.2.1", 9))
            found.add(str(probe.getsockname()[0]))
        except OSError:
            return found
    return found
