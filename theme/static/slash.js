// The key / leads to the search field, or to the page that has it. Whoever it disturbs switches it off on the search page (WCAG 2.1.4).
"use strict";
(() => {
  const NAME = "nuanwen-slash";
  let on = true;
  try { on = localStorage.getItem(NAME) !== "off"; } catch { /* no storage here: it stays on */ }

  document.addEventListener("keydown", event => {
    if (!on || event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    const field = document.querySelector("input[name=q]");
    event.preventDefault();
    if (!field) return document.querySelector(".seek").click();
    field.focus();
    field.select();
  });

  if (location.hash === "#_words") document.getElementById("_words")?.focus();

  const box = document.getElementById("_slash");
  if (!box) return;
  box.checked = on;
  box.closest("[hidden]").hidden = false;
  box.addEventListener("change", () => {
    on = box.checked;
    try { localStorage.setItem(NAME, on ? "on" : "off"); } catch { /* until the page is left, then */ }
  });
})();
