"""The coding room: transcripts, the workbench, the codebook."""

from fieldkit.web.coding import codebook, transcripts, wire, workbench
from fieldkit.web.coding.room import blueprint

__all__ = ["blueprint", "codebook", "transcripts", "wire", "workbench"]
