// Keeps a story for later, or a region as the reader's own, on this device; saved.html shows and removes what is kept.
// Where nothing can be kept the button is never shown.
(function () {
  "use strict";
  var MOST = 100; // stories; the oldest goes first
  var button = document.querySelector("[data-keep]"), own = button && button.dataset, said = document.querySelector("[data-full]");
  if (!own) return;

  function kept() { // raises where storage is refused; whatever else stands there counts as nothing
    var text = localStorage.getItem(own.keep), value = null;
    try { value = JSON.parse(text); } catch (damaged) {}
    if (own.keep === "reader-saved") return Array.isArray(value) ? value.filter(function (it) { return it && typeof it.url === "string"; }) : [];
    return value && typeof value.url === "string" ? [value] : [];
  }

  function others() {
    return kept().filter(function (it) { return it.url !== own.url; });
  }

  function show() {
    var on;
    try { on = kept().length > others().length; } catch (refused) { return; }
    button.setAttribute("aria-pressed", on);
    button.textContent = on ? own.on : own.off;
    button.hidden = false;
  }

  button.addEventListener("click", function () {
    try {
      var it = { url: own.url, title: own.title }, left = others(), adds = left.length === kept().length;
      if (own.keep === "reader-saved") {
        it.date = own.date;
        localStorage.setItem(own.keep, JSON.stringify((adds ? [it] : []).concat(left).slice(0, MOST)));
      } else if (adds) localStorage.setItem(own.keep, JSON.stringify(it));
      else localStorage.removeItem(own.keep);
      show();
      said.textContent = "";
    } catch (full) {
      said.textContent = said.dataset.full;
    }
  });
  addEventListener("pageshow", show); // a page brought back by the back button may be older than what is kept
  addEventListener("storage", show); // by another tab
  show();
})();
