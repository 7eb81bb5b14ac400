"""Write the command reference into the README, from the commands' own help."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from test_readme import README, reference


def main() -> None:
    before, _, rest = README.read_text("utf-8").partition("<!-- reference -->\n")
    _, _, after = rest.partition("<!-- /reference -->")
    README.write_text(f"{before}<!-- reference -->\n{reference()}<!-- /reference -->{after}", "utf-8")


if __name__ == "__main__":
    main()
