"""What a WSGI server imports."""

from kamacademy import create_app

app = create_app()
