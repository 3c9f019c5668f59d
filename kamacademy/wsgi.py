"""What a WSGI server imports."""

import gc

from kamacademy import create_app, jobs

app = create_app()
if app.config["JOBS_INSIDE"]:
    jobs.start_inside(app)
# What was made at the start lives as long as the process; without this every full collection walks through it again.
gc.collect()
gc.freeze()
