"""Adding, replacing and removing reports: what is known and unchanged is skipped, each other is one transaction."""

import hashlib
import os
import re
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyoxigraph as ox

from gongbao import read
from gongbao.corpus import work
from gongbao.corpus.progress import Progress
from gongbao.corpus.store import Extracted, Source, bears, is_current
from gongbao.corpus.work import Extractor, Refused, Task
from gongbao.corpus.writer import Writer
from gongbao.errors import GongbaoError, InputError, StoreError, UsageError, typed
from gongbao.model import Notice
from gongbao.read.files import STDIN, SUFFIXES
from gongbao.read.raw import exact, shown
from gongbao.read.scan import parsed as parsed_scan
from gongbao.settings import Recipe

CONTAINERS = frozenset({"csv", "jsonl", "zip", "xlsx", "xls", "ods", "epub"})
"""Formats of files that hold several reports."""

_PART = re.compile(rf"#[0-9]+|[/{re.escape(os.sep)}].*", re.S)
"""What follows the key of such a file in the key of a row or member; no key of another file reads like a row's."""


@dataclass(slots=True)
class Summary:
    """What a change of the corpus did, by count, what it has to tell, and the reports that failed with their reasons."""

    added: int = 0
    replaced: int = 0
    kept: int = 0
    unchanged: int = 0
    removed: int = 0
    failures: list[Refused] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    interrupted: bool = False


def add(
    store: Path,
    patterns: Iterable[str | Path],
    recipe: Recipe,
    *,
    jobs: int | None = 0,
    again: bool = False,
    extractor: Extractor = work.extract,
    progress: Progress | None = None,
) -> Summary:
    """Add the reports of files, folders and patterns; a file that is known and has changed replaces its own reports.

    `jobs` processes read, then as many threads of this one load; for 0 it does both, and None lets the files decide.
    Unchanged files are skipped, unless `again` is set or they were read by another version. Ctrl-C stops between two
    transactions and leaves the corpus as the summary says; adding again goes on from there.
    """
    if jobs != 0:
        work.ready()
    files = _files(patterns)
    recipe.settings  # noqa: B018  an error in the ontology is told before the store is touched
    summary = Summary()
    jobs = work.processes_for(files) if jobs is None else jobs
    with Writer(store, recipe.base, threads=jobs) as writer:
        change = _Change(writer, recipe, summary, again, extractor)
        shown = progress or Progress()
        jobs = min(jobs, len(files) if not any(map(_is_container, files)) else jobs)
        outcomes = work.run(change.tasks(files, shown), recipe, jobs, extractor, writer.additions.folder)
        change.commit_all(outcomes, len(files), shown)
    return summary


def remove(store: Path, names: Iterable[str], recipe: Recipe, *, extractor: Extractor = work.extract) -> Summary:
    """Remove the reports of paths, folders, or report ids (the first digits, at least eight, of their IRI's). Raises StoreError, UsageError."""
    summary = Summary()
    names = list(names)
    with Writer(store, recipe.base) as writer:
        chosen = {source.key: source for name in names for source in _named(name, writer, store)}
        change = _Change(writer, recipe, summary, False, extractor)
        for source in chosen.values():
            change.remove(source)
    return summary


def rebuild(store: Path, recipe: Recipe, *, jobs: int | None = 0, progress: Progress | None = None) -> Summary:
    """Extract again, from their stored texts, the reports that another version of program or ontology made."""
    summary = Summary()
    jobs = work.default_jobs() if jobs is None else jobs
    with Writer(store, recipe.base, threads=jobs) as writer:
        change = _Change(writer, recipe, summary, True, work.extract)
        told = recipe.decisions is not None  # then it matters what the first of a report's sources is called
        every = (entry for entry in writer.entries() if told or not is_current(entry, "", recipe))
        held = ((writer.sources(entry.report)[0], entry) for entry in every)
        owners = [(owner, entry.decisions) for owner, entry in held if not is_current(entry, owner.key, recipe)]
        tasks = (Task(o.key, o.digest, change.stored(o), whole=o.whole, decided=decided) for o, decided in owners)
        outcomes = work.run(tasks, recipe, min(jobs, len(owners)), folder=writer.additions.folder)
        change.commit_all(outcomes, len(owners), progress or Progress())
    return summary


