"""What a deployer may set: what can't be used is told in one line, before anything is served."""

import logging
import subprocess
import sys

import pytest
from conftest import free_port, serving
from planting import KNEE, ROOT, copied

from pwa import create_app
from pwa import serving as server
from pwa.settings import SettingError, address, hosts, ip

NAMES = '["host", …] as JSON, with names such as guide.example.org'
ADDRESS = "an address such as https://guide.example.org"
REFUSED = {
    "BASE_URL=123": f"found 123, expected {ADDRESS}",
    "BASE_URL=null": f"found null, expected {ADDRESS}",
    "BASE_URL=guide.example.org": f"found 'guide.example.org', expected {ADDRESS}",
    "BASE_URL=/guide/": f"found '/guide/', expected {ADDRESS}",
    "BASE_URL=https://host:abc": f"found 'https://host:abc', expected {ADDRESS}",
    "BASE_URL=https://host\n": f"found 'https://host\\n', expected {ADDRESS}",
    "HOSTS=guide.example": f"found 'guide.example', expected {NAMES}",
    "HOSTS=5": f"found 5, expected {NAMES}",
    "HOSTS=[1]": f"found [1], expected {NAMES}",
    "HOSTS=null": f"found null, expected {NAMES}",
    'HOSTS=[""]': f'found [""], expected {NAMES}',
    'HOSTS=["https://клиника.рф"]': f'found ["https://клиника.рф"], expected {NAMES}',
    'HOSTS=["guide.example/"]': f'found ["guide.example/"], expected {NAMES}',
    'HOSTS=["*.example"]': f'found ["*.example"], expected {NAMES}',
    'HOSTS=["[2001:db8::1]"]': f'found ["[2001:db8::1]"], expected {NAMES}',
    "VERSIONS=true": "found true, expected the path of a folder",
    "CONTENT=1": "found 1, expected a folder that is there",
    "CONTENT=": "found '', expected a folder that is there",
    "CONTENT=/no/where": "found '/no/where', expected a folder that is there",
    "TRANSLATIONS=[]": "found [], expected a folder that is there",
    "COUNTRY=1": "found 1, expected a country such as GB",
    "OFFLINE=False": "found 'False', expected true or false",
    "OFFLINE=0": "found 0, expected true or false",
    "WARM=yes": "found 'yes', expected true or false",
}


@pytest.mark.parametrize("given", REFUSED)
def test_a_setting_that_would_be_misread_is_refused_in_one_line(monkeypatch, given):
    name, _, value = given.partition("=")
    monkeypatch.setenv(f"GUIDE_{name}", value)
    with pytest.raises(SettingError) as refused:
        create_app()
    assert str(refused.value) == f"GUIDE_{name}: {REFUSED[given]}"
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BASE_URL", ""),
        ("BASE_URL", "https://guide.example:8443/spine/"),
        ("HOSTS", "[]"),
        ("HOSTS", '["guide.example", ".example.org", "клиника.рф", "192.0.2.1:8000"]'),
        ("VERSIONS", ""),
        ("VERSIONS", "null"),
        ("COUNTRY", ""),
        ("OFFLINE", "false"),
    ],
)
def test_a_setting_that_can_be_used_is(monkeypatch, name, value):
    monkeypatch.setenv(f"GUIDE_{name}", value)
    assert create_app(knee(KNEE)).test_client().get("/en/").status_code == 200


def knee(folder) -> dict[str, object]:
    return {"CONTENT": folder / "content", "TRANSLATIONS": folder / "translations"}


def test_a_country_that_the_guide_does_not_know_is_a_setting_too():
    with pytest.raises(SettingError, match=r"GUIDE_COUNTRY: emergency\.yaml knows no country 'XX'"):
        create_app({**knee(KNEE), "COUNTRY": "XX"})


@pytest.mark.parametrize("host", ["Guide.Example", "guide.example:8443"])
def test_a_host_is_known_however_it_is_written(host):
    client = create_app({**knee(KNEE), "HOSTS": [host]}).test_client()
    assert client.get("/en/", headers={"Host": "guide.example"}).status_code == 200


