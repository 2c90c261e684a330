"""Facets over what notes have as labels: as text that only stands there, and paths of topics as elsewhere."""

from __future__ import annotations

import json
from typing import Any

from digestkb.media.characters import line
from digestkb.render.record import path_text
from digestkb.web.cells import PATHS


def of_labels() -> Any:
    """Give the facet ``label``: that of arrays, with each value called as a reader may see it."""
    from datasette.facets import ArrayFacet

    class LabelFacet(ArrayFacet):  # type: ignore[misc]
        type = "label"

        async def suggest(self) -> list[Any]:
            return []

        async def facet_results(self) -> tuple[list[Any], list[Any]]:
            facets, too_slow = await super().facet_results()
            for facet in facets:
                for found in facet["results"]:
                    label = found["value"]
                    found["label"] = line(path_text(json.loads(label)) if facet["name"] == PATHS else label)
            return facets, too_slow

    return LabelFacet
