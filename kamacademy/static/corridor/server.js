// Speaks to the academy: each call answers with what came back, or with {state: "no-signal"}, and never throws.

const PATIENCE_MS = 20_000;
const NO_SIGNAL = { state: "no-signal" };

async function ask(path, options, device) {
  const headers = { Accept: "application/json", ...(device ? { "X-Device": device } : {}), ...(options.headers ?? {}) };
  try {
    const answer = await fetch(path, {
      credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS), ...options, headers,
    });
    return { status: answer.status, body: await bodyOf(answer) };
  } catch {
    return { status: 0, body: null };
  }
}

async function bodyOf(answer) {
  if (!answer.headers.get("Content-Type")?.includes("application/json")) return null;
  return answer.json();
}

// Who is signed in, or that nobody is, or that this phone was told to forget.
export async function contact(device) {
  const { status, body } = await ask("/corridor/contact", {}, device);
  return status === 200 && body ? body : NO_SIGNAL;
}

// Everything the form needs without a network; null when it could not be fetched.
export async function fetchPack(device) {
  const { status, body } = await ask("/corridor/pack", {}, device);
  return status === 200 && body ? body : null;
}

// Sends one entry. `state` of the answer: stored, already, conflict, sign-in, other-person, refused, stale or no-signal.
export async function send(wire, token, device) {
  const { status, body } = await ask(
    "/corridor/entries",
    { method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": token }, body: JSON.stringify(wire) },
    device,
  );
  if (status === 200 && body) return body;
  if (status === 401) return { state: "sign-in" };
  if (status === 409) return { state: "other-person" };
  if (status === 422 && body) return { state: "refused", problems: body.problems ?? [] };
  if (status === 400) return { state: "stale" };
  return NO_SIGNAL;
}
