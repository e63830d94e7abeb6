"""The archive in the browser and its API: every page is also JSON at the same address with ``.json``."""
