"""The tables that come with gongbao: TSV files, with a header and comments (#), in the folder of the package that reads them."""

import re
from collections.abc import Iterator, Mapping

from gongbao.packaged import packaged


def rows(package: str, name: str) -> Iterator[list[str]]:
    """Yield the cells of each row of a table but its header and comments."""
    lines = packaged(package, name).read_text("utf-8").splitlines()[1:]
    return (line.split("\t") for line in lines if line[:1] != "#")


class Patterns(dict[str, re.Pattern[str]]):
    """The patterns of a table by name, each compiled when it is first asked for; `written` has them as texts."""

    def __init__(self, package: str, name: str, given: Mapping[str, str]) -> None:
        """Read a table (name, example, pattern): in a pattern, `{name}` stands for that of an earlier row, or a given one."""
        super().__init__()
        self.written = dict(given)
        for row, _example, pattern in rows(package, name):
            self.written[row] = re.sub("{([a-z_]+)}", lambda part: self.written[part[1]], pattern)

    def __missing__(self, name: str) -> re.Pattern[str]:
        found = self[name] = re.compile(self.written[name])
        return found
