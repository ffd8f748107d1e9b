"""The embedded collector: a web form and its own inbox database."""

from generator.backends.local.app import collector_app
from generator.backends.local.inbox import (
    close_inbox,
    create_inbox,
    status,
    submissions,
)
from generator.backends.local.invitations import invite, unfinished
from generator.backends.local.serve import hosted, serve

__all__ = [
    "close_inbox",
    "collector_app",
    "create_inbox",
    "hosted",
    "invite",
    "serve",
    "status",
    "submissions",
    "unfinished",
]
