// What this phone keeps: one pack for one person, the entries not finished or not shared, and nothing else.

const NAME = "kamacademy-corridor";
const VERSION = 1;
let opened = null;

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("kept");
      request.result.createObjectStore("entries", { keyPath: "key" });
    };
    request.onsuccess = () => {
      // Another tab empties the phone: let it, and start anew at the next call.
      request.result.onversionchange = () => forgetConnection(request.result);
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  return opened;
}

function forgetConnection(connection) {
  connection.close();
  opened = null;
}

async function reading(store, act) {
  return settled(act((await database()).transaction(store).objectStore(store)));
}

// Resolves once the browser says that the change is complete, not just asked for.
async function writing(store, act) {
  const transaction = (await database()).transaction(store, "readwrite", { durability: "strict" });
  act(transaction.objectStore(store));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

export function kept(name) {
  return reading("kept", (store) => store.get(name));
}

export function keep(name, value) {
  return writing("kept", (store) => store.put(value, name));
}

export function entries() {
  return reading("entries", (store) => store.getAll());
}

export function putEntry(entry) {
  return writing("entries", (store) => store.put(entry));
}

export function dropEntry(key) {
  return writing("entries", (store) => store.delete(key));
}

// Empties everything of a person; the application's own files stay, since they hold nothing of anyone.
export async function wipe() {
  await writing("entries", (store) => store.clear());
  await writing("kept", (store) => store.clear());
}

export async function askToPersist() {
  return (await navigator.storage?.persist?.()) ?? false;
}
