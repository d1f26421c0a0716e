// Saves what is being typed as a draft on the server: now and then, when the line comes back, when the page is hidden.
// Nothing is kept on this computer. Without this script the page does the same with its button.
(() => {
  "use strict";
  const EVERY = 20000;
  const form = document.querySelector("form[data-draft]");
  const state = document.getElementById("draft-state");
  if (!form || !state) return;
  let changed = false, busy = false, leaving = false;

  const save = async () => {
    if (!changed || busy || leaving) return;
    busy = true;
    changed = false;
    const body = new FormData(form);
    body.set("deed", "draft");
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Draft": "1" }, redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      state.textContent = `${form.dataset.saved} ${new Date().toTimeString().slice(0, 5)}`;
    } catch {
      changed = true;
      if (!leaving) state.textContent = form.dataset.waiting;
    }
    busy = false;
  };

  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { leaving = true; });
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("online", save);
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  setInterval(save, EVERY);
})();
