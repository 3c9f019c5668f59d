// What a form with data-autosave says while it saves itself by htmx, and what happens without a connection;
// and a clock that counts down what the server has said is left.

const RETRY_SECONDS = 5;
const waiting = new WeakMap();

function say(form, words) {
  const line = form.querySelector("[role=status]");
  if (line) line.textContent = words;
}

function tryAgain(form) {
  clearTimeout(waiting.get(form));
  waiting.delete(form);
  window.htmx.trigger(form, "change");
}

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.matches("form[data-autosave]")) say(event.target, "Saving…");
});

for (const trouble of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(trouble, (event) => {
    const form = event.target;
    if (!form.matches("form[data-autosave]")) return;
    say(form, "Not saved: there is no connection. Your answer stays on this page and is sent again.");
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => tryAgain(form), RETRY_SECONDS * 1000));
  });
}

document.addEventListener("htmx:responseError", (event) => {
  if (event.target.matches("form[data-autosave]")) {
    say(event.target, "Not saved: the server refused it. Press the button below, which says why.");
  }
});

// An answer that is not saved yet is not left behind silently; one that is saved asks nothing.
window.addEventListener("beforeunload", (event) => {
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    if (waiting.has(form) && !form.dataset.sending) event.preventDefault();
  }
});
document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-autosave]")) event.target.dataset.sending = "yes";
});

function words(seconds) {
  if (seconds <= 0) return "no time";
  if (seconds < 60) return "less than a minute";
  const minutes = Math.round(seconds / 60);
  return `about ${minutes} minute${minutes === 1 ? "" : "s"}`;
}

for (const clock of document.querySelectorAll("[data-seconds-left]")) {
  const end = performance.now() + Number(clock.dataset.secondsLeft) * 1000;
  setInterval(() => {
    const now = words((end - performance.now()) / 1000);
    if (clock.textContent !== now) clock.textContent = now;
  }, 1000);
}
