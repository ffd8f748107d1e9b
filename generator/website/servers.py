"""What a web server needs to be told: who may open which folder, and what to send.

The folder names say little; the lock is the server's question "may this person read
this?", asked for every file of a folder with results.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.website.audiences import PLAYBOOK, Folder
from generator.website.files import files_below

SERVERS = ("nginx", "caddy")

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)
_DATA = re.compile(r"type=\"?application/(?:ld\+)?json")


def inline_scripts(site: Path) -> list[str]:
    """The scripts that stand inside pages, as a policy names them: by their SHA-256."""
    found = set()
    for path in files_below(site):
        if path.suffix != ".html":
            continue
        page = path.read_text(encoding="utf-8", errors="replace")
        for attributes, code in _SCRIPT.findall(page):
            if "src=" not in attributes and not _DATA.search(attributes):
                digest = hashlib.sha256(code.encode("utf-8")).digest()
                found.add(f"'sha256-{base64.b64encode(digest).decode('ascii')}'")
    return sorted(found)


def policy(scripts: Iterable[str]) -> str:
    """The Content-Security-Policy: own files only, and the scripts we know."""
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self'", *scripts]),
            # drawings and the theme set sizes and colours on elements
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


HEADERS = {
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Sent with everything."""

KEPT_NOWHERE = "no-store"
"""How long a page with results may be kept: not at all."""


def snippet(
    server: str,
    root: str,
    folders: Mapping[str, Folder],
    lies: Mapping[str, str],
    scripts: Iterable[str],
) -> str:
    """The part of a server's configuration that protects the site.

    Args:
        server: `nginx` or `caddy`.
        root: where the site lies on the server.
        folders: folders with results.
        lies: folder to where it lies once published.
        scripts: the site's own scripts, from `inline_scripts`.
    """
    make = {"nginx": _nginx, "caddy": _caddy}[server]
    doors = [(lies.get(path, path), folder.readers) for path, folder in folders.items()]
    return make(root, doors, policy(scripts))


Doors = list[tuple[str, tuple[str, ...]]]


NGINX = """\
# Practice Baseline: who may read which folder. Made by `baseline publish --snippets`;
# make it again after a wave, and after --rotate. Include it inside `server {{ … }}`.
#
# Your sign-in answers one question: may this person read this? It is asked at
# /baseline-may-read with the header X-Baseline-Readers, a list of audiences: 2xx where
# the person belongs to one of them, 401 or 403 where not. Name it here:
#
#   location = /baseline-may-read {{
#     internal;
#     proxy_pass http://127.0.0.1:9180/;
#     proxy_pass_request_body off;
#     proxy_set_header Content-Length "";
#     proxy_set_header X-Baseline-Readers $baseline_readers;
#     proxy_set_header Cookie $http_cookie;
#   }}

root {root};
index index.html;
autoindex off;
etag off;
merge_slashes on;
{headers}
add_header Cache-Control $baseline_cache always;

location = / {{
  set $baseline_cache "no-cache";
  try_files /index.html =404;
}}
location = /index.html {{
  set $baseline_cache "no-cache";
  try_files $uri =404;
}}
location ^~ /{playbook}/ {{
  set $baseline_cache "no-cache";
  try_files $uri $uri/index.html =404;
}}
{doors}
# Whatever nobody is named for is not there.
location / {{
  set $baseline_cache "no-store";
  return 404;
}}
"""

DOOR = """\
location ^~ /{place}/ {{
  set $baseline_readers "{readers}";
  set $baseline_cache "no-store";
  auth_request /baseline-may-read;
  try_files $uri $uri/index.html =404;
}}"""


def _nginx(root: str, doors: Doors, content: str) -> str:
    headers = {"Content-Security-Policy": content, **HEADERS}
    return NGINX.format(
        root=_quoted(root),
        playbook=PLAYBOOK,
        headers="\n".join(
            f'add_header {name} "{value}" always;' for name, value in headers.items()
        ),
        doors="\n".join(
            DOOR.format(place=place, readers=" ".join(readers))
            for place, readers in doors
        ),
    )


def _quoted(path: str) -> str:
    inside = path.replace("\\", "/").replace('"', '\\"')
    return f'"{inside}"'


CADDY = """\
# Practice Baseline: who may read which folder. Made by `baseline publish --snippets`;
# make it again after a wave, and after --rotate. It is a site of a Caddyfile.
#
# Your sign-in answers one question: may this person read this? It is asked with the
# header X-Baseline-Readers, a list of audiences: 2xx where the person belongs to one
# of them, 401 or 403 where not. Put your address in the place of 127.0.0.1:9180.
baseline.example.org {{
  root * {root}
  header {{
{headers}
    Cache-Control no-cache
  }}
  handle / {{
    file_server
  }}
  handle /index.html {{
    file_server
  }}
  handle /{playbook}/* {{
    file_server
  }}
{doors}
  # Whatever nobody is named for is not there.
  handle {{
    respond 404
  }}
}}
"""

CADDY_DOOR = """\
  handle /{place}/* {{
    forward_auth 127.0.0.1:9180 {{
      uri /
      header_up X-Baseline-Readers "{readers}"
    }}
    header Cache-Control no-store
    file_server
  }}"""


def _caddy(root: str, doors: Doors, content: str) -> str:
    headers = {"Content-Security-Policy": content, **HEADERS}
    return CADDY.format(
        root=_quoted(root),
        playbook=PLAYBOOK,
        headers="\n".join(f'    {name} "{value}"' for name, value in headers.items()),
        doors="\n".join(
            CADDY_DOOR.format(place=place, readers=" ".join(readers))
            for place, readers in doors
        ),
    )
