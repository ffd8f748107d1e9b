"""The verbs as functions; the only place that knows all stages.

`fielding` goes from the files to the respondents, `results` from the answers to an
edition, `site` from the editions to `dist/`. Nothing here prints.
"""
