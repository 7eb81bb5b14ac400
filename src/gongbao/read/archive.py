"""Zip files within stated limits: members, unpacked size, and how much a member may grow when unpacked."""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator

from gongbao.errors import InputError, UnsupportedInput
from gongbao.read import limits
from gongbao.read.raw import check, display, whole

HIDDEN = ("__MACOSX", ".", "~$")
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError, OverflowError)
_DIRECTORY_END, _ENTRY = b"PK\x05\x06", b"PK\x01\x02"


def open_archive(data: bytes, name: str) -> zipfile.ZipFile:
    """Open a zip; raises InputError where it is damaged, UnsupportedInput where it has too many members."""
    check(count_members(data), limits.MAX_ZIP_MEMBERS, name, "files in the zip", "个文件")
    with whole(name, "zip", "压缩包", *_DAMAGE, NotImplementedError):
        return zipfile.ZipFile(io.BytesIO(data))


def count_members(data: bytes) -> int:
    """Return how many files the directory of a zip lists, before it is read: each takes half a kilobyte of memory."""
    end = len(data) - 22 if data[-22:-18] == _DIRECTORY_END and data[-2:] == b"\0\0" else data.rfind(_DIRECTORY_END)
    size = int.from_bytes(data[end + 12 : end + 16], "little") if end >= 0 else 0
    return data.count(_ENTRY, max(0, end - size), max(0, end))


def read_member(archive: zipfile.ZipFile, member: str | zipfile.ZipInfo, name: str) -> bytes:
    """Unpack one member, counting what really comes out: what the zip says of its sizes is not believed."""
    shown = display(member if isinstance(member, str) else member_name(member))
    try:
        info = archive.getinfo(member) if isinstance(member, str) else member
        allowed = max(limits.MIB, info.compress_size * limits.MAX_ZIP_RATIO)
        allowed = min(allowed, limits.MAX_BINARY_BYTES)
        with whole(name, "zip", "压缩包", *_DAMAGE), archive.open(info) as stream:
            data = stream.read(allowed + 1)
    except KeyError:
        raise InputError("is missing in it", name=name, shown=shown) from None
    except NotImplementedError as error:
        raise UnsupportedInput("is packed in a way that is not read", name=name, shown=shown, error=error) from error
    except RuntimeError as error:
        raise UnsupportedInput("locked with a password", name=name, what=shown) from error
    if len(data) > allowed:
        raise UnsupportedInput("unpacks to too much", name=name, shown=shown, most=limits.MAX_ZIP_RATIO)
    return data


def member_name(info: zipfile.ZipInfo) -> str:
    """Return the path of a member in Unicode: zips made in China hold names in GB18030 without saying so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename


def members(archive: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """Yield the files of a zip by their names in order, without folders and what systems leave behind."""
    named = [(member_name(info), info) for info in archive.infolist() if not info.is_dir()]
    for path, info in sorted(named, key=lambda pair: pair[0]):
        if not any(part.startswith(HIDDEN) and part != ".." for part in path.removeprefix("./").split("/")):
            yield path, info
