from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from tqdm import tqdm

from search import sync
from search.index.drift import Drift
from search.index.outbox import is_configured
from search.kinds.registry import expected_count
from search.models import SearchWord
from search.vocabulary import repair_words, word_drift

NAMED = 20
DATABASE, ELASTICSEARCH = "database", "elasticsearch"


class Command(BaseCommand):
    help = (
        "Write all search documents anew (build), repair those that differ from the register (sync), or list them "
        "(check; exit 1 when any is missing, orphaned or stale): those of the database with their words and, where "
        "there is one, those in Elasticsearch."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["build", "sync", "check"])
        parser.add_argument("--only", choices=[DATABASE, ELASTICSEARCH], help="leave the other alone")

    def handle(self, *args: object, act: str, only: str | None, **options: object) -> None:
        self._differs = False
        if only != ELASTICSEARCH:
            self._said({"build": self._build, "sync": self._sync, "check": self._check}[act]())
        if only != DATABASE and is_configured():
            with failures():
                acts = {"build": self._build_index, "sync": self._sync_index, "check": self._check_index}
                self._said(acts[act]())
        if self._differs:
            raise CommandError(_("The search documents differ; “search_index sync” repairs them."), returncode=1)

    def _said(self, sentence: str) -> None:
        if sentence:
            self.stdout.write(sentence)

    def _build(self) -> str:
        with self._bar() as bar:
            return _("%(count)s documents written.") % {"count": sync.build(bar.update)}

    def _sync(self) -> str:
        with self._bar() as bar:
            found = sync.repair(bar.update)
        repair_words()
        return _("%(missing)s documents added, %(stale)s rewritten, %(orphaned)s removed.") % counts(found)

    def _check(self) -> str:
        with self._bar() as bar:
            found = sync.drift(bar.update)
        differs = [self._listed(found), self._words_listed()]
        return "" if any(differs) else _("The search documents say what the register says.")

    def _build_index(self) -> str:
        from search.index.building import build_index  # noqa: PLC0415 -- its library takes a second to load

        with self._bar() as bar:
            return _("Elasticsearch: %(count)s documents in a new index.") % {"count": build_index(bar.update)}

    def _sync_index(self) -> str:
        from search.index.checking import repair_index  # noqa: PLC0415 -- its library takes a second to load

        with self._bar() as bar:
            found = repair_index(bar.update)
        said = _("Elasticsearch: %(missing)s documents added, %(stale)s rewritten, %(orphaned)s removed.")
        return said % counts(found)

    def _check_index(self) -> str:
        from search.index.checking import index_drift  # noqa: PLC0415 -- its library takes a second to load

        with self._bar() as bar:
            found = index_drift(bar.update)
        self._listed(found, "Elasticsearch: ")
        return _("Elasticsearch: %(missing)s missing, %(orphaned)s orphaned, %(stale)s stale.") % counts(found)

    def _bar(self) -> tqdm:
        # A bar on a terminal, plain lines elsewhere.
        return tqdm(total=expected_count(), disable=None, file=self.stderr, unit=" documents")

    def _listed(self, found: Drift, where: str = "") -> bool:
        """List what differs, if anything does."""
        lists = {_("Missing"): found.missing, _("Orphaned"): found.orphaned, _("Stale"): found.stale}
        said = {word: [code for _kind, code in keys] for word, keys in lists.items() if keys}
        if found.words:
            said[_("Full-text index")] = [_("out of step")]
        for word, codes in said.items():
            self._name(f"{where}{word}", codes)
        self._differs |= bool(found)
        return bool(found)

    def _words_listed(self) -> bool:
        """List the words that are not kept, if any is not, and those no document holds: texts leave some behind."""
        found, where = word_drift(), f"{SearchWord._meta.verbose_name_plural}: "
        for word, words in ((_("Missing"), found.missing), (_("Orphaned"), found.orphaned)):
            if words:
                self._name(f"{where}{word}", words)
        self._differs |= bool(found.missing)
        return bool(found.missing)

    def _name(self, what: str, codes: Sequence[str]) -> None:
        self.stderr.write(f"{what}: {', '.join(codes[:NAMED])}{' …' if len(codes) > NAMED else ''}")


def counts(found: Drift) -> dict[str, int]:
    return {"missing": len(found.missing), "stale": len(found.stale), "orphaned": len(found.orphaned)}


@contextmanager
def failures() -> Iterator[None]:
    """Say in a sentence why Elasticsearch could not be reached, or that somebody builds already."""
    from search.engines.failures import Unanswered  # noqa: PLC0415 -- its library takes a second to load
    from search.index.lock import AlreadyBuilding  # noqa: PLC0415 -- beside the one above

    try:
        yield
    except Unanswered as unanswered:
        said = _("Elasticsearch does not do what it is asked (%(why)s); nothing is lost.") % {"why": unanswered}
        raise CommandError(said, returncode=1) from unanswered
    except AlreadyBuilding as refused:
        raise CommandError(_("The index is being built already."), returncode=1) from refused
