"""What a form can read of GeoJSON (https://www.rfc-editor.org/rfc/rfc7946): features with a point, a line or an area.

Like ODK Collect, the tablet takes of an area its outer ring, and of a place latitude and longitude.
"""

from typing import Any

_DEPTHS = {"Point": 0, "LineString": 1, "Polygon": 2}
"""How deep the places of a geometry lie in lists."""


def geojson_trouble(feature: Any) -> str:
    """Say why a feature cannot be read; an empty string when it can. A feature without a place can."""
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return "is no feature"
    if not isinstance(feature.get("properties") or {}, dict) or not isinstance(
        feature.get("id", ""), str | int | float
    ):
        return "has properties or an id that cannot be read"
    geometry = feature.get("geometry")
    if geometry is None:
        return ""
    if not isinstance(geometry, dict) or geometry.get("type") not in _DEPTHS:
        kind = geometry.get("type") if isinstance(geometry, dict) else geometry
        return f"has a {kind}, which neither ODK Collect nor the tablet can read"
    return "" if _is_placed(geometry.get("coordinates"), _DEPTHS[geometry["type"]]) else "has a place without numbers"


def cells_of_feature(feature: dict[str, Any]) -> dict[str, str]:
    """Return what a choice made of a feature holds, by column: its properties, its id and its geometry."""
    cells = {key: "" if value is None else str(value) for key, value in (feature.get("properties") or {}).items()}
    return cells | ({"id": str(feature["id"])} if "id" in feature else {}) | {"geometry": ""}


def _is_placed(coordinates: Any, depth: int) -> bool:
    if not isinstance(coordinates, list):
        return False
    if depth:
        return all(_is_placed(one, depth - 1) for one in (coordinates[:1] if depth == 2 else coordinates))
    return len(coordinates) >= 2 and all(isinstance(number, int | float) for number in coordinates[:2])
