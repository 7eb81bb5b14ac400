"""RDF serializations by pyoxigraph: parsing and writing, with prefixes and stable bytes."""

import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from gongbao import stored
from gongbao.errors import GraphError
from gongbao.text.harmless import printable
from gongbao.text.language_tags import cased
from gongbao.triples import unmarked


def serialize(quads: Iterable[ox.Quad], format: ox.RdfFormat, prefixes: Mapping[str, str]) -> bytes:
    """Write the quads in the order given; formats without named graphs get one plain graph, without repetitions.

    What XML cannot hold is replaced in RDF/XML. Raises GraphError for what a format has no place for.
    """
    if format == ox.RdfFormat.RDF_XML:
        quads = (ox.Quad(q.subject, q.predicate, _printable(q.object), q.graph_name) for q in quads)
    if format.supports_datasets:
        statements: Iterable[ox.Quad] | Iterable[ox.Triple] = quads
    else:
        statements = dict.fromkeys(ox.Triple(q.subject, q.predicate, q.object) for q in quads)
    with_prefixes = format in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG, ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD)
    written = ox.serialize(statements, format=format, prefixes=dict(prefixes) if with_prefixes else None)
    content = cased(written or b"")
    return _readable(content) if format in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG) else content


def _printable(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(term, ox.Triple):
        raise GraphError("RDF/XML has no place for triples about triples")
    if not isinstance(term, ox.Literal) or (words := printable(term.value)) == term.value:
        return term
    return ox.Literal(words, language=term.language) if term.language else ox.Literal(words, datatype=term.datatype)


def _readable(turtle: bytes) -> bytes:
    """Sort the prefixes and leave a blank line before each subject; a literal never spans lines in this writer."""
    lines = turtle.splitlines(keepends=True)
    head = sorted(line for line in lines if line.startswith(b"@prefix "))
    body = (line for line in lines if not line.startswith(b"@prefix "))
    named = any(line.endswith(b" {\n") for line in lines[len(head) : len(head) + 1])
    indented = (b"\t\t", b"}", b"\n") if named else (b"\t", b"\n")
    return b"".join(head) + b"".join(line if line.startswith(indented) else b"\n" + line for line in body)


def pieces(
    store: ox.Store, reports: Iterable[ox.NamedNode], format: ox.RdfFormat, names: Mapping[str, str]
) -> Iterator[bytes]:
    """Yield a file of reports, given sorted, report by report, so that memory holds one report."""
    if format.supports_datasets:
        groups: Iterable[Iterable[ox.Quad]] = (stored.quads(store, [report]) for report in reports)
    else:
        groups = _together(stored.union(store, reports))
    end = _END if format == ox.RdfFormat.RDF_XML else b""
    for number, group in enumerate(groups):
        written = serialize(group, format, names).removesuffix(end)
        yield _body(written) if number else written
    yield end


_TOGETHER = 5_000  # triples of a plain graph that are written at once


def _together(triples: Iterable[ox.Triple]) -> Iterator[list[ox.Quad]]:
    left = iter(triples)
    while group := [ox.Quad(t.subject, t.predicate, t.object) for t in islice(left, _TOGETHER)]:
        yield group


_END = b"</rdf:RDF>"


def _body(written: bytes) -> bytes:
    """Return what follows the head of a file; no literal spans lines in the writers of formats with prefixes."""
    if written.startswith(b"<?xml "):
        return written.partition(b"<rdf:RDF ")[2].partition(b">\n")[2]
    if not written.startswith(b"@prefix "):
        return written
    return b"".join(line for line in io.BytesIO(written) if not line.startswith(b"@prefix "))


def graph_format(path: Path) -> ox.RdfFormat:
    """Return the format that a file's extension tells. Raises GraphError; a text is a report, though `.txt` is N-Triples too."""
    suffix = path.suffix.lower()
    format = ox.RdfFormat.from_extension(suffix.lstrip("."))
    if format is None or suffix == ".txt":
        raise GraphError("not a graph, perhaps a report", path=path, known=".ttl .trig .nt .nq .rdf .jsonld")
    return format


@contextmanager
def parsing(path: Path) -> Iterator[None]:
    """Raise GraphError, with the line of a syntax error, where a graph file cannot be read inside."""
    try:
        yield
    except SyntaxError as error:
        raise GraphError("the line is no RDF", path=path, number=error.lineno, error=error.msg) from error
    except FileNotFoundError as error:
        raise GraphError("no such graph file", path=path) from error
    except OSError as error:
        raise GraphError("cannot be read", path=path, error=error) from error
    except ValueError as error:
        raise GraphError(f"{path}: {error}", f"{path}：不是有效的图") from error


def parse(path: Path) -> list[ox.Quad]:
    """Read a graph file; the format is told by the extension. Raises GraphError with the line of a syntax error."""
    format = graph_format(path)
    with parsing(path):
        return list(ox.parse(unmarked(path), format=format))
