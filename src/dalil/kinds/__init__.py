"""One file for each kind of report. Adding a kind is adding a file here, or in the folder `kinds` of DALIL_HOME."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import sys
from pathlib import Path


def load(own: Path | None = None) -> None:
    """Import every kind: the files of this package, and an organisation's own files in the folder `own`.

    Raises whatever a broken file raises: a kind that cannot be read must not go unnoticed.
    """
    for found in sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name != "apps"):
        importlib.import_module(f"{__name__}.{found}")
    for file in sorted(own.glob("*.py")) if own and own.is_dir() else ():
        name = f"{__name__}.own_{file.stem}"
        if name in sys.modules:
            continue
        spec = importlib.util.spec_from_file_location(name, file)
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
