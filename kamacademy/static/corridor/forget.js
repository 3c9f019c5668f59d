// Empties this browser of the form: run by the page after sign-out, for browsers that do not do it by themselves.

async function forget() {
  const registrations = (await navigator.serviceWorker?.getRegistrations?.()) ?? [];
  for (const one of registrations) if (new URL(one.scope).pathname === "/corridor/") await one.unregister();
  for (const name of (await globalThis.caches?.keys()) ?? []) if (name.startsWith("corridor-")) await caches.delete(name);
  indexedDB.deleteDatabase("kamacademy-corridor");
}

forget();
