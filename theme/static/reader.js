// What a reader sets for this device: large type and high contrast. It runs before the page is drawn, so nothing moves;
// without it the page is whole, in the browser's own size. Nothing leaves the device.
(function () {
  "use strict";
  var root = document.documentElement;
  var choices = { size: ["100", "125", "150", "200"], contrast: ["plain", "more"] };

  function kept(name) {
    var value = null;
    try {
      value = localStorage.getItem("reader-" + name);
    } catch (refused) {} // storage may be switched off: the choice then lasts as long as the page
    return choices[name].indexOf(value) < 0 ? choices[name][0] : value;
  }

  function keep(name, value) {
    root.dataset[name] = value;
    try {
      localStorage.setItem("reader-" + name, value);
    } catch (refused) {}
  }

  function show() {
    for (var name in choices) root.dataset[name] = kept(name);
    document.querySelectorAll(".switches input").forEach(function (input) {
      input.checked = root.dataset[input.name] === input.value;
    });
  }

  show();
  if (navigator.share) root.dataset.share = "";
  addEventListener("DOMContentLoaded", show);
  addEventListener("pageshow", show); // a page brought back by the back button may be older than the choice
  addEventListener("storage", show); // made in another tab
  addEventListener("change", function (event) {
    var input = event.target;
    if (!input.closest(".switches")) return;
    keep(input.name, input.type === "radio" || input.checked ? input.value : choices[input.name][0]);
  });
  addEventListener("keydown", function (event) {
    var open = event.key === "Escape" && document.querySelector(".menu[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  function leave(to) {
    var open = document.querySelector(".menu[open]");
    if (open && to && !open.contains(to)) open.open = false;
  }

  addEventListener("focusin", function (event) { leave(event.target); }); // or it would cover what has the focus
  addEventListener("click", function (event) {
    leave(event.target);
    var button = event.target.closest("[data-print]");
    if (!button) return;
    root.dataset.paper = button.dataset.print;
    print();
  });
})();
