// Everything works without this file. It keeps an unsent page, counts, and moves focus.
"use strict";
(() => {
  const each = (query, act, root = document) => root.querySelectorAll(query).forEach(act);
  const store = (() => { try { return window.sessionStorage; } catch { return null; } })();
  const prefix = "practice-baseline:";

  if (document.body.hasAttribute("data-done") && store) {
    Object.keys(store).filter((key) => key.startsWith(prefix)).forEach((key) => store.removeItem(key));
  }
  each("[data-focus]", (notice) => notice.focus());

  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const page = prefix + location.pathname + ":";
  const drawn = form.elements.drawn ? ` ${form.elements.drawn.value}` : "";
  const key = page + form.elements.version.value + drawn;
  const inputs = [...form.querySelectorAll("input:not([type=hidden]), textarea")];

  // What was typed but not sent is kept in this tab only, for this version of the page
  // and the questions drawn on it.
  const keep = () => {
    if (!store) return;
    const draft = inputs.map((one) => (one.type === "textarea" ? one.value : one.checked));
    try { store.setItem(key, JSON.stringify(draft)); } catch { /* full or switched off */ }
  };
  const restore = () => {
    if (!store) return;
    Object.keys(store).filter((old) => old.startsWith(page) && old !== key).forEach((old) => store.removeItem(old));
    // after an error the server shows exactly what was sent
    if (form.querySelector(".invalid") || document.querySelector(".notice.error")) return;
    let draft;
    try { draft = JSON.parse(store.getItem(key)); } catch { return; }
    if (!Array.isArray(draft) || draft.length !== inputs.length) return;
    inputs.forEach((one, n) => {
      if (one.type === "textarea") one.value = String(draft[n]);
      else one.checked = draft[n] === true;
    });
  };

  const refresh = () => {
    each("fieldset", (card) => {
      const chosen = card.querySelectorAll("input:checked").length;
      each(".clear", (button) => { button.hidden = !chosen; }, card);
      const counter = card.querySelector(".counter");
      if (counter) {
        const text = chosen ? card.dataset.chosen.replace("{n}", chosen) : "";
        if (counter.textContent !== text) counter.textContent = text;
      }
    }, form);
  };

  each(".clear", (button) => button.addEventListener("click", (event) => {
    event.preventDefault();
    const radios = button.closest("fieldset").querySelectorAll("input");
    radios.forEach((one) => { one.checked = false; });
    radios[0].focus();
    keep();
    refresh();
  }), form);
  form.addEventListener("input", () => { keep(); refresh(); });
  restore();
  refresh();
})();
