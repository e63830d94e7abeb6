"""Revisions of an article for people and programs: text, Markdown, a web page, JSON."""
