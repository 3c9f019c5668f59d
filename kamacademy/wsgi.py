"""What a WSGI server imports."""

import gc

from kamacademy import create_app

app = create_app()
# What was made at the start lives as long as the process; without this every full collection walks through it again.
gc.collect()
gc.freeze()
