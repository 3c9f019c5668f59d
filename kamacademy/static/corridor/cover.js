// A plain cover over the screen when the application is left or nobody touches it for two minutes. It keeps
// glances away; it is no lock and claims no secrecy.

const IDLE_MS = 120_000;
const cover = document.getElementById("cover");
const page = document.getElementById("page");
let idle = 0;
let focused = null;

function isCovered() {
  return !cover.hidden;
}

function lay() {
  if (isCovered()) return;
  focused = document.activeElement;
  cover.hidden = false;
  page.inert = true;
  if (document.visibilityState === "visible") cover.querySelector("button").focus();
}

function lift() {
  cover.hidden = true;
  page.inert = false;
  if (focused?.isConnected) focused.focus({ preventScroll: true });
  rest();
}

function rest() {
  clearTimeout(idle);
  idle = setTimeout(lay, IDLE_MS);
}

export function startCover() {
  cover.querySelector("button").addEventListener("click", lift);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") lay();
    else if (isCovered()) cover.querySelector("button").focus();
  });
  window.addEventListener("pagehide", lay);
  for (const act of ["pointerdown", "keydown", "input", "scroll"]) {
    document.addEventListener(act, () => isCovered() || rest(), { passive: true, capture: true });
  }
  rest();
}
