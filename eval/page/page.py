"""Puts the page together: figures and plots, then every question as data for the page's own script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eval.page.embed import script_json
from eval.page.glossary import by_rank, headlines, main_measure
from eval.page.view import facts, grouped, matrix, row

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot with its heading and the line below it that says how to read it."""

    heading: str
    svg: Markup
    says: str


def to_html(run: Mapping[str, Any]) -> str:
    """Make the page of a run from its JSON value (`Report.to_dict()`): one file that loads nothing.

    All text of the run is untrusted. The template escapes it, the script only ever sets it as text, and the
    page's own policy lets no script run but the one whose hash it names. Raises `KeyError` where a key of the
    contract is missing.
    """
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    script = (HERE / "report.js").read_text(encoding="utf-8")
    return environment.get_template("report.html.j2").render(
        benchmark=run["benchmark"],
        questions=run["questions"],
        facts=list(facts(run["settings"])),
        notes=run["settings"].get("notes") or (),
        headlines=[row(name, run["measures"][name]) for name in headlines(run["measures"])],
        plots=list(_plots(run)),
        groups=grouped(run["measures"]),
        skipped=run["skipped"],
        matrix=matrix(run["by_kind"], run["measures"]),
        settings=run["settings"],
        items=Markup(script_json(run["items"])),
        style=Markup((HERE / "report.css").read_text(encoding="utf-8")),
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )


def _plots(run: Mapping[str, Any]) -> Iterator[Plot]:
    # matplotlib takes a second to load, which only who makes a page should wait for
    from eval.page import plots

    measures, by_kind, calibration = run["measures"], run["by_kind"], run["calibration"]
    main = main_measure(by_kind)
    if main:
        overall = measures[main]["value"] if main in measures else None
        yield Plot(
            f"{main} by kind",
            Markup(plots.by_kind_plot(main, by_kind, overall)),
            "Lines are 95 % intervals"
            + (", the dashed line is all questions." if overall is not None else "."),
        )
    depths = by_rank(measures)
    if depths:
        yield Plot(
            "Retrieval by depth",
            Markup(plots.by_rank_plot(measures, depths)),
            "Share found among the first k passages; bands are 95 % intervals.",
        )
    if calibration:
        threshold = run["settings"].get("threshold")
        threshold = threshold if isinstance(threshold, int | float) else None
        aurc, ece = calibration["aurc"], calibration["ece"]
        yield Plot(
            "Risk and coverage",
            Markup(plots.risk_coverage_plot(calibration, threshold)),
            f"Surest answers first. Area under the curve (AURC) {_interval(aurc)}; less is better.",
        )
        yield Plot(
            "Reliability",
            Markup(plots.reliability_plot(calibration)),
            f"On the diagonal, confidence is the share right. Expected calibration error {_interval(ece)}.",
        )


def _interval(figure: Mapping[str, float]) -> str:
    return f"{figure['value']:.3f} ({figure['low']:.3f}–{figure['high']:.3f})"
