"""The command `batch`."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import click

from ..probe import warm_up
from .options import as_json, config_options, is_given, tags, to

if TYPE_CHECKING:
    from ..batch import Workers
    from ..config import StudioConfig


@click.command()
@click.argument("place", metavar="FOLDER")
@to
@click.option("--out", default="out", show_default=True, help="Folder or URL for the results.")
@click.option(
    "--workers",
    type=click.IntRange(0, 256),
    default=0,
    help="Workers, each with its own models; 0: one for every four cores.",
)
@click.option("--only", default="", help="Names or patterns of products, as in 'flask,A2*'.")
@click.option("--outside", is_flag=True, help="Also use files that lie outside FOLDER.")
@click.option("--retry-failed", is_flag=True, help="Only those that failed or were blocked.")
@click.option("--dry-run", is_flag=True, help="Say what is wrong and what would be made; no more.")
@click.option("--watch", is_flag=True, help="Stay, and make products that come or change.")
@click.option(
    "--ray",
    default="",
    metavar="ADDRESS",
    help="Work on a Ray cluster: its address; auto: the one that this machine is in.",
)
@click.option(
    "--ray-gpus",
    type=click.FloatRange(0),
    default=0.0,
    help="GPUs for each worker of the cluster, such as 1 or, for two on one, 0.5.",
)
@config_options(without="out")
@as_json
def batch(
    place: str,
    to: str,
    out: str,
    workers: int,
    ray: str,
    ray_gpus: float,
    as_json: bool,
    config: StudioConfig,
    **way: Any,
) -> None:
    """Make the videos of all products in FOLDER: a folder for each, or a CSV or XLSX.

    FOLDER and OUT may be in a store, such as s3://bucket/products.

    Every sheet and recording is looked at first. What is made already is left alone, so the same
    command goes on after a stop. OUT/report.html shows what became of each product,
    OUT/catalogue-<language>.pdf and .xlsx (not in a store) offer all of them.
    """
    warm_up()  # it starts while the rest is imported
    from ..batch import Processes
    from .display import Way, show_batch

    asked, out = Way(**way), out if is_given("out") else ""
    with ExitStack() as ended:
        if ray and not asked.dry_run:
            from ..batch import Actors

            many: Workers = ended.enter_context(Actors(ray, workers, gpus=ray_gpus))
        else:
            many = Processes(workers)
        code = show_batch(config, place, tags(to), asked, many, out=out, as_json=as_json)
    if code:
        sys.exit(code)