def _files(patterns: Iterable[str | Path]) -> list[Path]:
    """Return the files, by absolute path, so that a report has the same key from wherever it is added."""
    expanded = read.expand(patterns)
    return list(dict.fromkeys(path if str(path) == STDIN else Path(path).absolute() for path in expanded))


def _is_container(path: Path) -> bool:
    return SUFFIXES.get(path.suffix.lower()) in CONTAINERS or str(path) == STDIN


def _key_of(path: Path, source: str | None) -> str:
    """Return the key of a file, or of the part of it that is called `source`."""
    return exact(str(path)) + (source or "").removeprefix(shown(path))


def _is_part(key: str, whole: str) -> bool:
    """Say whether a key is of a row or member of a file, or of a file in a folder."""
    return key.startswith(whole) and _PART.fullmatch(key, len(whole)) is not None


def _named(name: str, writer: Writer, store: Path) -> list[Source]:
    """Return the sources that a name means: a path, a folder, a report's id, or a file's last name."""
    if not name.strip():
        raise UsageError("the name of a file is empty")
    path = str(Path(name).absolute())
    key = exact(path)
    given = [source for shown in dict.fromkeys((key, path)) if (source := writer.source(shown))]
    if given or (given := writer.parts(key)):
        return list(dict.fromkeys([*given, *writer.parts(key)]))
    known = writer.sources()
    found = [s for s in known if _is_part(s.key, key)]
    if not found:
        found = [s for s in known if s.report and bears(s.report, name)]
    if not found:
        found = [s for s in known if Path(s.key).name in (name, exact(name))]
    if not found:
        raise StoreError("not in the corpus", name=name, store=store, typed=typed(store))
    return found


