"""The privacy pack: what IT, data protection and a works council need to decide.

Its texts are Markdown templates in `texts/`, in English and German, filled from the
wave. Each becomes a DOCX to write in and a part of one HTML page to read. What only
people can fill in is written `[[so]]` in the template, and marked in both.
"""

from generator.formats.privacy_pack.facts import Component, Facts
from generator.formats.privacy_pack.files import PackFile, pack_files

__all__ = ["Component", "Facts", "PackFile", "pack_files"]
