"""The named endpoints of the HTTP API, which are also the tools of an MCP client.

Their names, parameters and docstrings are what a caller sees. They do what the page does, for the
user who is logged in; files are fetched from the addresses that they return.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import gradio as gr

from ..errors import InputError, StudioError
from ..facts import key_of
from ..languages import language_codes, profile
from ..records import to_json
from .answers import facts_answer, look_answer, moved_answer, scripts_answer, videos_answer
from .desk import Desk, Office
from .steps import facts, film, history, scripts, sheet, stills, transcript, videos
from .workshop import wait_for


class Endpoints:
    """The endpoints by name, such as `set_fact`, for the user who is logged in."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def new_product(
        self, recording: str, name: str, english: str, source: str, request: gr.Request
    ) -> dict[str, Any]:
        """Begin a product with a recording, have it transcribed, and return its facts.

        Args:
            recording: A video or sound file of somebody talking about the product.
            name: What the product is called in the language of the recording; may be empty.
            english: What it is called in English; may be empty.
            source: Language of the recording: zh or en.
        """
        one = self._new(request)
        _receive(one, recording)
        film.describe(one, name=name, english=english, points="", source=source or "zh")
        wait_for(film.listen(one))
        return facts_answer(one)

    def add_take(self, recording: str, product: str, request: gr.Request) -> dict[str, Any]:
        """Give a product another recording, have it transcribed, and return its facts.

        Args:
            recording: A video or sound file of somebody talking about the product.
            product: Its id, as set_sheet or copy_product returned it.
        """
        one = self._desk(product, request)
        _receive(one, recording)
        wait_for(film.listen(one))
        return facts_answer(one)

    def set_sheet(self, product: str, key: str, value: str, request: gr.Request) -> dict[str, Any]:
        """Fill in a product's sheet before it is filmed, and return it with what may be wrong.

        Args:
            product: Its id; empty: a new product, which begins with what the shop remembers.
            key: name, english, price, moq, whatsapp, 材质 and the like; point adds a selling point.
            value: As in "19.9 CNY", "100 pcs", "CE, FDA"; empty: it is taken out.
        """
        one = self._desk(product, request) if product else self._new(request)
        doubt = None
        if key == "point":
            sheet.take_point(one, value)
        else:
            doubt = sheet.fill_in(one, key, value)
        return {
            "product": one.product.id,
            "sheet": sheet.sheet_of(one),
            "unread": dict(one.product.choices.unread),
            "told": doubt.told if doubt else "",
            "offers": list(doubt.offers) if doubt else [],
        }

    def copy_product(self, product: str, request: gr.Request) -> dict[str, Any]:
        """Begin a product with the sheet, points, choices and pictures of another one.

        Args:
            product: The id of the other one; its takes and videos are not copied.
        """
        one = sheet.copy_product(self._desk(product, request))
        return {"product": one.product.id, "sheet": sheet.sheet_of(one)}

    def use_part(
        self, product: str, start_ms: float, end_ms: float, request: gr.Request
    ) -> dict[str, Any]:
        """Use only a part of a product's recording, listen to that, and return the facts.

        Args:
            product: Its id, as new_product returned it.
            start_ms: Where the part starts, in milliseconds.
            end_ms: Where it ends; 0: at the recording's end. 0 and 0: all of it is used again.
        """
        one = self._desk(product, request)
        film.trim(one, one.product.choices.take, max(0, int(start_ms)), max(0, int(end_ms)))
        wait_for(film.listen(one))
        return facts_answer(one)

    def facts(self, product: str, request: gr.Request) -> dict[str, Any]:
        """Return what was heard and the facts of a product.

        Args:
            product: Its id, as new_product returned it.
        """
        return facts_answer(self._desk(product, request))

    def set_sentence(
        self, product: str, sentence: float, text: str, heard: bool, request: gr.Request
    ) -> dict[str, Any]:
        """Correct a sentence of what was heard; its facts and points are read again.

        Args:
            product: Its id, as new_product returned it.
            sentence: The sentence's number, 1 for the first.
            text: What is said there; empty: nothing is.
            heard: Whether it is taken as it was heard, and the text left aside.
        """
        one = self._desk(product, request)
        if heard:
            transcript.back(one, int(sentence) - 1)
        else:
            transcript.retype(one, int(sentence) - 1, text)
        return facts_answer(one)

    def split_sentence(
        self, product: str, sentence: float, at: float, request: gr.Request
    ) -> dict[str, Any]:
        """Split a sentence of what was heard in two.

        Args:
            product: Its id, as new_product returned it.
            sentence: The sentence's number, 1 for the first.
            at: How many of its characters the first half has.
        """
        one = self._desk(product, request)
        transcript.split(one, int(sentence) - 1, int(at))
        return facts_answer(one)

    def join_sentences(self, product: str, sentence: float, request: gr.Request) -> dict[str, Any]:
        """Join a sentence of what was heard with the next one.

        Args:
            product: Its id, as new_product returned it.
            sentence: The number of the first of the two.
        """
        one = self._desk(product, request)
        transcript.merge(one, int(sentence) - 1)
        return facts_answer(one)

    def set_fact(self, product: str, key: str, value: str, request: gr.Request) -> dict[str, Any]:
        """Confirm, correct or add a fact; only confirmed facts are said in a video.

        Args:
            product: Its id, as new_product returned it.
            key: The kind of fact, such as price, moq, lead_time, capacity, 起订量.
            value: As in "18.5 CNY", "100 pcs", "7 days"; empty: the value that was heard is right.
        """
        one = self._desk(product, request)
        brief = one.brief
        known = [f.key for f in (*brief.facts, *brief.unconfirmed)] if brief else []
        if brief and value:
            key = key_of(key, value, brief.source_language)
        if not value:
            facts.confirm(one, key)
        elif key in known:
            facts.revise(one, key, key, value)
        else:
            facts.add_fact(one, key, value)
        return facts_answer(one)

    def set_point(
        self, product: str, point: str, remove: bool, request: gr.Request
    ) -> dict[str, Any]:
        """Add or remove a selling point; only those that are added are said in a video.

        Args:
            product: Its id, as new_product returned it.
            point: An id such as does-not-fade, with its values as in "suits-audience: children",
                or words in the recording's language; `facts` lists what may be added.
            remove: Whether it is taken out.
        """
        one = self._desk(product, request)
        if remove:
            facts.strike_point(one, point)
        else:
            facts.add_point(one, point)
        return facts_answer(one)

    def write_scripts(self, product: str, languages: str, request: gr.Request) -> dict[str, Any]:
        """Write a product's scripts and return their lines with what was found in them.

        Args:
            product: Its id, as new_product returned it.
            languages: Codes of languages or markets, as in "en,es,ar" or "es-MX".
        """
        one = self._desk(product, request)
        scripts.want(one, [tag.strip() for tag in languages.split(",") if tag.strip()])
        wait_for(scripts.write(one))
        return scripts_answer(one)

    def set_line(
        self, product: str, language: str, line: float, text: str, request: gr.Request
    ) -> dict[str, Any]:
        """Change a line of a script; facts stand in it as tags such as <price>.

        Args:
            product: Its id, as new_product returned it.
            language: The script's language.
            line: The line's number, 1 for the first.
            text: The new text with its tags; empty: the sentences of the catalogue and the
                phrasebook, if they say all that the line says.
        """
        one = self._desk(product, request)
        if text:
            scripts.edit_line(one, language, int(line) - 1, text)
        else:
            scripts.phrase(one, language, int(line) - 1)
        return scripts_answer(one)

    def set_look(
        self,
        product: str,
        style: str,
        captions: str,
        shape: str,
        cards: str,
        end_card: str,
        request: gr.Request,
    ) -> dict[str, Any]:
        """Choose how a product's videos look; return the choices and the addresses of stills.

        Args:
            product: Its id, as new_product returned it.
            style: outline, shadow or box; empty, as all that follow: as it is.
            captions: Where captions stand: bottom or top.
            shape: source, 9:16, 1:1 or 16:9.
            cards: Whether a card shows each fact while it is said: on or off.
            end_card: Whether the video ends with a card of facts and contacts: on or off.
        """
        one = self._desk(product, request)
        stills.show(
            one,
            style=style,
            captions=captions,
            shape=shape,
            cards=stills.is_on("cards", cards),
            end_card=stills.is_on("end_card", end_card),
        )
        return look_answer(one)

    def make_videos(self, product: str, shape: str, request: gr.Request) -> dict[str, Any]:
        """Render a product's videos and return the addresses of the files of each language.

        Args:
            product: Its id, as new_product returned it.
            shape: Empty for the shape chosen on the page; 9:16, 1:1 or 16:9 for another one, too.
        """
        one = self._desk(product, request)
        job = videos.render(one, shape=shape)
        wait_for(job)
        return videos_answer(one, job.task.also)

    def progress(self, product: str, request: gr.Request) -> dict[str, Any]:
        """Return what is being done for a product, and how far it is.

        Args:
            product: Its id, as new_product returned it.
        """
        job = self._desk(product, request).job
        if job is None:
            return {"state": "idle"}
        return {
            "state": job.state,
            "task": job.task.action,
            "ahead": self._office.workshop.ahead(job),
            "step": to_json(job.step) if job.step else None,
            "made": list(job.made),
            "error": str(job.error) if job.error else "",
        }

    def stop(self, product: str, request: gr.Request) -> str:
        """Stop what is being done for a product; what is finished is kept.

        Args:
            product: Its id, as new_product returned it.
        """
        self._desk(product, request).stop()
        return "stopped"

    def undo(self, product: str, request: gr.Request) -> dict[str, str]:
        """Take the last change of a product back: of a fact, a point, a line or a choice.

        Args:
            product: Its id, as new_product returned it.
        """
        one = self._desk(product, request)
        return moved_answer(one, history.undo(one))

    def redo(self, product: str, request: gr.Request) -> dict[str, str]:
        """Do a change of a product again that undo has taken back.

        Args:
            product: Its id, as new_product returned it.
        """
        one = self._desk(product, request)
        return moved_answer(one, history.redo(one))

    def products(self, request: gr.Request) -> list[dict[str, Any]]:
        """Return all products of the user, the newest first."""
        return [
            {
                "product": each.id,
                "name": chosen.name,
                "created": chosen.created,
                "languages": list(chosen.languages),
            }
            for each, chosen in self._office.shelf(request.username or "").products()
        ]

    def languages(self) -> list[dict[str, str]]:
        """Return the languages that videos can be made in."""
        return [{"code": code, "name": profile(code).name} for code in language_codes()]

    def _desk(self, product: str, request: gr.Request) -> Desk:
        return self._office.desk(request.username or "", product)

    def _new(self, request: gr.Request) -> Desk:
        user = request.username or ""
        return self._office.desk(user, self._office.shelf(user).new_name())


