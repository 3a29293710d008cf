"""The command line. Bad input is one clear line on stderr and exit code 2, never a traceback."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click
from babel.messages.catalog import Catalog as Template

import pwa
from pwa import serving, settings
from pwa.catalog import Catalog, ContentError, Problem, in_country, load
from pwa.export import ExportError, export
from pwa.handouts.errors import HandoutError
from pwa.i18n import Registry, locales
from pwa.i18n import check as translation_check
from pwa.i18n.coverage import coverage
from pwa.i18n.extract import template
from pwa.i18n.files import write_if_changed
from pwa.i18n.localise import must_be_complete
from pwa.i18n.update import dump, update
from pwa.web import paper
from pwa.web.publish import Published
from pwa.web.site import Site, read_icons

BAD_INPUT = 2
Given = TypeVar("Given")
Read = TypeVar("Read")


@dataclass(frozen=True)
class Folders:
    """Where the guide is read from."""

    content: Path
    translations: Path
    country: str = ""
    """Whose emergency number is shown; empty for the one in ``guide.yaml``, if any."""

    def published(self, base: str = "/", **how: Any) -> Published:
        catalog, registry = self.read()
        return Published(Site(catalog, registry, read_icons(self.content), base=base, **how))

    def registry(self) -> Registry:
        return locales.load(self.translations)

    def read(self) -> tuple[Catalog, Registry]:
        """Both, or what is wrong with either of them, or with the country."""
        catalog, registry = pwa.read(self.content, self.translations)
        try:
            return (in_country(catalog, self.country) if self.country else catalog), registry
        except ValueError as error:
            raise click.ClickException(str(error)) from error

    def template(self) -> Template:
        load(self.content)  # says what is wrong, where extraction could only fail
        return template(self.content)

    def catalogues(self) -> Iterator[tuple[str, Path, str]]:
        """Code, ``.po`` file and CLDR locale of each language but the source."""
        for code, locale in self.registry().items():
            if not locale.is_source:
                po = self.translations / code / "LC_MESSAGES" / "messages.po"
                yield code, po, locale.data.cldr


def main(args: list[str] | None = None) -> None:
    """Run a command and exit: 0 well, 1 a fault of ours, 2 bad input."""
    name = Path(sys.argv[0]).stem
    try:
        result = cli.main(args, prog_name=name, standalone_mode=False)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        _fail(f"{name}: {' '.join(error.format_message().split())}")
    except ContentError as error:
        _fail(str(error))
    except (ExportError, HandoutError, OSError, settings.SettingError) as error:
        _fail(f"{name}: {error}")
    sys.exit(result if isinstance(result, int) else 0)


def _fail(message: str) -> None:
    click.echo(message, err=True)
    sys.exit(BAD_INPUT)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--content",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=pwa.CONTENT,
    envvar="GUIDE_CONTENT",
    help="Read the guide from this folder.",
)
@click.option(
    "--translations",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=pwa.TRANSLATIONS,
    envvar="GUIDE_TRANSLATIONS",
    help="Read the languages from this folder.",
)
@click.option(
    "--country",
    default="",
    envvar="GUIDE_COUNTRY",
    help="Show this country's emergency number, such as GB; see content/emergency.yaml.",
)
@click.pass_context
def cli(context: click.Context, content: Path, translations: Path, country: str) -> None:
    """A plain-language patient guide: serve it, export it, print it, check it."""
    context.obj = Folders(_shown(content), _shown(translations), country)


def _by(read: Callable[[Given], Read]) -> Callable[[click.Context, click.Parameter, Given], Read]:
    """An option's value is what ``read`` makes of it; a ValueError is told with its name."""

    def callback(context: click.Context, option: click.Parameter, given: Given) -> Read:
        try:
            return read(given)
        except ValueError as error:
            raise click.BadParameter(str(error)) from error

    return callback


