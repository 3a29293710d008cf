"""The WSGI entry: ``granian --interface wsgi server:app``, or ``python server.py``."""

from pwa import create_app

# ``python server.py`` needs no app here: the server it starts builds one in each of its worker
# processes, which import this file once more, as "__mp_main__".
if __name__ not in ("__main__", "__mp_main__"):
    app = create_app()

if __name__ == "__main__":
    from pwa.cli import main

    main(["serve"])
