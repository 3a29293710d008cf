"""From a folder of YAML to one frozen `Catalog`, or to every error in it at once.

Three passes. All files are read; then what they define is collected (`Known`); then each is
validated against that, so that a dangling name in one file is reported beside a misspelt key in
another. Rules that look at several files at once (`pwa.catalog.rules`) come last.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from pwa.catalog import drawing, model, rules
from pwa.catalog.document import Document, read
from pwa.catalog.emergency import Country
from pwa.catalog.errors import ContentError, Problem, did_you_mean
from pwa.catalog.explain import explain
from pwa.catalog.typed import Id, Known
from pwa.catalog.walk import Loc, without

FOLDERS: Mapping[str, type[model.Entry]] = {
    "options": model.Option,
    "alternatives": model.Option,
    "conditions": model.Condition,
    "risks": model.Risk,
    "tasks": model.Task,
    "phases": model.Phase,
    "questions": model.QuestionGroup,
    "warning-signs": model.WarningSigns,
    "technology": model.Technology,
    "glossary": model.Term,
    "faq": model.Faq,
    "pages": model.Page,
    "drawings": model.Drawing,
}
FILES: Mapping[str, Any] = {
    "guide": model.Guide,
    "sources": dict[Id, model.Source],
    "units": dict[Id, model.Unit],
    "figures": dict[Id, model.Figure],
    "task_groups": dict[Id, model.TaskGroup],
    "fields": model.Fields,
    "profile": model.Profile,
    "wording": model.Wording,
    "audit": model.Audit,
    "reading": model.Reading,
    "readiness": model.Readiness,
    "emergency": dict[Country, model.Emergency],
}
OPTIONAL = ("wording", "audit", "reading", "readiness", "emergency")
"""The files that a guide may do without."""
ENTRIES = ("sources", "units", "figures", "task_groups", "emergency")
"""The files that hold many entries by their id."""
IN_GROUPS = (("profile_questions", "profile", "questions"), ("field_defs", "fields", "fields"))
"""What is named though it stands in the groups of a file: its kind, the file, and the list."""


def load(folder: str | Path) -> model.Catalog:
    """The catalog in ``folder``. Raises `ContentError` with every problem found."""
    return Loader(Path(folder)).load()


def in_country(catalog: model.Catalog, country: str) -> model.Catalog:
    """The catalog as it is used in another country. Raises ValueError where that is not known."""
    if country not in catalog.emergency:
        known = did_you_mean(country, catalog.emergency)
        raise ValueError(f"emergency.yaml knows no country '{country}'{known}")
    guide = catalog.guide.model_copy(update={"country": country})
    return catalog.model_copy(update={"guide": guide})


def schema_of(path: Path) -> Any:
    """What a content file is validated with: by its folder, or by its name."""
    return FOLDERS.get(path.parent.name) or FILES[path.stem]


@dataclass
class Loader:
    """One load; `documents` holds every file by kind and id, for the rules to point into."""

    folder: Path

    def load(self) -> model.Catalog:
        self.problems: list[Problem] = []
        self.complete = True
        self.shaped: dict[str, Any] = {}
        """By file, entries whose shape is right, though they name what is not there."""
        self.documents = self._read()
        self.known = self._collect()
        parts: dict[str, Any] = {kind.replace("-", "_"): self._kind(kind) for kind in FOLDERS}
        parts |= {name: self._file(name) for name in FILES}
        fields = parts["fields"]
        parts |= {name: parts[name].groups if parts[name] else () for name in ("fields", "profile")}
        parts |= {name: getattr(fields, name, ()) for name in ("cares", "gaps")}
        # Where something is at fault this catalog has gaps; the rules judge what there is.
        catalog = model.Catalog.model_construct(**parts)
        self.problems += rules.raw(self.documents)
        self.problems += rules.words(self._in_words(parts), self.documents)
        self.problems += rules.whole(catalog, self.documents)
        if self.complete:  # else an entry would be blamed for what another one lacks
            self.problems += rules.comparing(catalog, self.documents)
        self._stop_on_problems()
        return catalog

    def _in_words(self, parts: Mapping[str, Any]) -> model.Catalog:
        """The catalog with all whose words can be judged: a slip in a name hides no other fault."""
        parts = {**parts}
        for (kind, name), document in self.documents.items():
            if kind and document.file in self.shaped:
                key = kind.replace("-", "_")
                parts[key] = {**parts[key], name: self.shaped[document.file]}
        return model.Catalog.model_construct(**parts)

    def _stop_on_problems(self) -> None:
        for document in self.documents.values():
            self.problems += document.problems
        if self.problems:
            raise ContentError(self.problems)

    # --- reading

    def _read(self) -> dict[tuple[str, str], Document]:
        found = {("", name): self.folder / f"{name}.yaml" for name in FILES}
        for kind in FOLDERS:
            found |= {
                (kind, path.stem): path for path in sorted(self.folder.glob(f"{kind}/*.yaml"))
            }
        for key, path in [*found.items()]:
            if not path.is_file():
                if key not in {("", name) for name in OPTIONAL}:
                    self._problem(path, "the file is missing")
                del found[key]
        self._strangers({*found.values()})
        return {key: read(path) for key, path in found.items()}

    def _strangers(self, expected: set[Path]) -> None:
        """A file nobody reads is a file somebody thinks is read."""
        for path in sorted(self.folder.rglob("*")):
            if path in expected or path.is_dir() or path.name.startswith("."):
                continue
            if path.parent == self.folder / "icons":
                continue
            if path.parent.name == "drawings" and path.with_suffix(".yaml") in expected:
                continue
            name = str(path.relative_to(self.folder))
            names = [f"{name}.yaml" for name in FILES] + [f"{kind}/…yaml" for kind in FOLDERS]
            self._problem(path, f"found the file '{name}'{did_you_mean(name, names)}")

    def _problem(self, path: Path, message: str) -> None:
        self.problems.append(Problem(str(path), 1, "", message))

    def _collect(self) -> Known:
        ids = {kind.replace("-", "_"): frozenset(self._ids(kind)) for kind in FOLDERS}
        # A file that can't be read is one fault; the names it would have held are no others.
        ids |= {name: frozenset(self._data(name)) for name in FILES if self._readable(name)}
        for kind, name, key in IN_GROUPS:
            if self._readable(name):
                groups = _list(self._data(name), "groups")
                found = [entry for group in groups for entry in _list(group, key)]
                found += [choice for entry in found for choice in _list(entry, "choices")]
                names = (entry.get("id") for entry in found if isinstance(entry, dict))
                ids[kind] = frozenset(n for n in names if isinstance(n, str))
        return Known(ids, self._allowed_digits())

    def _allowed_digits(self) -> tuple[str, ...] | None:
        if not self._readable("guide"):
            return None
        digits = _list(self._data("guide"), "allowed_digits")
        return tuple(d for d in digits if isinstance(d, str))

    def _ids(self, kind: str) -> Iterator[str]:
        return (name for folder, name in self.documents if folder == kind)

    def _readable(self, name: str) -> bool:
        document = self.documents.get(("", name))
        return document is not None and document.data is not None

    def _data(self, name: str) -> dict[str, Any]:
        document = self.documents.get(("", name))
        return document.data if document and document.data else {}

    # --- validating

    def _kind(self, kind: str) -> dict[str, Any]:
        adapter = TypeAdapter(FOLDERS[kind])
        entries = [self._entry(kind, name, adapter) for name in self._ids(kind)]
        return {e.id: e for e in sorted(filter(None, entries), key=lambda e: (e.order, e.id))}

    def _entry(self, kind: str, name: str, adapter: TypeAdapter[Any]) -> Any:
        document = self.documents[kind, name]
        if document.data is None:
            return None
        data = dict(document.data)
        for key, place in (("id", "file's name is the id"), ("svg", "drawing has its own file")):
            if key in data:
                document.add(f"found a key '{key}', expected none: the {place}", (key,))
        data["id"] = name
        if kind == "drawings":
            data["svg"] = drawing.read(Path(document.file).with_suffix(".svg"), document)
        return self._validate(document, adapter, data)

    def _file(self, name: str) -> Any:
        document = self.documents.get(("", name))
        adapter = TypeAdapter(FILES[name])
        if document is None or document.data is None:
            self.complete &= name in OPTIONAL and document is None
            return {} if name in ENTRIES else None
        if name not in ENTRIES:
            return self._validate(document, adapter, document.data)
        # One at a time, so that a fault in one entry doesn't hide the rules' view of the others.
        found: dict[str, Any] = {}
        for key, value in document.data.items():
            found |= self._validate(document, adapter, {key: value}) or {}
        return found

    def _validate(
        self, document: Document, adapter: TypeAdapter[Any], data: Any, told: Sequence[Loc] = ()
    ) -> Any:
        try:
            return adapter.validate_python(data, context=self.known)
        except ValidationError as error:
            found = [details for details in error.errors() if details["loc"] not in told]
        for details in found:
            # pydantic counts the entries that are in order; each of the others has been told.
            if details["type"] != "too_short" or not details["input"]:
                document.add(*explain(details, schema_of(Path(document.file))))
        unknown = [details["loc"] for details in found if details["type"] == "extra_forbidden"]
        if not unknown:
            self.complete = False
            with suppress(ValidationError):
                self.shaped[document.file] = adapter.validate_python(data)  # without context
            return None
        # Without the keys that nobody knows the rest is in order, or has faults that they hid.
        told = [details["loc"] for details in found]
        return self._validate(document, adapter, without(data, unknown), told)


def _list(data: Any, key: str) -> list[Any]:
    value = data.get(key) if isinstance(data, dict) else None
    return value if isinstance(value, list) else []
