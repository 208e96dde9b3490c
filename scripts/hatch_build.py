"""Compile the translation catalogs while a wheel is built, and ship them although Git ignores them."""

from pathlib import Path
from typing import Any

import polib
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogHook(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        for path in Path(self.root, "handoff", "locale").glob("*/LC_MESSAGES/*.po"):
            target = path.with_suffix(".mo")
            if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
                polib.pofile(str(path)).save_as_mofile(str(target))
            build_data["artifacts"].append(str(target.relative_to(self.root)))
