"""Write what is generated: the command reference (src/gongbao/COMMANDS.md), and the results of the guide's queries."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from click.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[1]))

from documented import BLOCKS, GRAPH, GUIDE, REFERENCE, reference
from gongbao.cli import cli


def answered(block: re.Match[str]) -> str:
    """The query's block with the result that the committed graph gives."""
    result = CliRunner().invoke(cli, ["query", str(GRAPH), block[1], "--format", "csv"], catch_exceptions=False)
    rows = result.output.replace("\r\n", "\n").strip()
    return f"```sparql\n{block[1]}```\n\n```csv\n{rows}\n```"


def main() -> None:
    REFERENCE.write_text(reference(), "utf-8")
    GUIDE.write_text(BLOCKS.sub(answered, GUIDE.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
