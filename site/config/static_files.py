"""How static files are named."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class RememberedNames(CompressedManifestStaticFilesStorage):
    """Works out each file's address once a process: a page of results names its icons a hundred times."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        if force or not name:
            return super().url(name, force)
        if name not in self._addresses:
            self._addresses[name] = super().url(name, force)
        return self._addresses[name]
