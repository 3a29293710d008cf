"""The WSGI entry: ``granian --interface wsgi server:app``, or ``python server.py``."""

import sys

from pwa import create_app
from pwa.catalog import ContentError
from pwa.settings import SettingError

# ``python server.py`` needs no app here: the server it starts builds one in each of its worker
# processes, which import this file once more, as "__mp_main__".
if __name__ not in ("__main__", "__mp_main__"):
    try:
        app = create_app()
    except (ContentError, SettingError) as error:
        sys.exit(str(error))

if __name__ == "__main__":
    from pwa.cli import main

    main(["serve"])
