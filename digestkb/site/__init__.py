"""The knowledge base as a folder of pages that need neither a server nor the network: an extra, for ``site`` alone.

What notes say is text there: templates escape it, :mod:`digestkb.media` decides what of its markup is left. Nothing
on a page is loaded from elsewhere than the folder.
"""
