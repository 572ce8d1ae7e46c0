"""`fetch-images`: pictures of other hosts are brought into the newsroom, and nothing else is reached."""

import http.server
import ipaddress
import threading
import time
from collections.abc import Iterator
from functools import partial

import pytest

from goodnews.desk import download, foreign
from goodnews.desk.download import NotFetched, fetched, is_public
from goodnews.desk.foreign import Told, bring, places_of
from tests.builders import Room
from tests.photos import photo_file
from tests.shell import Shell

HERE = partial(fetched, allowed=lambda address: address.is_loopback)


class Host(http.server.ThreadingHTTPServer):
    """A host with some files; what is asked of it is written down."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.files: dict[str, bytes] = {}
        self.moved: dict[str, str] = {}
        self.asked: list[str] = []

    def handle_error(self, *_given: object) -> None:
        """Whoever asked has left."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answers(http.server.BaseHTTPRequestHandler):
    server: Host

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        if self.path == "/slow":
            time.sleep(1)
        if self.path == "/drip":
            self.wfile.write(b"HTTP/1.0 200 OK\r\n")
            for _byte in range(40):
                self.wfile.write(b"X")
                time.sleep(0.05)
            return
        if self.path == "/cut":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"x")
            return
        if self.path in self.server.moved:
            self.send_response(302)
            self.send_header("Location", self.server.moved[self.path])
            self.end_headers()
            return
        data = self.server.files.get(self.path)
        self.send_response(404 if data is None else 200)
        self.end_headers()
        self.wfile.write(data or b"")

    def log_message(self, *words: object) -> None:
        """Nothing at the terminal."""


@pytest.fixture
def host(tmp_path_factory) -> Iterator[Host]:
    with Host() as server:
        server.files["/a.jpg"] = photo_file("jpg")
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def told(room: Room) -> list[Told]:
    return list(bring(str(room.content), HERE))


def test_picture_of_a_text_and_of_its_header_are_brought_and_named_there(room: Room, host: Host):
    room.story(
        body=f"前。\n\n![渡口]({host.url}/a.jpg)\n\n后。", image=f"{{file: '{host.url}/b.png', alt: 船}}", title="带图"
    )
    host.files["/b.png"] = photo_file("png")
    files = [one.file for one in told(room)]
    assert files == ["images/2026/hotline-1.png", "images/2026/hotline-1.jpg"]
    text = (room.content / "stories/2026/hotline.md").read_text("utf-8")
    assert "![渡口](images/2026/hotline-1.jpg)" in text
    assert "{file: 'images/2026/hotline-1.png', alt: 船}" in text
    assert (room.content / files[1]).read_bytes() == host.files["/a.jpg"]
    room.build()
    assert told(room) == []


def test_every_other_byte_of_the_text_stays(room: Room, host: Host):
    path = room.story(body=f'一\u3000行。\r\n\r\n![甲]({host.url}/a.jpg "题")\r\n')
    before = path.read_bytes()
    told(room)
    assert path.read_bytes() == before.replace(f"{host.url}/a.jpg".encode(), b"images/2026/hotline-1.jpg")


def test_equal_bytes_are_kept_once_and_one_address_is_asked_once(room: Room, host: Host):
    host.files["/copy.jpg"] = host.files["/a.jpg"]
    room.write("images/2026/ours.jpg", host.files["/a.jpg"])
    room.story("one", f"![甲]({host.url}/a.jpg)\n\n![乙]({host.url}/a.jpg)")
    room.story("two", f"![丙]({host.url}/copy.jpg)")
    assert [one.file for one in told(room)] == ["images/2026/ours.jpg"] * 3
    assert host.asked == ["/a.jpg", "/copy.jpg"]


def test_what_cannot_be_brought_is_told_and_the_rest_comes(room: Room, host: Host):
    host.files["/x.svg"] = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    path = room.story(body=f"![甲]({host.url}/gone.jpg)\n\n![乙]({host.url}/x.svg)\n\n![丙]({host.url}/a.jpg)")
    gone, drawing, good = told(room)
    assert (gone.file, gone.said, gone.place.line) == ("", "the server answers HTTP 404", 9)
    assert (drawing.file, drawing.said) == ("", "found a broken picture, expected a picture that opens")
    assert good.file == "images/2026/hotline-1.jpg"
    assert f"{host.url}/gone.jpg" in path.read_text("utf-8")


def test_text_that_changed_meanwhile_is_left(room: Room, host: Host):
    path = room.story(body=f"![甲]({host.url}/a.jpg)")

    def fetch(url: str) -> bytes:
        path.write_text(path.read_text("utf-8") + "改了。\n", "utf-8")
        return HERE(url)

    (one,) = bring(str(room.content), fetch)
    assert (one.file, "has changed meanwhile" in one.said) == ("", True)
    assert "改了。" in path.read_text("utf-8") and host.url in path.read_text("utf-8")


def test_a_full_disk_loses_nothing(room: Room, host: Host, monkeypatch: pytest.MonkeyPatch):
    path = room.story(body=f"![甲]({host.url}/a.jpg)")
    before = path.read_bytes()

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(foreign, "write_whole", full)
    with pytest.raises(OSError, match="No space"):
        told(room)
    assert path.read_bytes() == before
    monkeypatch.undo()
    assert told(room)[0].file == "images/2026/hotline-1.jpg"


