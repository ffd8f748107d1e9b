"""The printed configuration on real servers: who may read what, and no way around."""

from __future__ import annotations

import contextlib
import http.client
import http.server
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from example import Site
from test_publish import MOMENT

from generator.pipeline.publishing import publish, server_snippet
from generator.website.servers import SERVERS, inline_scripts, policy

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
CADDY = shutil.which("caddy")
PROGRAMS = {"nginx": NGINX, "caddy": CADDY}


@dataclass(frozen=True)
class Served:
    port: int
    folders: dict[str, str]
    """Folder with results to its address."""

    def get(
        self, path: str, who: str = "", method: str = "GET"
    ) -> tuple[int, dict[str, str], bytes]:
        """Ask exactly as written: nothing is tidied on the way."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            headers = {"Cookie": f"who={who}"} if who else {}
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            body = answer.read()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, body
        finally:
            connection.close()


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


class SignIn(http.server.BaseHTTPRequestHandler):
    """Knows people by a cookie: whoever is in one of the readers may read."""

    def do_GET(self) -> None:
        readers = self.headers.get("X-Baseline-Readers", "").split()
        who = re.search(r"who=([a-z-]+)", self.headers.get("Cookie", ""))
        allowed = who is not None and who.group(1) in readers
        self.send_response(204 if allowed else 403 if who else 401)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def sign_in() -> Iterator[int]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), SignIn)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def configuration(server: str, text: str, port: int, asks: int, folder: Path) -> str:
    if server == "caddy":
        text = text.replace("baseline.example.org", f"http://127.0.0.1:{port}")
        text = text.replace("127.0.0.1:9180", f"127.0.0.1:{asks}")
        return f"{{\n  admin off\n  auto_https off\n}}\n{text}"
    return f"""
