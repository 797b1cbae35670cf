"""What is watched, in a browser on this machine: an index, and a page for each guideline that reloads when it changes.

Enters: the rows of a `Session`. Leaves: pages and files in memory, served on 127.0.0.1 alone.

    preview = Preview(); preview.show(site(session.rows))
    preview.start(0)   ->   "http://127.0.0.1:43817/"

Nothing is read from a disk to answer a request: what was not built has no address.
"""

from milligram.pipeline.preview.server import Preview
from milligram.pipeline.preview.site import Resource, site

__all__ = ["Preview", "Resource", "site"]
