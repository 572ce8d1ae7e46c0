"""A zip from strangers: its sizes are added up before anything is unpacked."""

import io
import zipfile
import zlib

from goodnews.importer.raw import Refused
from goodnews.language import _

PARTS_MOST = 5_000
WHOLE_MOST = 150_000_000  # bytes, unpacked: a page of pictures from phones
XML_MOST = 12_000_000  # bytes of one part; in memory it takes ten times as much
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # what offices write


class Package:
    """The parts of a zip, by name."""

    def __init__(self, data: bytes) -> None:
        """raises  Refused if it is broken, has a password, or would grow beyond all measure"""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError):
            raise broken() from None
        self._parts = {info.filename: info for info in self._zip.infolist()}
        if len(self._zip.infolist()) > PARTS_MOST or sum(info.file_size for info in self._parts.values()) > WHOLE_MOST:
            words = _(
                "Unpacked, it is larger than {size} MB. Make its pictures smaller, or send them as files of their own."
            )
            raise Refused(words.format(size=WHOLE_MOST // 1_000_000))
        if any(info.flag_bits & 1 for info in self._parts.values()):
            raise locked()

    def names(self) -> list[str]:
        return list(self._parts)

    def read(self, name: str, most: int) -> bytes:
        """One part; b'' if there is none.

        raises  Refused if it is larger than `most`, or broken
        """
        info = self._parts.get(name)
        if info is None:
            return b""
        if info.file_size > most:
            words = _("Its part {name} is larger than {size} MB, unpacked. Split the file into several.")
            raise Refused(words.format(name=name, size=most // 1_000_000))
        if info.compress_type not in _METHODS:
            raise broken()
        try:
            return self._zip.read(info)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError, RuntimeError):
            raise broken() from None


def broken() -> Refused:
    return Refused(_("It is damaged. Copy it again, or open it in Word or WPS and save it again as .docx."))


def locked() -> Refused:
    return Refused(_("It has a password. Open it in Word or WPS, remove the password, and save it as .docx."))
