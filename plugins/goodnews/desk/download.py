"""Downloading a file that a text names: whoever wrote the address must reach nothing inside our network by it.

Every host is looked up here, each of its addresses is checked, and the connection goes to the address that was checked:
a name that means another machine a moment later leads nowhere. A redirect is an address like any other. Proxies are not
asked, because then somebody else would look the name up.
"""

import contextlib
import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable
from urllib.parse import quote, urljoin, urlsplit

from goodnews.characters import in_ascii
from goodnews.language import _

LARGEST = 20_000_000  # bytes
PATIENCE = 15.0  # seconds without an answer
WHOLE = 90.0  # seconds for one file, redirects included
REDIRECTS = 5
_PIECE = 65_536
_HEADERS = {"User-Agent": "nuanwen", "Accept": "image/*", "Accept-Encoding": "identity"}
_SAFE = "/%:@!$&'()*+,;=~-._?[]"  # of an address as it was copied; anything else is spelled out

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class NotFetched(Exception):
    """The message says why, in the language of the terminal."""


def is_public(address: IP) -> bool:
    """Whether an address is one of the open internet: not of this machine, of a private network, or of a group."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


def fetched(url: str, allowed: Callable[[IP], bool] = is_public, largest: int = LARGEST, whole: float = WHOLE) -> bytes:
    """The content of an address.

    allowed  which addresses of machines may be asked
    largest  bytes
    whole    seconds
    raises   NotFetched
    """
    until = time.monotonic() + whole
    for _hop in range(REDIRECTS + 1):
        answer = _answer(url, allowed, largest, until)
        if isinstance(answer, bytes):
            return answer
        target = urljoin(url, answer)
        if url.startswith("https:") and not target.startswith("https:"):
            raise NotFetched(_("it leads on to {url}, which is not encrypted").format(url=_shown(target)))
        url = target
    raise NotFetched(_("it leads on too often"))


def _answer(url: str, allowed: Callable[[IP], bool], largest: int, until: float) -> bytes | str:
    """The content, or the address that the server leads on to."""
    connection, target = _connection(url, allowed, until)
    # A host that answers byte by byte is never too slow for the socket.
    end = threading.Timer(max(0.0, until - time.monotonic()), _cut, (connection,))
    end.daemon = True
    end.start()
    try:
        connection.request("GET", target, headers=_HEADERS)
        reply = connection.getresponse()
        if reply.status in (301, 302, 303, 307, 308) and (location := reply.headers["Location"]):
            return str(location)
        if reply.status != 200:
            raise NotFetched(_("the server answers HTTP {status}").format(status=reply.status))
        return _content(reply, largest, until)
    except TimeoutError:
        raise NotFetched(_("the server is too slow")) from None
    except ssl.SSLError as error:
        raise NotFetched(_("no sound encryption: {reason}").format(reason=error.reason or error)) from None
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
        raise NotFetched(_("no connection: {reason}").format(reason=error)) from None
    finally:
        end.cancel()
        connection.close()


def _cut(connection: http.client.HTTPConnection) -> None:
    if connection.sock is not None:
        with contextlib.suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)


def _content(reply: http.client.HTTPResponse, largest: int, until: float) -> bytes:
    data = bytearray()
    while piece := reply.read1(_PIECE):
        data += piece
        if len(data) > largest:
            raise NotFetched(_("it has more than {most} MB").format(most=largest // 1_000_000))
    if time.monotonic() > until:  # what is there was cut
        raise TimeoutError
    if reply.length:  # bytes that were promised
        raise NotFetched(_("the connection broke off"))
    return bytes(data)


def _connection(url: str, allowed: Callable[[IP], bool], until: float) -> tuple[http.client.HTTPConnection, str]:
    """A connection that is not open yet, and what to ask for on it."""
    try:
        parts = urlsplit(in_ascii(url))
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        raise NotFetched(_("it is not a web address")) from None
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc or re.search(r"[\x00-\x20\x7f]", url):
        raise NotFetched(_("it is not a web address"))
    target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    if parts.scheme == "https":
        return _Https(host, port, allowed, until), target
    return _Http(host, port, allowed, until), target


def _opened(host: str, port: int, allowed: Callable[[IP], bool], until: float) -> socket.socket:
    """A connection to the first address of a host that answers; nothing if one of them may not be asked."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotFetched(_("there is no host {host}").format(host=host)) from None
    for _family, _type, _proto, _name, address in found:
        if not allowed(ipaddress.ip_address(str(address[0]).partition("%")[0])):
            raise NotFetched(_("{host} is a machine of a private network").format(host=host))
    reason: OSError = OSError(_("there is no host {host}").format(host=host))
    for family, type_, proto, _name, address in found:
        opened = socket.socket(family, type_, proto)
        try:
            opened.settimeout(max(0.1, min(PATIENCE, until - time.monotonic())))
            opened.connect(address)
            return opened
        except OSError as error:
            opened.close()
            reason = error
    raise reason


class _Http(http.client.HTTPConnection):
    def __init__(self, host: str, port: int | None, allowed: Callable[[IP], bool], until: float) -> None:
        super().__init__(host, port)
        self._allowed, self._until = allowed, until

    def connect(self) -> None:
        self.sock = _opened(self.host, self.port, self._allowed, self._until)


class _Https(_Http):
    default_port = http.client.HTTPS_PORT

    def connect(self) -> None:
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def _shown(url: str) -> str:
    return url if len(url) <= 80 else f"{url[:79]}…"
