"""``luodi audit``: is the index coherent, and do the figures carry it?"""

from __future__ import annotations

from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING

import click

from luodi.cli.figures import AS_OF, WEIGHTS, read_files, read_text, show_journal
from luodi.cli.simulations import analysed, write_report

if TYPE_CHECKING:
    from luodi.scoring.audit.report import Audit
    from luodi.scoring.engine import Result


@click.command(name="audit")
@click.argument("scheme", type=click.Path(path_type=Path))
@click.argument("data", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="What to print.")
@click.option("--each-indicator", is_flag=True, help="Try the index without each indicator too.")
@click.option(
    "--suggest-weights",
    "method",
    type=click.Choice(["pca", "balanced", "information", "entropy", "critic"]),
    help="Print weights made from the data for --group, as a set for the scheme.",
)
@click.option("--group", help="The group whose members are weighted; left out, the index itself.")
@click.option(
    "--html",
    type=click.Path(path_type=Path),
    help="Write the report as one web page, with simulations where the scheme calls something uncertain.",
)
@AS_OF
@WEIGHTS
@click.option("--unit", help="Name the strengths and weaknesses of this unit as well.")
def command(
    scheme: Path,
    data: tuple[Path, ...],
    form: str,
    each_indicator: bool,
    method: str | None,
    group: str | None,
    html: Path | None,
    as_of: str | None,
    weights: str | None,
    unit: str | None,
) -> None:
    """Audit a scheme on its figures (统计审核).

    Statistics and flags of each indicator, pairs that say the same or contradict each other, Cronbach's
    alpha, Kaiser-Meyer-Olkin, Bartlett and the first principal component of each group, and how ranks move
    when a part is left out.
    """
    import msgspec

    from luodi.scoring.audit.report import audit
    from luodi.scoring.bundle import Request, compute

    result = compute(
        read_text(scheme), read_files(data), Request(as_of=as_of, weights=weights), where=scheme.name
    )
    if method is not None:
        _suggest(result, method, group or result.tree.codes[result.tree.root])
        return
    if html is not None:
        from luodi.scoring.uncertainty.analysis import Simulation

        varied = result.scheme.uncertainty is not None
        write_report(result, analysed(result, Simulation()) if varied else None, html)
        return
    found = audit(result, remove_indicators=each_indicator)
    if form == "json":
        click.echo(msgspec.json.encode(found).decode("utf-8"))
    else:
        _show(found)
    if unit is not None:
        from luodi.scoring.strengths import strengths_and_weaknesses

        for title, standings in zip(
            ("strengths", "weaknesses"), strengths_and_weaknesses(result, unit), strict=True
        ):
            click.echo(f"\n{title} of {unit}")
            for one in standings:
                click.echo(f"  {one.name}: {one.rank} of {one.of}, score {one.score:.4g}")
    show_journal(result)


def _suggest(result: Result, method: str, group: str) -> None:
    from luodi.core.errors import InputError
    from luodi.scoring import weights_made

    if group not in result.tree.codes[result.tree.leaves :]:
        raise InputError(
            f"{group!r} is not a group",
            where="--group",
            accepted=", ".join(result.tree.codes[result.tree.leaves :]),
            remedy="correct it",
        )
    if method in ("balanced", "information"):
        made = weights_made.optimised_weights(result, group, method)  # type: ignore[arg-type]
        found = dict(zip(made.codes, made.weights.tolist(), strict=True))
    else:
        makers = {
            "pca": weights_made.pca_weights,
            "entropy": weights_made.entropy_weights,
            "critic": weights_made.critic_weights,
        }
        found = makers[method](result, group)
    click.echo(f"weights:\n  {method}:\n    - values:")
    for code, weight in found.items():
        click.echo(f"        {code}: {weight:.6g}")


def _show(found: Audit) -> None:
    click.echo(f"{found.scheme}: {found.units} units")
    click.echo("\nindicators with flags")
    for one in found.statistics:
        if one.flags:
            click.echo(
                f"  {one.indicator}: {', '.join(one.flags)} (available {one.available_share:.0%}, "
                f"skewness {one.skewness:.2f}, kurtosis {one.kurtosis:.2f})"
            )
    click.echo("\npairs that stand out")
    for pair in found.pairs:
        click.echo(f"  {pair.first} and {pair.second}: {pair.why}, r {pair.r:.3f}, p {pair.p:.2g}")
    click.echo("\ngroups: alpha, KMO, first component, correlation of members with the group")
    for group in found.groups:
        members = ", ".join(
            f"{member} {r:.2f}" for member, r in zip(group.members, group.correlation, strict=True)
        )
        told = ", ".join(
            "—" if isnan(value) else form.format(value)
            for value, form in ((group.alpha, "{:.3f}"), (group.kmo, "{:.3f}"), (group.first_share, "{:.0%}"))
        )
        click.echo(f"  {group.group}: {told}; {members}" + (f" ({group.note})" if group.note else ""))
    click.echo("\nwithout a part: mean and greatest change of rank")
    for removal in found.removals:
        click.echo(f"  {removal.without}: {removal.mean_shift:.2f}, {removal.greatest_shift:.0f}")
