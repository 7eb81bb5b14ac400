"""Zip files within stated limits: members, unpacked size, and how much a member may grow when unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from gongbao.errors import InputError, UnsupportedInput
from gongbao.read import limits
from gongbao.read.raw import display, too_large

HIDDEN = ("__MACOSX/", ".", "~$")


def open_archive(data: bytes, name: str) -> zipfile.ZipFile:
    """Open a zip; raises InputError where it is damaged, UnsupportedInput where it has too many members."""
    if len(data) > limits.MAX_BINARY_BYTES:
        raise too_large(name, len(data), limits.MAX_BINARY_BYTES)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise _damaged(name) from error
    if len(archive.infolist()) > limits.MAX_ZIP_MEMBERS:
        raise UnsupportedInput(
            f"{name}: {len(archive.infolist())} files in the zip; at most {limits.MAX_ZIP_MEMBERS}: unpack it first",
            f"{name}：压缩包内有{len(archive.infolist())}个文件，上限{limits.MAX_ZIP_MEMBERS}个，请先解压",
        )
    return archive


def _damaged(name: str) -> InputError:
    return InputError(f"{name}: the zip is damaged; make it again", f"{name}：压缩包已损坏，请重新制作")


def read_member(archive: zipfile.ZipFile, member: str, name: str) -> bytes:
    """Unpack one member, counting what really comes out: what the zip says of its sizes is not believed."""
    try:
        info = archive.getinfo(member)
        allowed = max(limits.MIB, info.compress_size * limits.MAX_ZIP_RATIO)
        allowed = min(allowed, limits.MAX_BINARY_BYTES)
        with archive.open(info) as stream:
            data = stream.read(allowed + 1)
    except KeyError:
        raise InputError(
            f"{name}: {display(member)} is missing in it; is this file what its name says?",
            f"{name}：缺少{display(member)}",
        ) from None
    except RuntimeError as error:
        raise UnsupportedInput(
            f"{name}: {display(member)} is locked with a password; unpack it first", f"{name}：压缩包已加密，请先解压"
        ) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise _damaged(name) from error
    if len(data) > allowed:
        raise UnsupportedInput(
            f"{name}: {display(member)} unpacks to more than {limits.MAX_ZIP_RATIO} times its packed size (a zip bomb?); "
            f"refused: unpack it yourself if you trust it",
            f"{name}：{display(member)}解压后超过{limits.MAX_ZIP_RATIO}倍（疑似压缩炸弹），已拒绝",
        )
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
        if not any(part.startswith(HIDDEN) for part in (path, path.rsplit("/", 1)[-1])):
            yield path, info