def _shown(folder: Path) -> Path:
    """Relative where that is shorter, so that an error's file can be clicked on."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


@cli.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    callback=_by(settings.ip),
    help="The IP address to listen on.",
)
@click.option(
    "--allow-host",
    multiple=True,
    callback=_by(settings.hosts),
    help="A host name to answer to; may be repeated.",
)
@click.option(
    "--no-offline", is_flag=True, help="Take the guide back from the phones that keep it."
)
@click.pass_obj
def serve(
    folders: Folders, port: int, host: str, allow_host: tuple[str, ...], no_offline: bool
) -> None:
    """Serve the guide."""
    folders.read()
    serving.must_be_free(host, port)
    os.environ["GUIDE_CONTENT"] = str(folders.content.absolute())
    os.environ["GUIDE_TRANSLATIONS"] = str(folders.translations.absolute())
    os.environ["GUIDE_WARM"] = "true"
    os.environ["GUIDE_COUNTRY"] = folders.country
    os.environ.setdefault("GUIDE_VERSIONS", serving.versions())
    if no_offline:
        os.environ["GUIDE_OFFLINE"] = "false"
    if allow_host:
        os.environ["GUIDE_HOSTS"] = json.dumps(allow_host)
    pwa.configured()  # says what is wrong, where a process of the server could only fail
    click.echo(f"The guide is at {serving.url(host, port)} (stop it with Ctrl+C)")
    serving.run(host, port)


def _tell_unpublished(catalog: Catalog, registry: Registry) -> None:
    for line in pwa.unpublished(catalog, registry):
        click.echo(line, err=True)


@cli.command("export")
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option("--locale", "chosen", multiple=True, help="Only this language; may be repeated.")
@click.option(
    "--base-url",
    default="/",
    show_default=True,
    callback=_by(settings.address),
    help="Where the site will stand.",
)
@click.option("--release", is_flag=True, help="Write a .br and .gz beside each file.")
@click.option(
    "--no-offline", is_flag=True, help="Take the guide back from the phones that keep it."
)
@click.pass_obj
def export_command(
    folders: Folders,
    out: Path,
    chosen: tuple[str, ...],
    base_url: settings.Address,
    release: bool,
    no_offline: bool,
) -> None:
    """Write the site to OUT as plain files for any static host.

    Into the folder of the last export: then phones fetch only what changed.
    """
    published = folders.published(
        base_url.path, static=True, origin=base_url.origin, offline=not no_offline
    )
    _tell_unpublished(published.site.catalog, published.site.all_locales)
    published.only(_known(chosen, published.site.locales))
    report = export(published, out, release=release, progress=_bar)
    told = f"{report.written} written, {report.unchanged} unchanged, {report.removed} removed"
    click.echo(f"{out}: {told}")


@contextmanager
def _bar(total: int) -> Iterator[Callable[[int], None]]:
    """A bar with the time that is left, on a terminal; nothing where there is nothing to print."""
    if not total:
        yield lambda number: None
        return
    with click.progressbar(length=total, label="Sheets of paper", file=sys.stderr) as bar:
        yield lambda number: bar.update(1)


def _known(codes: tuple[str, ...], registry: Registry) -> tuple[str, ...]:
    for code in codes:
        if code not in registry:
            names = ", ".join(registry)
            text = f"no language '{code}' is published (expected one of: {names})"
            raise click.BadParameter(text, param_hint="'--locale'")
    return codes


@cli.command("handout")
@click.argument("kind")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--locale", default="", help="The language of the sheet.")
@click.option("--second-locale", default="", help="A second language beside it.")
@click.option(
    "--option", multiple=True, help="The option the sheet is about; to compare, name several."
)
@click.option("--surgery-date", default="", help="The day, as YYYY-MM-DD.")
@click.option("--paper", "size", default="", help="a4 or letter.")
@click.option("--large-print", is_flag=True, help="Letters of at least 16 points.")
@click.option(
    "--base-url",
    default="/",
    callback=_by(settings.address),
    help="Where the site stands: the sheet's code leads there.",
)
@click.pass_obj
def handout_command(
    folders: Folders,
    /,
    kind: str,
    output: Path,
    size: str,
    option: tuple[str, ...],
    base_url: settings.Address,
    **given: str | bool,
) -> None:
    """Print a sheet of paper of this KIND."""
    fields = {name: str(value) for name, value in given.items() if value and name != "large_print"}
    fields |= {"kind": kind, "paper": size, "option": ",".join(option)}
    fields |= {"large_print": "1"} if given["large_print"] else {}
    site = folders.published(base_url.path, origin=base_url.origin)
    _, body = paper.sheet(site, fields, patient=True)
    write_if_changed(output, body)
    click.echo(f"{output}: {len(body)} bytes")


@cli.command()
@click.pass_obj
def check(folders: Folders) -> None:
    """Check the content: every fault in one run, as file:line."""
    catalog, _ = folders.read()
    told = {"options": catalog.options, "figures": catalog.figures, "tasks": catalog.tasks}
    counts = ", ".join(f"{len(entries)} {name}" for name, entries in told.items())
    click.echo(f"{folders.content}: {counts}; no faults")


@cli.command()
@click.option("--locale", "chosen", multiple=True, help="Only this language; may be repeated.")
@click.option(
    "--worst", type=click.IntRange(0, 50), default=0, help="Show so many sentences a page."
)
@click.option("--terms", is_flag=True, help="List the terms of the glossary that are excepted.")
@click.option("--write", is_flag=True, help="Renew the figures that the guide shows.")
@click.pass_obj
def reading(folders: Folders, chosen: tuple[str, ...], worst: int, terms: bool, write: bool) -> int:
    """Measure how hard each page is to read."""
    from pwa import reading as measuring  # the dictionary takes a while to read

    site = folders.published().site
    site.locales = site.all_locales  # one that is not complete yet is measured as far as it goes
    known = site.catalog.reading
    codes = _known(chosen, site.locales) or tuple(site.locales)
    measured = {}
    problems: list[str] = []
    for code in codes:
        found = list(measuring.pages(site, code))
        measured[code] = measuring.summary(found)
        for line in measuring.report(site, code, found, worst=worst, terms=terms):
            click.echo(line)
        problems += measuring.faults(None if write else known, code, measured[code])
    if write:
        kept = known.languages if known else {}
        path = folders.content / "reading.yaml"
        measuring.write(path, known.limits if known else {}, {**kept, **measured})
        click.echo(f"{path}: written")
    for problem in problems:
        click.echo(problem, err=True)
    return BAD_INPUT if problems else 0


@cli.group()
def translations() -> None:
    """Extract, update and check the translations."""


@translations.command()
@click.pass_obj
def extract(folders: Folders) -> None:
    """Write messages.pot: every sentence there is to translate."""
    path = folders.translations / "messages.pot"
    source = folders.template()
    write_if_changed(path, dump(source))
    click.echo(f"{path}: {len(source)} messages")


@translations.command("update")
@click.pass_obj
def update_command(folders: Folders) -> None:
    """Bring each language up to date with the source."""
    source = folders.template()
    for code, po, cldr in folders.catalogues():
        click.echo(f"{po}: {update(po, source, cldr)} messages to translate ({code})")


@translations.command("check")
@click.pass_obj
def check_command(folders: Folders) -> int:
    """Compare each translation with its source: every fault in one run, as file:line."""
    source, catalog = folders.template(), load(folders.content)
    vital = must_be_complete(catalog)
    problems: list[Problem] = []
    for _, po, cldr in folders.catalogues():
        problems += translation_check.check(po, cldr, source)
        problems += translation_check.incomplete(po, cldr, vital)
    for problem in sorted(problems):
        click.echo(str(problem), err=True)
    _tell_unpublished(catalog, folders.registry())
    click.echo(f"{len(problems)} faults" if problems else "no faults")
    return BAD_INPUT if problems else 0


@translations.command("coverage")
@click.pass_obj
def coverage_command(folders: Folders) -> None:
    """Say how much of the source each language has."""
    source = folders.template()
    for code, po, cldr in folders.catalogues():
        click.echo(f"{code}: {coverage(po, cldr, source)}")
