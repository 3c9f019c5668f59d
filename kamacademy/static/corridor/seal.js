// Seals entries into a file that only the academy's server can open: ECDH P-256, HKDF-SHA-256, AES-256-GCM.

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const PURPOSE = new TextEncoder().encode("kam-academy-export-1");
const IV_BYTES = 12;

function bytesOf(text) {
  const padded = text.replace(/-/g, "+").replace(/_/g, "/").padEnd(Math.ceil(text.length / 4) * 4, "=");
  return Uint8Array.from(atob(padded), (character) => character.charCodeAt(0));
}

function textOf(buffer) {
  let binary = "";
  for (const byte of new Uint8Array(buffer)) binary += String.fromCharCode(byte);
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

async function sharedKey(ownPrivate, theirPublic) {
  const secret = await crypto.subtle.deriveBits({ name: "ECDH", public: theirPublic }, ownPrivate, 256);
  const material = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const derivation = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: PURPOSE };
  return crypto.subtle.deriveKey(derivation, material, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
}

// The file's text. `exportKey` is the server's public key from the pack, `wires` the entries as they would be sent.
export async function sealed(exportKey, person, wires, madeAt) {
  const theirs = await crypto.subtle.importKey("raw", bytesOf(exportKey), CURVE, false, []);
  const own = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  const key = await sharedKey(own.privateKey, theirs);
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const words = new TextEncoder().encode(JSON.stringify({ person, made_at: madeAt, entries: wires }));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, words);
  const ephemeral = await crypto.subtle.exportKey("raw", own.publicKey);
  return JSON.stringify({ format: "kam-academy-sealed-1", public: textOf(ephemeral), iv: textOf(iv), data: textOf(data) });
}

// Hands the file to the phone's own way of saving.
export function download(text, name) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
