import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn

from generator.errors import Exit, Problem, Problems
from generator.website.preview import Preview, banner, preview_app, serve

PAGE = '<!doctype html><html lang="en"><body><p>{}</p></body></html>'


class Site:
    """A stand-in for a project: one file, built by copying it into a page."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.source = root / "frameworks" / "x.yaml"
        self.dist = root / "dist"
        self.source.parent.mkdir(parents=True)
        self.write("first")

    def write(self, text: str) -> None:
        self.source.write_text(text, encoding="utf-8")

    def rebuild(self) -> None:
        text = self.source.read_text(encoding="utf-8")
        if "broken" in text:
            raise Problems(
                [
                    Problem(
                        "frameworks/x.yaml", 3, 7, "bad-key", "<b> is odd", "do it"
                    ),
                    Problem("frameworks/x.yaml", 9, 1, "bad-key", "so is c"),
                ]
            )
        if "fault" in text:
            raise ZeroDivisionError("oops")
        self.dist.mkdir(exist_ok=True)
        (self.dist / "index.html").write_text(PAGE.format(text), encoding="utf-8")
        (self.dist / "style.css").write_text("p {}", encoding="utf-8")


@contextmanager
def shown(site: Site) -> Iterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))
    preview = Preview(site.root, site.dist, site.rebuild)
    preview.build()
    server = uvicorn.Server(
        uvicorn.Config(
            preview_app(preview),
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=1,
        )
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "a project")


def get(url: str, path: str = "/", **more: str) -> httpx.Response:
    return httpx.get(url + path, headers=more, timeout=10)


def eventually(check: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not check():
        assert time.monotonic() < end, "it did not happen within ten seconds"
        time.sleep(0.05)


def test_an_edit_is_on_the_page_and_the_browser_is_told(site: Site) -> None:
    with shown(site) as url:
        assert "first" in get(url).text
        seen = get(url).text.split('data-seen="')[1].split('"')[0]
        told: list[str] = []

        def listen() -> None:
            with httpx.stream(
                "GET", f"{url}/__preview/events?seen={seen}", timeout=20
            ) as stream:
                told.extend(line for line in stream.iter_lines() if line)

        listener = threading.Thread(target=listen)
        listener.start()
        time.sleep(0.3)
        site.write("second")
        listener.join(timeout=15)
        assert told == ["retry: 500", 'data: {"number": 2}']
        assert "second" in get(url).text


def test_a_broken_file_keeps_the_last_good_page_and_shows_every_problem(
    site: Site,
) -> None:
    with shown(site) as url:
        site.write("broken")
        eventually(lambda: "pb-preview" in get(url).text)
        text = get(url).text
        assert "<p>first</p>" in text
        assert "2 problems: this page is older than your files" in text
        assert "<code>frameworks/x.yaml:3:7</code> <code>bad-key</code>" in text
        assert "&lt;b&gt; is odd" in text
        assert 'role="alert"' in text
        site.write("mended")
        eventually(lambda: "mended" in get(url).text)
        assert "pb-preview" not in get(url).text


def test_files_broken_from_the_start_give_a_page_with_the_problems(
    site: Site,
) -> None:
    site.write("broken")
    with shown(site) as url:
        answer = get(url)
        assert answer.status_code == 404
        assert "There is no site yet" in answer.text
        assert "so is c" in answer.text
        site.write("good")
        eventually(lambda: get(url).status_code == 200)


def test_a_fault_of_the_program_does_not_end_the_preview(
    site: Site, capfd: pytest.CaptureFixture[str]
) -> None:
    with shown(site) as url:
        site.write("fault")
        eventually(lambda: "preview-fault" in get(url).text)
        assert "<p>first</p>" in get(url).text
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_files_are_served_with_their_kind_and_nothing_outside(site: Site) -> None:
    (site.root / "secret.txt").write_text("secret")
    with shown(site) as url:
        assert get(url, "/style.css").headers["content-type"].startswith("text/css")
        for path in (
            "/../secret.txt",
            "/%2e%2e/secret.txt",
            "/..%2fsecret.txt",
            "//etc/passwd",
        ):
            answer = get(url, path)
            assert answer.status_code == 404
            assert "secret" not in answer.text.replace(path, "")


def test_another_host_name_is_refused(site: Site) -> None:
    with shown(site) as url:
        assert get(url, host="evil.example").status_code == 400


def test_an_occupied_port_is_named_with_what_to_do(site: Site) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Problems) as refused:
            serve(site.root, site.dist, site.rebuild, port=port)
    assert refused.value.problems[0].code == "port-not-free"
    assert "--port" in refused.value.problems[0].hint
    assert refused.value.exit_code == Exit.MACHINE


def test_no_problems_make_no_banner() -> None:
    assert banner(()) == ""


@pytest.mark.parametrize(
    "path",
    [
        "/a%00b",
        "/" + "a" * 3000,
        "/../frameworks/x.yaml",
        "/%2e%2e/frameworks/x.yaml",
        "/%252e%252e/frameworks/x.yaml",
        "/..%2fframeworks%2fx.yaml",
        "//etc/passwd",
    ],
)
def test_an_address_that_is_no_page_is_not_found(site: Site, path: str) -> None:
    with shown(site) as url:
        answer = get(url, path)
    assert answer.status_code == 404
    assert "There is no such page." in answer.text


def test_a_folder_never_leads_to_another_machine(site: Site) -> None:
    (site.dist / "teams").mkdir(parents=True)
    with shown(site) as url:
        answer = get(url, f"/{site.dist.resolve().as_posix()}/teams")
    assert answer.headers["location"] == "/teams/"


@pytest.mark.parametrize("seen", ["%C2%B2", "9" * 5000])
def test_an_odd_count_of_builds_is_not_believed(site: Site, seen: str) -> None:
    with (
        shown(site) as url,
        httpx.stream("GET", f"{url}/__preview/events?seen={seen}", timeout=10) as got,
    ):
        assert got.status_code == 200
