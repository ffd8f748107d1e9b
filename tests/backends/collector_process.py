"""Hosts the sample wave in a process of its own: INBOX [most bytes of any file]."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

from collecting import OPEN
from samples import small_wave

from generator.backends.local import collector_app, serve


def main() -> None:
    app = collector_app(small_wave(), Path(sys.argv[1]), now=lambda: OPEN)
    if len(sys.argv) > 2:
        import resource

        most = int(sys.argv[2])
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    serve(app, port=0, ready=lambda url: print(url, flush=True))


if __name__ == "__main__":
    main()
