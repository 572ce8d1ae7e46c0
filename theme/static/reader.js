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
  addEventListener("DOMContentLoaded", show);
  addEventListener("pageshow", show); // a page brought back by the back button may be older than the choice
  addEventListener("storage", show); // made in another tab
  addEventListener("change", function (event) {
    var input = event.target;
    if (!input.closest(".switches")) return;
    keep(input.name, input.type === "radio" || input.checked ? input.value : choices[input.name][0]);
  });
  addEventListener("keydown", function (event) {
    var open = event.key === "Escape" && document.querySelector(".switches[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
  addEventListener("focusout", function (event) {
    var open = event.target.closest(".switches[open]"); // it may cover what has the focus now
    if (open && event.relatedTarget && !open.contains(event.relatedTarget)) open.open = false;
  });
  addEventListener("click", function (event) {
    var open = document.querySelector(".switches[open]");
    if (open && !open.contains(event.target)) open.open = false;
    var button = event.target.closest("[data-print]");
    if (!button) return;
    root.dataset.paper = button.dataset.print;
    print();
  });
})();
