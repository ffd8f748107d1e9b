"""Released values become charts: a drawing, the same numbers as a table, a finding."""

from __future__ import annotations

from types import ModuleType

from generator.charts import (
    changes,
    dumbbell,
    ladder,
    matrix,
    peers,
    tornado,
    views,
)
from generator.charts.base import Chart, figure_html

CHARTS: dict[str, ModuleType] = {
    "changes": changes,
    "dumbbell": dumbbell,
    "ladder": ladder,
    "matrix": matrix,
    "peers": peers,
    "tornado": tornado,
    "views": views,
}
"""Every kind of chart by name; each has `draw` and a page in the manual."""

__all__ = ["CHARTS", "Chart", "figure_html"]
