"""The site: Markdown for the engine before it runs, HTML with results after it."""

from generator.website.build import BuildReport, build_site
from generator.website.stamp import Skeleton

__all__ = ["BuildReport", "Skeleton", "build_site"]
