"""Several hands at one product: threads, processes, pages and runs; nothing that was answered with
"done" is lost, and what is lost of the history costs no more than that.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from merchant_studio.errors import BusyError, InputError, UsageError
from merchant_studio.facts import written
from merchant_studio.languages import profile
from merchant_studio.run import RunFolder, one_hand
from merchant_studio.webui.actions import ACTIONS
from merchant_studio.webui.session import App, Session
from tests.test_page_history import app, session
from tests.waiting import until

__all__ = ["app", "session"]
KEYS = ("price", "moq", "lead_time", "capacity", "weight", "warranty", "carton_quantity", "stock")
UNITS = {"price": "元", "carton_quantity": "个", "moq": "个", "stock": "个", "lead_time": "天"}
UNITS |= {"capacity": "毫升", "weight": "克", "warranty": "个月"}
TYPES = """
import sys
from pathlib import Path
from merchant_studio import StudioConfig
from tests.page import app_of
from tests.test_hands import UNITS, do
out, product, key, *numbers = sys.argv[1:]
config = StudioConfig(out=Path(out), recognizer="fake", writer="none", translator="fake")
with app_of(config) as app:
    for number in numbers:
        do(app.session("", product), "set_fact", key=key, value=number + UNITS[key])
"""
"""What another page on the same folder does: it types one value after another."""
BEGINS = """
import sys
from pathlib import Path
from merchant_studio.run import RunFolder
with RunFolder(Path(sys.argv[1])).alone():
    print("at work", flush=True)
    sys.stdin.read()
