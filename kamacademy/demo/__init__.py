"""The fictional company that `kamacademy demo` shows: people, and what they did in a pilot and nine months."""
