"""What each test costs in CPU time, its processes' included: `pytest -p tests.costs`.

The clock of a test depends on what else the machine does, its CPU time hardly. The summary lists
the dearest tests with their set-up, and the dearest files; with `--costs FILE` every test's line
is written there, seconds first. Linux only: living processes are read from /proc.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

SHOWN = 25
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def cpu_s() -> float:
    """The CPU seconds of this process and all its descendants, the ended ones included."""
    times: dict[int, tuple[int, float]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # a process may end meanwhile
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            used = sum(map(int, fields[11:15]))  # its own and its ended children's, user and system
            times[int(folder.name)] = int(fields[1]), used / TICKS_A_SECOND
    ours, found = {os.getpid()}, 1
    while found:
        more = {process for process, (parent, _) in times.items() if parent in ours} - ours
        ours, found = ours | more, len(more)
    return sum(times[process][1] for process in ours)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    began = cpu_s()
    item.user_properties.append(("cpu_began_s", began))
    return (yield)


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[pytest.TestReport]:
    began = dict(item.user_properties)["cpu_began_s"]
    report: pytest.TestReport = yield
    report.user_properties = [("cpu_s", cpu_s() - float(str(began)))]
    return report


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--costs", type=Path, help="write every test's CPU seconds there")


class Costs:
    """Adds up what the reports say, in the process that shows them."""

    def __init__(self, target: Path | None) -> None:
        self.target = target
        self.tests: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        used = dict(report.user_properties).get("cpu_s")
        if used is not None:  # of the whole test so far: the last phase has it all
            self.tests[report.nodeid] = used  # type: ignore[assignment]

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        files: Counter[str] = Counter()
        for name, used in self.tests.items():
            files[name.partition("::")[0]] += used
        for title, costs in (("tests", self.tests), ("files", files)):
            total = sum(costs.values())
            terminalreporter.section(f"CPU time of the dearest {title}; of all {total:.0f} s")
            for name, used in costs.most_common(SHOWN):
                terminalreporter.write_line(f"{used:7.1f} s  {name}")
        if self.target:
            lines = [f"{used:8.2f} {name}\n" for name, used in self.tests.most_common()]
            self.target.write_text("".join(lines), encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Costs(config.getoption("--costs")), "costs of tests")
