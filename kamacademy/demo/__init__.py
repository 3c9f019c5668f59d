"""The fictional company that `kamacademy demo` shows: people, and nine months of what they did."""