daemon off;
pid "{folder}/pid";
error_log "{folder}/error.log";
events {{ }}
http {{
  include /etc/nginx/mime.types;
  access_log off;
  client_body_temp_path "{folder}/t1"; proxy_temp_path "{folder}/t2";
  fastcgi_temp_path "{folder}/t3"; uwsgi_temp_path "{folder}/t4";
  scgi_temp_path "{folder}/t5";
  server {{
    listen 127.0.0.1:{port};
    location = /baseline-may-read {{
      internal;
      proxy_pass http://127.0.0.1:{asks}/;
      proxy_pass_request_body off;
      proxy_set_header Content-Length "";
      proxy_set_header X-Baseline-Readers $baseline_readers;
      proxy_set_header Cookie $http_cookie;
    }}
{text}
  }}
}}
"""


@pytest.fixture(scope="module", params=SERVERS)
def served(
    request: pytest.FixtureRequest,
    site_of_example: Site,
) -> Iterator[Served]:
    server = request.param
    program = PROGRAMS[server]
    if program is None:
        pytest.skip(f"no {server} on this machine: apt-get install {server}")
    # the servers give up their rights, and other folders for tests are closed to them
    temporary = tempfile.TemporaryDirectory(prefix="site served ")
    folder = Path(temporary.name)
    folder.chmod(0o755)
    site = site_of_example
    target = folder / "published to"
    done = publish(site.work, lambda: MOMENT, site=site.dist, to=target)
    text = server_snippet(site.work, server, to=target)
    port = free_port()
    with sign_in() as asks:
        path = folder / "conf"
        path.write_text(configuration(server, text, port, asks, folder))
        command = (
            [
                program,
                "-c",
                str(path),
                "-p",
                str(folder),
                "-e",
                str(folder / "error.log"),
            ]
            if server == "nginx"
            else [program, "run", "--config", str(path), "--adapter", "caddyfile"]
        )
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
            try:
                wait_for(port, process, folder / "log")
                yield Served(port, {d.folder: d.address for d in done.doors})
            finally:
                process.terminate()
                process.wait(timeout=20)
                temporary.cleanup()


def wait_for(port: int, process: subprocess.Popen[Any], log: Path) -> None:
    for _ in range(200):
        if process.poll() is not None:
            break
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", port), timeout=1),
        ):
            return
        time.sleep(0.05)
    pytest.fail(log.read_text(encoding="utf-8", errors="replace"))


ONCOLOGY, VACCINES = "teams/oncology", "teams/vaccines"


def test_everybody_may_read_the_playbook(served: Served) -> None:
    for path in ("/", "/index.html", "/playbook/index.html", "/playbook/glossary.html"):
        assert served.get(path)[0] == 200
    status, headers, _ = served.get("/playbook/assets/pb.css")
    assert (status, headers["content-type"].split(";")[0]) == (200, "text/css")


def test_a_team_reads_its_own_page_and_no_other(served: Served) -> None:
    own, other = served.folders[ONCOLOGY], served.folders[VACCINES]
    assert served.get(f"/{own}/index.html", "oncology")[0] == 200
    assert b"Oncology alliances" in served.get(f"/{own}/2025.html", "oncology")[2]
    assert served.get(f"/{other}/index.html", "oncology")[0] == 403
    assert served.get(f"/{served.folders['leaders']}/index.html", "oncology")[0] == 403


@pytest.mark.parametrize(
    ("who", "folder"),
    [("partners", "partners"), ("board", "readers/executive-sponsor")],
)
def test_partners_and_the_board_read_one_page_and_no_other(
    served: Served, who: str, folder: str
) -> None:
    for path, place in served.folders.items():
        status, _, body = served.get(f"/{place}/index.html", who)
        assert status == (200 if path == folder else 403), path
        assert (b"pb-n" in body) is (path == folder)


def test_leaders_read_every_page_but_costs_not_shown_to_them(served: Served) -> None:
    for folder, place in served.folders.items():
        allowed = folder != "costs/immunology"
        status = served.get(f"/{place}/index.html", "leaders")[0]
        assert status == (200 if allowed else 403), folder


def test_whoever_has_not_signed_in_reads_no_result(served: Served) -> None:
    for place in served.folders.values():
        for name in ("index.html", "", "2026.html", "index.de.html"):
            for method in ("GET", "HEAD", "POST", "OPTIONS", "PROPFIND"):
                status, _, body = served.get(f"/{place}/{name}", method=method)
                assert status in {401, 403, 405}, (place, name, method)
                assert b"pb-n" not in body


@pytest.mark.parametrize(
    "trick",
    [
        "/playbook/../{0}/index.html",
        "/playbook/..%2f{0}/index.html",
        "/playbook/%2e%2e/{0}/index.html",
        "/playbook/%2e%2e%2f{0}/index.html",
        "/playbook/..%5c{0}/index.html",
        "/playbook/..;/{0}/index.html",
        "/playbook/./../{0}/index.html",
        "/playbook//..//{0}/index.html",
        "//{0}/index.html",
        "/./{0}/index.html",
        "/{0}//index.html",
        "/{0}/./index.html",
        "/{0}/../{0}/index.html",
        "/{1}/../{0}/index.html",
        "/{1}/%2e%2e/{2}/index.html",
        "/{1}/..%2f{2}/index.html",
        "/{3}/index.html",
        "/{4}/index.html",
        "/{0}%2findex.html",
        "/{0}/index.html%00.css",
        "/{0}/index.html;x=.css",
        "/{0}/index.html/x.css",
        "/{0}/index.html?/playbook/",
        "/{0}/index.html#/playbook/",
        "/%2{5}/index.html",
        "/baseline-may-read",
        "/site/{0}/index.html",
        "/../versions/0001/{0}/index.html",
        "/versions/0001/{0}/index.html",
        "/..%2fversions/0001.json",
    ],
)
def test_no_way_of_writing_an_address_opens_another_team_s_page(
    served: Served, trick: str
) -> None:
    other, own = served.folders[VACCINES], served.folders[ONCOLOGY]
    path = trick.format(
        other,
        own,
        other.rpartition("/")[2],
        other.upper(),
        other.title(),
        other,
    )
    for who in ("", "oncology"):
        status, _, body = served.get(path, who)
        assert status not in {200, 206}, (path, who)
        assert b"pb-n" not in body
        assert b"Vaccine alliances" not in body


def test_an_address_without_its_letters_leads_nowhere(served: Served) -> None:
    for path in ("/teams/oncology/index.html", "/leaders/index.html", "/teams/"):
        assert served.get(path, "leaders")[0] == 404


def test_what_nobody_is_named_for_is_not_there(served: Served) -> None:
    for path in ("/x", "/.git/config", "/teams", "/versions/0001.json", "/.hidden"):
        assert served.get(path, "leaders")[0] == 404


def test_every_answer_says_what_a_browser_must_not_do(served: Served) -> None:
    page = f"/{served.folders[ONCOLOGY]}/index.html"
    for path, who in (
        ("/playbook/index.html", ""),
        (page, "oncology"),
        (page, ""),
        ("/nowhere", ""),
    ):
        _, headers, _ = served.get(path, who)
        assert headers["x-robots-tag"] == "noindex, nofollow, noarchive", path
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]
    assert served.get(page, "oncology")[1]["cache-control"] == "no-store"
    assert served.get("/playbook/index.html")[1]["cache-control"] == "no-cache"


def test_a_page_with_results_is_never_answered_from_what_a_browser_kept(
    served: Served,
) -> None:
    page = f"/{served.folders[ONCOLOGY]}/index.html"
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
    connection.request(
        "GET", page, headers={"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    )
    assert connection.getresponse().status == 401
    connection.close()


def test_the_policy_names_every_script_that_stands_in_a_page(
    site_of_example: Site,
) -> None:
    scripts = inline_scripts(site_of_example.dist)
    assert 0 < len(scripts) < 20
    text = policy(scripts)
    assert "'unsafe-inline'" not in text.partition("style-src")[0]
    assert all(script in text for script in scripts)


@pytest.mark.browser
def test_pages_work_under_the_policy(served: Served, browser: Any) -> None:
    """Search, dark mode and charts: the console stays empty."""
    page = browser.new_context(extra_http_headers={"Cookie": "who=oncology"}).new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    base = f"http://127.0.0.1:{served.port}"
    for path in ("/playbook/index.html", f"/{served.folders[ONCOLOGY]}/index.html"):
        page.goto(base + path, wait_until="networkidle")
        page.keyboard.press("s")
        page.keyboard.type("risk register")
        page.wait_for_selector(".md-search-result__item")
    assert [line for line in said if "Content Security Policy" in line] == []