def add_endpoints(office: Office) -> None:
    """Put the endpoints into the page that is being built."""
    api = Endpoints(office)
    # A file is taken by a component: it refuses every path that is no upload.
    for taking, names in (
        (api.new_product, ("name", "english", "source")),
        (api.add_take, ("product",)),
    ):
        with gr.Row(visible=False):
            given = [gr.File(label="recording", type="filepath")]
            texts = [gr.Textbox(label=name) for name in names]
            gr.Button().click(
                _with_clear_errors(taking),
                [*given, *texts],
                gr.JSON(label="product"),
                api_name=taking.__name__,
                concurrency_limit=8,
            )
    for endpoint in (
        *(api.use_part, api.set_sheet, api.copy_product),
        *(api.set_sentence, api.split_sentence, api.join_sentences),
        *(api.facts, api.set_fact, api.set_point, api.write_scripts, api.set_line),
        *(api.set_look, api.make_videos),
        *(api.undo, api.redo, api.progress, api.stop, api.products, api.languages),
    ):
        gr.events.api(_with_clear_errors(endpoint), api_name=endpoint.__name__, concurrency_limit=8)


def _with_clear_errors(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """The endpoint, whose errors reach the caller as their sentence."""

    @wraps(endpoint)
    def call(*arguments: Any, **named: Any) -> Any:
        try:
            return endpoint(*arguments, **named)
        except StudioError as error:
            raise gr.Error(str(error), print_exception=False) from error
        except Exception as error:
            traceback.print_exc()  # for whoever runs the server; a caller learns no more
            raise gr.Error(f"something went wrong ({type(error).__name__})") from error

    return call


def _receive(desk: Desk, recording: str) -> None:
    """Keep an uploaded recording, in the product's folder only."""
    office, upload = desk.office, Path(recording).resolve()
    if not upload.is_relative_to(office.uploads):
        raise InputError("upload the recording first, and give the path that you get")
    desk.product.quota.give(upload)
    try:
        with upload.open("rb") as file:
            desk.product.receive(upload.name, file, office.config)
    finally:
        upload.unlink(missing_ok=True)
