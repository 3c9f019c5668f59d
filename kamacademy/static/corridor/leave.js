// On the page with the sign-out button: signing out empties this phone, so unsent notes are spoken of first.

const UNSENT = ["draft", "ready", "refused"];

function unsentHere() {
  return new Promise((resolve) => {
    const request = indexedDB.open("kamacademy-corridor");
    // Nothing was ever kept here: leave no empty store behind.
    request.onupgradeneeded = () => request.transaction.abort();
    request.onerror = () => resolve(0);
    request.onsuccess = () => {
      const all = request.result.transaction("entries").objectStore("entries").getAll();
      all.onsuccess = () => {
        request.result.close();
        resolve(all.result.filter((one) => UNSENT.includes(one.state)).length);
      };
      all.onerror = () => resolve(0);
    };
  });
}

function notice(count) {
  const words = count === 1 ? "One note on this phone has not been sent. " : `${count} notes on this phone have not been sent. `;
  const link = Object.assign(document.createElement("a"), { href: "/corridor/", textContent: "Send them first" });
  const line = document.createElement("p");
  line.append(words, link, ", or press again to sign out and lose them.");
  const box = Object.assign(document.createElement("div"), { className: "notice notice-caution", role: "alert" });
  box.append(line);
  return box;
}

for (const form of document.querySelectorAll("form[data-leave]")) {
  let isSure = false;
  form.addEventListener("submit", async (event) => {
    if (isSure) return;
    event.preventDefault();
    isSure = true;
    const count = await unsentHere();
    if (count) form.before(notice(count));
    else form.requestSubmit();
  });
}