class _Change:
    """One run over files: what to extract, and what to commit."""

    def __init__(self, writer: Writer, recipe: Recipe, summary: Summary, again: bool, extractor: Extractor) -> None:
        self.writer, self.recipe, self.summary, self.again = writer, recipe, summary, again
        self.extractor = extractor

    def tasks(self, files: list[Path], shown: Progress) -> Iterator[Task]:
        """Yield what must be extracted, in order; skip what is known, and record what cannot be read."""
        for path in files:
            if _is_container(path):
                yield from self._parts(path, shown)
                continue
            key = exact(str(path))
            digest = self._digest(path)
            if digest is None:
                shown.advance()
            elif self._is_known(key, digest):
                self.summary.unchanged += 1
                shown.advance()
            else:
                yield Task(key, digest, path=path)

    def _digest(self, path: Path) -> str | None:
        try:
            return hashlib.sha256(read.files.load_bytes(path)).hexdigest()
        except InputError as error:
            self._refuse(path, error)
            return None

    def _refuse(self, path: Path, error: GongbaoError) -> None:
        """Record a file, or a part of one, that cannot be read; one that was never there is only told."""
        self.summary.failures.append(Refused.by(error))
        key = _key_of(path, error.source)
        if _exists(path) or self.writer.source(key):
            whole = exact(str(path))
            part = whole if key != whole else None
            self.writer.fail(Source(key, "", error=str(error), error_zh=error.zh or None, whole=part))

    def _parts(self, path: Path, shown: Progress) -> Iterator[Task]:
        """Yield the reports of a file of many, and afterwards remove those that it no longer holds."""
        key = exact(str(path))
        seen: set[str] = set()
        complete = True
        for raw in shown.within(path, work.texts(path, self.recipe)):
            if isinstance(raw, GongbaoError):
                complete = False
                self._refuse(path, raw)
                shown.advance()
                continue
            digest = _digest_of(raw)
            part = f"{STDIN}{digest[:16]}" if str(path) == STDIN else _key_of(path, raw.source)
            seen.add(part)
            if self._is_known(part, digest):
                self.summary.unchanged += 1
                shown.advance()
            else:
                yield Task(part, digest, raw, whole=None if str(path) == STDIN or part == key else key)
        whole = self.writer.source(key)
        if complete and whole is not None and key not in seen:  # what was said of the file as a whole no longer holds
            (self.remove if whole.report else self.writer.remove)(whole)
        if complete and str(path) != STDIN:
            for source in self.writer.parts(key):
                if source.key not in seen:
                    (self.remove if source.report else self.writer.remove)(source)

    def _is_known(self, key: str, digest: str) -> bool:
        if self.again:
            return False
        source = self.writer.source(key)
        if source is None or source.report is None or source.digest != digest or source.error:
            return False
        entry = self.writer.entry(source.report)
        return entry is not None and is_current(entry, key, self.recipe)

    def commit_all(self, outcomes: Generator[tuple[Task, work.Outcome]], count: int, shown: Progress) -> None:
        """Record outcomes as they come, until Ctrl-C."""
        shown.start(count)
        try:
            with closing(outcomes):
                for task, outcome in outcomes:
                    self.commit(task, outcome)
                    shown.advance()
        except KeyboardInterrupt:
            self.summary.interrupted = True
        finally:
            shown.stop()

    def commit(self, task: Task, outcome: work.Outcome) -> None:
        """Record the outcome of a task."""
        source = Source(task.key, task.digest, whole=task.whole)
        if isinstance(outcome, Refused):
            self.summary.failures.append(outcome)
            self.writer.fail(replace(source, error=outcome.reason, error_zh=outcome.zh or None))
            return
        if given := task.raw:
            source = replace(source, title=given.title, publisher=given.publisher, issued=given.issued)
        told = (Notice(f"{task.key}: {each.english}", f"{task.key}：{each.zh}") for each in outcome.notices)
        self.summary.notices.extend(told)
        heir = self._heir(task.key, outcome.entry.report)
        did = self.writer.put(source, outcome, heir)
        setattr(self.summary, did, getattr(self.summary, did) + 1)

    def remove(self, source: Source) -> None:
        """Take a source out."""
        self.writer.remove(source, self._heir(source.key, None))
        self.summary.removed += 1

    def _heir(self, key: str, report: str | None) -> Extracted | None:
        """Extract anew a report that loses its owner to another source with the same text."""
        orphan = self.writer.orphan(key, report)
        if orphan is None:
            return None
        entry = self.writer.entry(orphan.report or "")
        task = Task(orphan.key, orphan.digest, self.stored(orphan), decided=entry.decisions if entry else "")
        outcome = self.extractor(task, self.recipe)
        return outcome if isinstance(outcome, Extracted) else None

    def stored(self, source: Source) -> read.Raw:
        """Return the text of a report from its graph, with what came with it."""
        text = self._said(source, "text") or ""
        layout = self._said(source, "scanLayout")
        scan = parsed_scan(self._said(source, "recognizedBy") or "", layout) if layout else None
        return read.Raw(text, source.key, source.title, source.publisher, source.issued, scan)

    def _said(self, source: Source, name: str) -> str | None:
        """Return what a report's graph says of the report in a property of one text."""
        report = ox.NamedNode(source.report or "")
        named = ox.NamedNode(self.recipe.settings.ontology.get_property(name).iri)
        found = self.writer.store.quads_for_pattern(report, named, None, ox.DefaultGraph())
        return next((quad.object.value for quad in found if isinstance(quad.object, ox.Literal)), None)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _digest_of(raw: read.Raw) -> str:
    parts = (raw.text, raw.title or "", raw.publisher or "", raw.issued or "")
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