"""


def do(session: Session, name: str, **given: object) -> object:
    return ACTIONS["program", name].do(session, given)


def numbers_of(session: Session) -> dict[str, str]:
    """The digits of each confirmed fact."""
    assert session.brief is not None
    texts = {fact.key: written(fact.value, profile("zh")) for fact in session.brief.facts}
    return {key: "".join(filter(str.isdigit, texts[key])) for key in KEYS if key in texts}


def tabs(app: App, product: str) -> Callable[[str], Session]:
    """Each caller stands before a page of his own."""
    return lambda press: app.session("", product, press=press)


def test_of_24_changes_at_once_none_is_lost(app: App, session: Session) -> None:
    tab = tabs(app, session.product.id)

    def type_in(number: int) -> None:
        key = KEYS[number % len(KEYS)]
        do(tab(f"{number} 1"), "set_fact", key=key, value=f"{number + 10}{UNITS[key]}")

    for _ in range(3):
        with ThreadPoolExecutor(24) as hands:
            list(hands.map(type_in, range(24)))
        kept = numbers_of(tab(""))
        assert set(kept) == set(KEYS)
        for place, key in enumerate(KEYS):
            assert int(kept[key]) - 10 in range(place, 24, len(KEYS)), key


def test_two_pages_on_one_folder_lose_nothing(app: App, session: Session) -> None:
    out, product = app.config.out, session.product.id
    asked = {"price": range(11, 23), "stock": range(511, 523)}
    pages = [
        subprocess.Popen([sys.executable, "-c", TYPES, out, product, key, *map(str, numbers)])
        for key, numbers in asked.items()
    ]
    assert [page.wait() for page in pages] == [0, 0]
    kept = numbers_of(app.session("", product))
    assert (kept["price"], kept["stock"]) == ("22", "522")
    before = [app.session("", product).history.undo() for _ in range(24)]
    assert len({str(what) for what in before}) == 24, "each change can be taken back"


def test_while_a_run_works_at_it_nothing_is_changed(app: App, session: Session) -> None:
    run = session.run
    before = session.brief
    command = [sys.executable, "-c", BEGINS, run.path]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout and other.stdout.readline() == "at work\n"
        with pytest.raises(UsageError, match="another program is working at this product"):
            do(session, "set_fact", key="price", value="21元")
        with pytest.raises(UsageError, match="another program is working at this product"):
            session.delete()
    assert session.brief == before
    until("the end of the run", lambda: do(session, "set_fact", key="price", value="21元") or True)
    assert numbers_of(session)["price"] == "21"


def test_a_run_waits_for_a_change_and_then_begins(tmp_path: Path) -> None:
    run = RunFolder(tmp_path / "out" / "flask")
    run.write_json("page.json", {})
    order = list[str]()

    def work() -> None:
        with run.alone(patience_s=30):
            order.append("run")

    with ThreadPoolExecutor(1) as hands, run.changing() as is_free:
        assert is_free
        begun = hands.submit(work)
        order.append("change")
    begun.result()
    assert order == ["change", "run"]


def test_blocks_of_one_thread_stand_in_each_other_and_leave_no_lock(tmp_path: Path) -> None:
    run = RunFolder(tmp_path / "out" / "flask")
    with run.changing() as outer, run.changing() as inner:
        assert (outer, inner) == (True, True)
    assert not (tmp_path / "out").exists(), "nothing was made, so no lock is left"


def test_a_hand_that_does_not_let_go_is_told(tmp_path: Path) -> None:
    file = tmp_path / ".batch" / "flask.hand"

    def take() -> None:
        with pytest.raises(BusyError, match="flask"), one_hand(file, patience_s=0):
            pass

    with one_hand(file), ThreadPoolExecutor(1) as hands:
        hands.submit(take).result()


# --- a damaged history ----------------------------------------------------------------------------


def test_a_change_whose_text_is_lost_costs_that_change(app: App, session: Session) -> None:
    do(session, "set_fact", key="price", value="21元")
    do(session, "set_fact", key="moq", value="300个")
    folder = session.product.folder / "history"
    last = max(folder.glob("0*.json"))
    kept = session.run.read_json(f"history/{last.name}")
    assert kept is not None
    (folder / "texts" / kept["before"]["brief.json"]).unlink()
    anew = app.session("", session.product.id)
    assert numbers_of(anew)["moq"] == "300"
    assert anew.history.undo()["act"] == "revise"
    assert numbers_of(anew)["price"] != "21"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"what": 1}', '{"before": {"brief.json": "0"}}'])
def test_a_damaged_change_is_no_change(app: App, session: Session, text: str) -> None:
    do(session, "set_fact", key="price", value="21元")
    folder = session.product.folder / "history"
    for path in folder.glob("*.json"):
        path.write_text(text, encoding="utf-8")
    anew = app.session("", session.product.id)
    with pytest.raises(InputError, match="nothing to undo"):
        anew.history.undo()
    do(anew, "set_fact", key="price", value="22元")
    assert app.session("", anew.product.id).history.undo()["act"] == "revise"
    assert numbers_of(anew)["price"] == "21"


def test_a_state_that_was_being_put_back_and_is_lost_is_left(app: App, session: Session) -> None:
    do(session, "set_fact", key="price", value="21元")
    session.run.write_json("history/at.json", {"at": 0, "to": {"brief.json": "f" * 32}, "by": ""})
    anew = app.session("", session.product.id)
    assert numbers_of(anew)["price"] == "21"
    anew.delete()
    assert not session.product.folder.exists()


# --- many hands, many steps -----------------------------------------------------------------------


class Hands(RuleBasedStateMachine):
    """Two pages and the fields of a third change, undo and redo one product in any order."""

    app: App
    product: str

    @initialize()
    def begin(self) -> None:
        self.presses = 0
        self.known = [numbers_of(self.at(0))]
        """What was there after each change that stands."""
        self.undone = list[dict[str, str]]()

    def at(self, page: int) -> Session:
        self.presses += 1
        return self.app.session("", self.product, press=f"{page} {self.presses}")

    @rule(page=st.integers(0, 2), key=st.sampled_from(KEYS), number=st.integers(2, 99))
    def types(self, page: int, key: str, number: int) -> None:
        do(self.at(page), "set_fact", key=key, value=f"{number}{UNITS[key]}")
        new = {**self.known[-1], key: str(number)}
        if new != self.known[-1]:
            self.known.append(new)
            self.undone.clear()
        assert numbers_of(self.at(0)) == new

    @rule(first=st.sampled_from(KEYS), other=st.sampled_from(KEYS), number=st.integers(2, 99))
    def type_at_once(self, first: str, other: str, number: int) -> None:
        """Of two changes at once both are kept, in one order or the other."""
        if first == other:
            return
        with ThreadPoolExecutor(2) as hands:
            list(hands.map(lambda key: self.types_alone(key, number), (first, other)))
        new = {**self.known[-1], first: str(number), other: str(number)}
        assert numbers_of(self.at(0)) == new
        if new != self.known[-1]:
            self.known, self.undone = [new], []

    def types_alone(self, key: str, number: int) -> None:
        session = self.app.session("", self.product)
        do(session, "set_fact", key=key, value=f"{number}{UNITS[key]}")

    @rule(page=st.integers(0, 2))
    def undoes(self, page: int) -> None:
        if len(self.known) > 1:
            do(self.at(page), "undo")
            self.undone.append(self.known.pop())
            assert numbers_of(self.at(page)) == self.known[-1]

    @rule(page=st.integers(0, 2))
    def redoes(self, page: int) -> None:
        if self.undone:
            do(self.at(page), "redo")
            self.known.append(self.undone.pop())
            assert numbers_of(self.at(page)) == self.known[-1]


def run_hands(app: App, session: Session, runs: int, steps: int) -> None:
    machine = type("HandsOfOne", (Hands,), {"app": app, "product": session.product.id})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_in_any_order_nothing_is_lost_and_undo_is_right(app: App, session: Session) -> None:
    run_hands(app, session, runs=4, steps=25)


@pytest.mark.thorough
def test_in_ten_thousand_steps_nothing_is_lost(app: App, session: Session) -> None:
    run_hands(app, session, runs=100, steps=100)