@pytest.mark.parametrize("setting", ["GUIDE_BASE_URL=123", "GUIDE_COUNTRY=XX"])
@pytest.mark.parametrize("start", ["import server", "from pwa.cli import main; main(['serve'])"])
def test_either_way_to_start_tells_it_in_one_line(monkeypatch, tmp_path, setting, start):
    monkeypatch.setenv(*setting.split("="))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    done = subprocess.run(
        [sys.executable, "-c", start], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    (line,) = done.stderr.splitlines()
    assert done.returncode
    assert setting.partition("=")[2] in line


# --- on the command line ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "origin", "path"),
    [
        ("/", "", "/"),
        ("", "", "/"),
        ("/spine", "", "/spine/"),
        ("https://host", "https://host", "/"),
        ("https://host:8080/", "https://host:8080", "/"),
        ("http://192.0.2.1/a", "http://192.0.2.1", "/a/"),
        ("http://[::1]:8000/a", "http://[::1]:8000", "/a/"),
        ("https://host/a/b-c_d.e~f/", "https://host", "/a/b-c_d.e~f/"),
    ],
)
def test_an_address_can_be_written_in_several_ways(given, origin, path):
    assert (address(given).origin, address(given).path) == (origin, path)


@pytest.mark.parametrize(
    "given",
    [
        "nonsense",
        "host/spine",
        "//host/spine",
        "https://host:abc/x",
        "https://host:99999999/x",
        "https://host:0/",
        "https://host:65536/",
        "https://host:/",
        "https://[:::/x",
        "https://[:::]/x",
        "https://192.0.2.999/",
        "https://ho..st/",
        "https://.host/",
    ],
)
def test_what_no_browser_could_open_is_no_address(given):
    with pytest.raises(ValueError, match="expected an address such as https://host/guide/") as told:
        address(given)
    assert f"found '{given}'" in str(told.value)


@pytest.mark.parametrize(
    ("given", "means"), [("127.0.0.1", "127.0.0.1"), ("::1", "::1"), ("[::1]", "::1"), ("::", "::")]
)
def test_an_address_to_listen_on_may_stand_in_brackets(given, means):
    assert ip(given) == means


@pytest.mark.parametrize("given", ["", "[", "localhost", "127.1", "0", "[127.0.0.1]", "fe80::1%a"])
def test_what_nobody_can_listen_on_is_refused(given):
    with pytest.raises(ValueError, match="expected an IP address such as "):
        ip(given)


def test_a_browser_is_given_an_address_of_ipv6_in_brackets():
    assert server.url("::1", 8000) == "http://[::1]:8000/"
    assert server.url("127.0.0.1", 80) == "http://127.0.0.1:80/"


@pytest.mark.parametrize("given", ["https://guide.example", "", "a b", f"{'x' * 64}.example"])
def test_a_host_that_no_request_could_name_is_refused(given):
    with pytest.raises(ValueError, match="expected a name such as "):
        hosts((given,))


# --- a language that is left out ----------------------------------------------------------------

LEFT_OUT = "fr: not published: signs or medicine steps are missing"


@pytest.fixture
def without_french(tmp_path):
    folder = copied(KNEE, tmp_path / "knee")
    (folder / "translations/fr/LC_MESSAGES/messages.po").unlink()
    return knee(folder)


def test_the_log_names_a_language_that_is_left_out_and_says_how_to_see_why(without_french, caplog):
    with caplog.at_level(logging.WARNING):
        create_app(without_french)
    (told,) = caplog.messages
    assert told.startswith(f"{LEFT_OUT} (")
    assert told.endswith(", listed by 'plainspine translations check')")


def test_the_log_says_nothing_where_every_language_is_published(caplog):
    with caplog.at_level(logging.WARNING):
        create_app(knee(KNEE))
    assert caplog.messages == []


def test_the_command_says_so_once(without_french, tmp_path):
    log = tmp_path / "log"
    options = [f"--{name.lower()}={folder}" for name, folder in without_french.items()]
    with serving(free_port(), *options, log=log):
        pass
    assert log.read_text().count(LEFT_OUT) == 1