def test_a_picture_left_by_a_kill_is_taken_by_the_next_run(room: Room, host: Host, monkeypatch: pytest.MonkeyPatch):
    room.story(body=f"![甲]({host.url}/a.jpg)")

    def killed(*_given: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr("goodnews.desk.mending.write", killed)
    with pytest.raises(KeyboardInterrupt):
        told(room)
    monkeypatch.undo()
    assert told(room)[0].file == "images/2026/hotline-1.jpg"
    assert len(list((room.content / "images").rglob("*.jpg"))) == 1


@pytest.mark.parametrize("picture", ["![字][B  b]", "![b B][]", "![b b]", "> ![字][b b] 和 [一页](https://n.example/)"])
@pytest.mark.parametrize("line", ["[b b]: {}", "[B b]: <{}> '题'", "  [b b]:   {}", "［b b］：{}"])
def test_picture_that_a_line_below_gives_the_address_of_is_brought(room: Room, host: Host, picture: str, line: str):
    host.files["/a.jpg"] = photo_file("jpg")
    room.story("hotline", f"{picture}\n\n{line.format(host.url + '/a.jpg')}\n")
    assert [one.file for one in told(room)] == ["images/2026/hotline-1.jpg"]
    text = (room.content / "stories/2026/hotline.md").read_text("utf-8")
    assert text.endswith(f"{picture}\n\n{line.format('images/2026/hotline-1.jpg')}\n\n")
    assert room.check().stories


@pytest.mark.parametrize(
    "body",
    [
        "[一页][b]\n\n[b]: https://n.example/a.jpg",
        "![字][b]和[一页][b]\n\n[b]: https://n.example/a.jpg",
        "`![字][b]`\n\n[b]: https://n.example/a.jpg",
        "![字][b]\n\n[c]: https://n.example/a.jpg",
        "![字][b]\n\n[b]: images/a.jpg",
    ],
)
def test_line_that_gives_the_address_of_a_link_stays(body: str):
    assert list(places_of("a.md", f"---\ntitle: 甲\n---\n{body}\n")) == []


@pytest.mark.parametrize(
    "body",
    ["`![x](https://n.example/a.jpg)`", "```\n![x](https://n.example/a.jpg)\n```", "[x](https://n.example/a.jpg)"],
)
def test_code_and_links_are_no_pictures(body: str):
    assert list(places_of("a.md", f"---\ntitle: 甲\n---\n{body}\n")) == []


# --- What is reached


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
        ),
        *("255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::"),
    ],
)
def test_machines_of_private_networks_are_not_asked(address: str):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1111", "64:ff9b::5db8:d70e"])
def test_machines_of_the_open_internet_are(address: str):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "127.1"])
def test_this_machine_is_not_asked_by_any_of_its_names(host: Host, name: str):
    with pytest.raises(NotFetched):
        fetched(f"http://{name}:{host.server_port}/a.jpg")
    assert host.asked == []


def test_a_redirect_is_checked_like_an_address(host: Host):
    host.moved["/to"] = f"http://localhost:{host.server_port}/a.jpg"
    answers = iter([True, False])
    with pytest.raises(NotFetched, match="localhost is a machine of a private network"):
        fetched(f"{host.url}/to", allowed=lambda address: next(answers, False))
    assert host.asked == ["/to"]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://n.example/a", "http://user:x@127.0.0.1/a"])
def test_a_redirect_to_anything_else_ends_there(host: Host, target: str):
    host.moved["/to"] = target
    with pytest.raises(NotFetched, match="it is not a web address"):
        HERE(f"{host.url}/to")


def test_redirects_in_a_circle_end(host: Host):
    host.moved["/to"] = "/to"
    with pytest.raises(NotFetched, match="too often"):
        HERE(f"{host.url}/to")
    assert len(host.asked) == download.REDIRECTS + 1


def test_a_file_too_large_slow_or_cut_off_is_not_taken(host: Host, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(NotFetched, match="more than 0 MB"):
        HERE(f"{host.url}/a.jpg", largest=10)
    with pytest.raises(NotFetched, match=r"broke off|no connection"):
        HERE(f"{host.url}/cut")
    monkeypatch.setattr(download, "PATIENCE", 0.2)
    with pytest.raises(NotFetched, match="too slow"):
        HERE(f"{host.url}/slow")


def test_a_host_that_answers_byte_by_byte_is_left(host: Host):
    began = time.monotonic()
    with pytest.raises(NotFetched):
        HERE(f"{host.url}/drip", whole=0.3)
    assert time.monotonic() - began < 1.5


@pytest.mark.parametrize(
    "url", ["http://", "http:///a", "http://a b/", "http://[::1", "gopher://a/", "http://a:99999/"]
)
def test_what_is_no_address_is_told(url: str):
    with pytest.raises(NotFetched):
        fetched(url)


# --- At the terminal


def test_command_tells_what_it_could_not_bring(shell: Shell, host: Host):
    shell.desk.story(body=f"正文。\n\n![甲]({host.url}/a.jpg)")
    done = shell.run("fetch-images", "--dry-run")
    line = f"content/stories/2026/hotline.md:11: {host.url}/a.jpg"
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{line}\n1 picture of another host\n"
    done = shell.run("fetch-images")
    assert done.returncode == 1
    assert done.stderr == f"{line}: 127.0.0.1 is a machine of a private network\n1 left as it is\n"
    assert done.stdout == "0 pictures brought\n"
    assert host.asked == []
