"""The report in the browser of this machine: what is shown, when it is scored again, who is
refused, and how it ends."""

import contextlib
import http.client
import json
import select
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from types import SimpleNamespace

import pytest

from evalkit.model.errors import NothingMatched
from evalkit.serve import server
from evalkit.serve.latest import Latest, Shown
from evalkit.serve.server import Server
from evalkit.session import Session
from evalkit.session.settings import Settings

EVALKIT = [sys.executable, "-c", "from evalkit.__main__ import main; main()"]
GOOD = "id: good\nname: Good\ncountry: KR\nobject_type: program\n"
OTHER = GOOD.replace("good", "other").replace("Good", "Other")
BAD = GOOD.replace("object_type: program", "object_type: progam")
OVERLAY = """overlays: good
exports: {x: {scope: sector, from: 2011, to: 2011, top5: .5, evidence: o1}}
sources: {s: {kind: statistics, cite: S, year: 2011}}
evidence: {o1: {source: s, at: p. 1, claim: outcome, says: Half went to five.}}
"""
PATIENCE = 60
"""Seconds after which a test gives up waiting for what has to come."""


class Served:
    """A running `evalkit serve`, and a browser that asks it."""

    def __init__(self, *arguments, cwd):
        self.process = subprocess.Popen(
            [*EVALKIT, "serve", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=cwd,
        )
        self.said = self.process.stdout.readline()
        self.port = int(
            self.said.partition("http://127.0.0.1:")[2].partition("/")[0] or 0
        )

    def ask(self, path, method="GET", **headers):
        """Status, headers and text of an answer."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=PATIENCE
        )
        connection.request(
            method, path, headers={"Host": f"127.0.0.1:{self.port}", **headers}
        )
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, dict(answer.getheaders()), text

    @property
    def report(self):
        return self.ask("/report")[2]

    @property
    def state(self):
        return json.loads(self.ask("/state")[2])

    def until(self, condition):
        """The state for which a condition holds, waited for."""
        end = time.monotonic() + PATIENCE
        while not condition(state := self.state):
            assert time.monotonic() < end, state
            time.sleep(0.05)
        return state

    def end(self, how=signal.SIGINT):
        """Exit code and standard error."""
        self.process.send_signal(how)
        error = self.process.communicate(timeout=PATIENCE)[1]
        return self.process.returncode, error


@pytest.fixture
def serve(tmp_path):
    """Start the command in a folder, on any free port, and end it with the test."""
    running = []

    def start(*arguments, port=0):
        running.append(Served(*arguments, "--port", port, cwd=tmp_path))
        return running[-1]

    yield start
    for each in running:
        if each.process.poll() is None:
            each.process.kill()
        each.process.communicate()


@pytest.fixture(scope="module")
def steady(tmp_path_factory):
    """One server for the tests that change nothing."""
    folder = tmp_path_factory.mktemp("steady")
    (folder / "good.yaml").write_text(GOOD, encoding="utf-8")
    served = Served("good.yaml", "--port", 0, cwd=folder)
    yield served
    served.end()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "good.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "other.yaml").write_text(OTHER, encoding="utf-8")
    return tmp_path


def test_the_report_is_shown_in_a_frame_under_strict_rules(steady):
    assert (
        steady.said
        == f"the report is at http://127.0.0.1:{steady.port}/ until Ctrl-C\n"
    )
    for path, kind in [
        ("/", "text/html; charset=utf-8"),
        ("/frame.js", "text/javascript; charset=utf-8"),
        ("/frame.css", "text/css; charset=utf-8"),
        ("/icon.svg", "image/svg+xml"),
        ("/report", "text/html; charset=utf-8"),
        ("/state", "application/json"),
    ]:
        status, headers, text = steady.ask(path)
        assert (status, headers["Content-Type"]) == (200, kind) and text
        assert (
            headers["X-Content-Type-Options"] == "nosniff"
            and headers["Referrer-Policy"] == "no-referrer"
        )
        assert (
            headers["Cache-Control"] == "no-store"
            and headers["Cross-Origin-Resource-Policy"] == "same-origin"
        )
        assert (
            "frame-ancestors 'self'" in headers["Content-Security-Policy"]
            or path != "/report"
        )
        assert (
            "default-src 'none'" in headers["Content-Security-Policy"]
            or path == "/report"
        )
        length = headers["Content-Length"]
        status, headers, nothing = steady.ask(path, "HEAD")
        assert (status, headers["Content-Length"], nothing) == (200, length, "")
    assert (
        "'unsafe" not in steady.ask("/")[1]["Content-Security-Policy"]
        and "<iframe" in steady.ask("/")[2]
    )
    assert "good" in steady.report and steady.state["faults"] == ""


def test_a_changed_file_is_scored_again(serve, folder):
    served = serve("good.yaml")
    before = served.state
    # as many bytes
    (folder / "good.yaml").write_text(
        GOOD.replace("id: good", "id: gold"), encoding="utf-8"
    )
    served.until(lambda state: state["report"] != before["report"])
    assert "gold" in served.report


def test_several_programs_stand_side_by_side_where_they_may_be_compared(serve, folder):
    served = serve(".")
    assert "good" in served.report and "other" in served.report
    (folder / "new.yaml").write_text(GOOD.replace("good", "late"), encoding="utf-8")
    served.until(lambda state: "late" in served.report)
    (folder / "made.yaml").write_text(
        GOOD.replace("good", "made-up") + "synthetic: true\n", encoding="utf-8"
    )
    # no comparison any more, but cards
    served.until(lambda state: "made-up" in served.report)


def test_faults_stand_above_the_last_good_card_until_the_file_is_mended(serve, folder):
    served = serve("good.yaml", "other.yaml")
    before = served.state
    (folder / "good.yaml").write_text(BAD, encoding="utf-8")
    state = served.until(lambda state: "EK205" in state["faults"])
    assert state["older"] == ["good.yaml"] and state["report"] == before["report"]
    assert state["faults"].startswith(
        "good.yaml:4:14: error[EK205] 'progam' is not a word that this field takes\n  4 |"
        " object_type: progam\n                   ^^^^^^\n  help: "
    )
    assert state["faults"].endswith("error: good.yaml: 1 fault\n")
    (folder / "good.yaml").write_text(GOOD, encoding="utf-8")
    assert served.until(lambda state: not state["faults"]) == before


def test_what_is_broken_from_the_start_is_shown_once_it_is_mended(serve, folder):
    (folder / "good.yaml").write_text(BAD, encoding="utf-8")
    served = serve("good.yaml")
    assert (
        served.state["report"] is None
        and "EK205" in served.state["faults"]
        and served.ask("/report")[0] == 404
    )
    (folder / "good.yaml").write_text(GOOD, encoding="utf-8")
    served.until(lambda state: state["report"])
    assert "good" in served.report


def test_a_rubric_that_breaks_leaves_the_last_report_and_a_new_one_leaves_no_card_of_the_old(
    serve, folder
):
    subprocess.run(
        [*EVALKIT, "new", "rubric", "mine"], cwd=folder, check=True, capture_output=True
    )
    rubric = (folder / "mine.yaml").read_text(encoding="utf-8")
    (folder / "good.yaml").write_text(BAD, encoding="utf-8")
    served = serve("good.yaml", "other.yaml", "--rubric", "mine.yaml")
    assert "EK205" in served.state["faults"]
    (folder / "good.yaml").write_text(GOOD, encoding="utf-8")
    before = served.until(lambda state: not state["faults"])
    (folder / "mine.yaml").write_text(rubric + "oddity: 1\n", encoding="utf-8")
    state = served.until(lambda state: "mine.yaml:" in state["faults"])
    assert (state["report"], state["older"]) == (
        before["report"],
        ["good.yaml", "other.yaml"],
    )
    (folder / "good.yaml").write_text(BAD, encoding="utf-8")
    (folder / "mine.yaml").write_text(
        rubric.replace('edition: "', 'edition: "9'), encoding="utf-8"
    )
    state = served.until(
        lambda state: (
            "good.yaml:" in state["faults"] and "mine.yaml:" not in state["faults"]
        )
    )
    assert state["older"] == [] and "other" in served.report


def test_a_plugin_that_is_a_package_is_read_again_with_all_its_modules(serve, folder):
    (folder / "mine").mkdir()
    (folder / "mine" / "__init__.py").write_text(
        "from evalkit.plugin import hookimpl\nfrom .made import made\n\n@hookimpl\ndef"
        " evalkit_evaluators():\n    return made()\n"
    )
    (folder / "mine" / "made.py").write_text("def made():\n    return []\n")
    served = serve("good.yaml", "--plugin", "mine/__init__.py")
    assert served.state["faults"] == ""
    (folder / "mine" / "made.py").write_text("def made():\n    return 1 / 0\n")
    state = served.until(lambda state: state["faults"])
    assert (
        "plugin mine" in state["faults"]
        and "ZeroDivisionError" in state["faults"]
        and state["older"] == ["good.yaml"]
    )
    (folder / "mine" / "made.py").write_text("def made():\n    return [][:0]\n")
    served.until(lambda state: not state["faults"])


@pytest.mark.parametrize(
    "hosts",
    [
        ["evil.example"],
        ["evil.example:{port}"],
        ["127.0.0.1"],
        ["127.0.0.1:1"],
        ["127.0.0.1.evil.example:{port}"],
        [],
        ["127.0.0.1:{port}"] * 2,
    ],
    ids=str,
)
def test_other_hosts_are_refused(steady, hosts):
    connection = http.client.HTTPConnection("127.0.0.1", steady.port, timeout=PATIENCE)
    connection.putrequest("GET", "/report", skip_host=True)
    for host in hosts:
        connection.putheader("Host", host.format(port=steady.port))
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 421 and b"good" not in answer.read()
    assert steady.ask("/report", Host=f"LOCALHOST:{steady.port}")[0] == 200


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"]
)
def test_nothing_can_be_sent(steady, method):
    status, headers, text = steady.ask("/report", method)
    assert (
        status in (405, 501) and "good" not in text and headers["Connection"] == "close"
    )
    assert headers["X-Content-Type-Options"] == "nosniff" and (
        status == 501 or headers["Allow"] == "GET, HEAD"
    )


@pytest.mark.parametrize(
    "path",
    [
        "/good.yaml",
        "/../good.yaml",
        "/%2e%2e/good.yaml",
        "/..%2fserver.py",
        "/server.py",
        "//etc/passwd",
        "/frame.js/../server.py",
        "http://evil.example/report",
        "/favicon.ico",
    ],
)
def test_no_other_path_is_answered(steady, path):
    status, headers, text = steady.ask(path)
    assert (status, headers["Content-Type"], text) == (
        404,
        "text/plain; charset=utf-8",
        "404 Not Found\n",
    )


def test_only_this_machine_can_reach_it(steady):
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", steady.port), timeout=PATIENCE)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly_and_frees_its_port(serve, folder, how):
    served = serve("good.yaml")
    # as a browser keeps it
    idle = http.client.HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE)
    idle.request("GET", "/state")
    idle.getresponse().read()
    assert served.end(how) == (0, "")
    idle.close()
    again = serve("good.yaml", port=served.port)
    assert (again.port, again.ask("/state")[0]) == (served.port, 200)


def test_a_request_that_comes_byte_by_byte_is_given_up(folder, monkeypatch):
    monkeypatch.setattr(server, "WHOLE", 1)
    with listening(Shown(b"page")) as (made, connect):
        slow, began = connect(), time.monotonic()
        slow.sendall(b"GET /state HTTP/1.1\r\nX: ")
        with pytest.raises(OSError):
            while time.monotonic() < began + PATIENCE:
                slow.sendall(b"x")
                if select.select([slow], [], [], 0.05)[0] and not slow.recv(1):
                    raise ConnectionResetError("given up")
        # between two requests it may wait longer than one request may take
        patient = connect()
        for wait in (0, 1.3):
            time.sleep(wait)
            request = f"GET /state HTTP/1.1\r\nHost: 127.0.0.1:{made.server_address[1]}\r\n\r\n"
            patient.sendall(request.encode())
            response = http.client.HTTPResponse(patient)
            response.begin()
            assert response.status == 200 and response.read()


def test_an_answer_that_is_not_read_is_given_up(folder, monkeypatch):
    monkeypatch.setattr(server, "WHOLE", 0.5)
    before = answering()  # of a test that ended before they did
    with listening(Shown(b"x" * (64 << 20))) as (made, connect):
        deaf, host = connect(), f"127.0.0.1:{made.server_address[1]}"
        deaf.sendall(f"GET /report HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        assert deaf.recv(9) == b"HTTP/1.1 "
        end = time.monotonic() + PATIENCE
        while answering() - before and time.monotonic() < end:
            time.sleep(0.05)
        assert not answering() - before


def answering():
    """The threads that answer a browser."""
    return {
        thread for thread in threading.enumerate() if "process_request" in thread.name
    }


def test_as_many_browsers_as_there_are_tabs_can_connect_at_once(folder):
    # it listens and accepts nothing yet
    made = Server(0, SimpleNamespace(shown=Shown(b"page")))
    waiting = []
    try:
        for _ in range(100):
            waiting.append(
                socket.create_connection(made.server_address, timeout=PATIENCE)
            )
    finally:
        made.server_close()
        for connection in waiting:
            connection.close()
    assert len(waiting) == 100


@contextlib.contextmanager
def listening(shown):
    """A server in this process, and a function that connects to it."""
    with (
        Server(0, SimpleNamespace(shown=shown)) as made,
        contextlib.ExitStack() as opened,
    ):
        threading.Thread(target=made.serve_forever, args=[0.01], daemon=True).start()

        def connect():
            connection = socket.create_connection(made.server_address, timeout=PATIENCE)
            return opened.enter_context(connection)

        yield made, connect
        made.shutdown()


BROKEN = {
    "overlay.yaml": b"overlays: KR-GSBC\nsources: {}\n",
    "latin.yaml": b"id: caf\xe9\n",
    "nothing.json": b"",
    "bare.yaml": b"codes: [\n",
    "good.ben.yaml": b"codes: 1\n",
}
"""Files that cannot be read, by their names in the folder."""


@pytest.mark.thorough
@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("first", [True, False], ids=["from the start", "later"])
def test_a_broken_file_in_the_folder_costs_itself_and_no_renewal(
    serve, folder, name, first
):
    if first:
        (folder / name).write_bytes(BROKEN[name])
    served = serve(".")
    (folder / name).write_bytes(BROKEN[name])
    (folder / "other.yaml").write_text(
        OTHER.replace("Other", "Another one"), encoding="utf-8"
    )
    served.until(lambda state: "Another one" in served.report)
    (folder / name).unlink()
    served.until(lambda state: not state["faults"] and not state["older"])
    assert served.end() == (0, "")


@pytest.mark.parametrize("text", ["overlays: KR-GSBC\n", "overlays: [\n", ""], ids=repr)
def test_an_overlay_that_is_broken_from_the_start_is_shown_once_it_is_mended(
    serve, folder, text
):
    (folder / "lay.yaml").write_text(text, encoding="utf-8")
    served = serve("good.yaml", "--overlay", "lay.yaml")
    assert served.state["report"] is None and "lay.yaml:" in served.state["faults"]
    assert "evalkit failed" not in served.state["faults"]
    (folder / "lay.yaml").write_text(OVERLAY, encoding="utf-8")
    served.until(lambda state: state["report"] and not state["faults"])


def test_a_port_that_is_taken_is_named(serve, folder):
    first = serve("good.yaml")
    second = serve("good.yaml", port=first.port)
    error = second.process.communicate(timeout=PATIENCE)[1]
    assert (
        second.process.returncode == 2
        and second.said == ""
        and "Traceback" not in error
    )
    assert (
        f"port in use: {first.port}; name another one with --port N, or any that is free with"
        " --port 0" in " ".join(error.split())
    )
    assert first.ask("/state")[0] == 200


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["-"], 2, "standard input cannot change: name a file, a folder or an id"),
        (["kr-gsb"], 5, "did you mean 'kr-gsbc'?"),
        (["good.yaml", "--rubric", "nothing"], 5, "there is no rubric 'nothing'"),
        (
            ["good.yaml", "--plugin", "nothing.py"],
            4,
            "there is no Python file at this path",
        ),
    ],
)
def test_what_no_file_can_mend_ends_it_at_once(serve, folder, arguments, code, message):
    served = serve(*arguments)
    error = served.process.communicate(timeout=PATIENCE)[1]
    assert (
        served.process.returncode == code
        and served.said == ""
        and message in error
        and "Traceback" not in error
    )


def test_a_folder_that_is_emptied_is_told(serve, folder):
    served = serve(".")
    (folder / "good.yaml").unlink()
    (folder / "other.yaml").unlink()
    state = served.until(lambda state: state["faults"])
    assert (
        state["faults"] == "error: there is no program in the folder .\n"
        and state["report"]
    )


HOSTILE = "<img src=x onerror=alert(1)></pre><script>alert(1)</script>\x1b[31m"


def test_texts_of_files_reach_the_browser_as_data_only(serve, folder):
    (folder / "good.yaml").write_text(
        f"{GOOD}{json.dumps(HOSTILE)}: 1\n", encoding="utf-8"
    )
    served = serve("good.yaml", "other.yaml")
    assert (
        "<script>alert(1)" in served.state["faults"]
        and "\x1b" not in served.state["faults"]
    )
    assert (
        "alert(1)" not in served.ask("/")[2]
        and served.ask("/state")[1]["Content-Type"] == "application/json"
    )


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed"
    )
    path = shutil.which("chromium") or pytest.skip("there is no chromium")
    with playwright.sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield made
        made.close()


def test_in_a_browser_the_reader_stays_where_she_is(browser):
    def page_with(words):
        return (
            f"<!doctype html><title>{words}</title><details><summary>a</summary>b</details><p"
            f" style=height:3000px>{words}".encode()
        )

    latest = SimpleNamespace(shown=Shown(page_with("first")))
    with Server(0, latest) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        page = browser.new_page(viewport={"width": 390, "height": 200})
        page.goto(f"{server.address}#w=1")
        report = page.frame_locator("iframe")
        report.locator("details").evaluate(
            "each => { each.open = true; scrollTo(0, 700); location.hash = '#w=2'; }"
        )
        page.wait_for_url("**/#w=2")
        latest.shown = Shown(page_with("second"), "a.yaml:1:1: a fault\n", ("a.yaml",))
        report.get_by_text("second").wait_for()
        page.frames[1].wait_for_load_state()
        page.locator("#faults").wait_for()
        assert report.locator("details").evaluate(
            "each => [each.open, scrollY, location.hash]"
        ) == [True, 700, "#w=2"]
        assert page.title().startswith("Faults: ")
        assert (
            page.locator("#older").inner_text()
            == "Cards that are older than their files: a.yaml"
        )
        page.evaluate("location.hash = '#w=3'")
        page.frames[1].wait_for_url("**/report#w=3")
        page.close()
        server.shutdown()


def test_in_a_browser_the_report_is_renewed_where_it_is_and_faults_are_text(
    serve, folder, browser
):
    served = serve("good.yaml")
    page = browser.new_page(viewport={"width": 390, "height": 200})
    told, asked = [], []
    page.on("console", lambda message: told.append(message.text))
    page.on("dialog", lambda dialog: told.append(dialog.message))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"http://127.0.0.1:{served.port}/#w=1")
    report = page.frame_locator("iframe").locator("body")
    report.get_by_text("good").locator("visible=true").first.wait_for()
    (folder / "good.yaml").write_text(
        GOOD.replace("id: good", "id: gold"), encoding="utf-8"
    )
    report.get_by_text("gold").locator("visible=true").first.wait_for()
    assert page.frames[1].url.endswith("/report#w=1") and page.url.endswith("/#w=1")
    assert page.locator("#faults").is_hidden() and page.locator("#gone").is_hidden()

    (folder / "good.yaml").write_text(
        f"{GOOD}{json.dumps(HOSTILE)}: 1\n", encoding="utf-8"
    )
    page.locator("#faults").wait_for()
    assert (
        "<script>alert(1)</script>" in page.locator("pre").inner_text()
        and "good.yaml" in page.locator("#older").inner_text()
    )
    assert (
        page.locator("#faults img, #faults script").count() == 0
        and report.get_by_text("gold").locator("visible=true").count()
    )
    (folder / "good.yaml").write_text(GOOD, encoding="utf-8")
    page.locator("#faults").wait_for(state="hidden")
    assert told == [] and {
        url.startswith(f"http://127.0.0.1:{served.port}/") for url in asked
    } == {True}
    served.end()
    page.locator("#gone").wait_for()
    page.close()


def test_any_failure_leaves_the_last_report_and_the_first_is_raised_unless_a_file_can_mend_it(
    folder,
):
    settings = [Settings()]
    latest = Latest(lambda: Session(settings[0]), [str(folder / "good.yaml")])
    latest.renew(first=True)
    good = latest.shown
    assert good.report and good.faults == ""
    settings[0] = Settings("nothing")
    latest.renew()
    assert latest.shown.report == good.report and latest.shown.faults.startswith(
        "error: there is no rubric 'nothing'; "
    )
    with pytest.raises(NothingMatched):
        latest.renew(first=True)
    settings[0] = None
    latest.renew()
    assert latest.shown.faults.startswith("error: evalkit failed: AttributeError: ")
