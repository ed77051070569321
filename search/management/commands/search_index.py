from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from tqdm import tqdm

from search import sync

NAMED = 20


class Command(BaseCommand):
    help = (
        "Write all search documents anew (build), repair those that differ from the register (sync), or list them "
        "(check; exit 1 when any is missing, orphaned or stale)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["build", "sync", "check"])

    def handle(self, *args: object, act: str, **options: object) -> None:
        # A bar on a terminal, plain lines elsewhere.
        with tqdm(total=sync.expected_count(), disable=None, file=self.stderr, unit=" documents") as bar:
            said = {"build": self._build, "sync": self._sync, "check": self._check}[act](bar)
        self.stdout.write(said)

    def _build(self, bar: tqdm) -> str:
        return _("%(count)s documents written.") % {"count": sync.build(bar.update)}

    def _sync(self, bar: tqdm) -> str:
        found = sync.repair(bar.update)
        counts = {"missing": len(found.missing), "stale": len(found.stale), "orphaned": len(found.orphaned)}
        return _("%(missing)s documents added, %(stale)s rewritten, %(orphaned)s removed.") % counts

    def _check(self, bar: tqdm) -> str:
        found = sync.drift(bar.update)
        if not found:
            return _("The search documents say what the register says.")
        bar.close()
        for word, codes in self._listed(found).items():
            self.stderr.write(f"{word}: {', '.join(codes[:NAMED])}{' …' if len(codes) > NAMED else ''}")
        raise CommandError(_("The search documents differ; “search_index sync” repairs them."), returncode=1)

    def _listed(self, found: sync.Drift) -> dict[str, tuple[str, ...]]:
        lists = {_("Missing"): found.missing, _("Orphaned"): found.orphaned, _("Stale"): found.stale}
        words = {_("Full-text index"): (_("out of step"),)} if found.words else {}
        return {word: codes for word, codes in (lists | words).items() if codes}
