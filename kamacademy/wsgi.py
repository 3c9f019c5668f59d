"""What a WSGI server imports."""

import gc

from kamacademy import create_app, jobs

app = create_app()
if app.config["JOBS_INSIDE"]:
    jobs.start_inside(app)
# What was made at the start lives as long as the process; without this every full collection walks through it again.
gc.collect()
gc.freeze()
# A page makes some ten thousand objects and lets go of nearly all of them without the collector: asked after every few
# hundred, as Python does by itself, it costs a tenth of each page and finds nothing.
gc.set_threshold(50_000, 20, 20)
