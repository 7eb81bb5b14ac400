"""Compiled cores of packages, without the packages around them, whose tables would take longer to load."""

import importlib
import importlib.util
import sys
from importlib.machinery import PathFinder
from types import ModuleType


def core(package: str, name: str) -> ModuleType:
    """Return the module `name` of a package, which is not imported itself; the package where it has none of that name."""
    whole = f"{package}.{name}"
    if whole not in sys.modules:
        around = importlib.util.find_spec(package)
        found = PathFinder.find_spec(whole, around.submodule_search_locations) if around else None
        if found is None or found.loader is None:  # it stands elsewhere in this version
            return importlib.import_module(package)
        module = importlib.util.module_from_spec(found)
        found.loader.exec_module(module)
        sys.modules[whole] = module
    return sys.modules[whole]
