"""The files that come with gongbao: tables, queries, pages, weights, in the folders of the packages that read them."""

from pathlib import Path

_TOP = Path(__file__).parent


def packaged(package: str, *names: str) -> Path:
    """Return the path of a file or folder beside the modules of a package, such as `gongbao.text`.

    A wheel is unpacked when it is installed, so it is a path; importlib.resources would load the reader of ZIP files.
    """
    return _TOP.joinpath(*package.split(".")[1:], *names)
