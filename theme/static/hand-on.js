// Copies an address, and hands a page to what the device shares with. Nothing is sent to any host.
(function () {
  "use strict";

  function old(text) { // where there is no clipboard to write to: a page on a disk, a preview, an old browser
    var field = document.createElement("textarea");
    field.value = text;
    field.style.position = "fixed";
    document.body.appendChild(field);
    field.select();
    var done = document.execCommand("copy");
    field.remove();
    return done ? Promise.resolve() : Promise.reject();
  }

  function copied(text) {
    return navigator.clipboard ? navigator.clipboard.writeText(text).catch(function () { return old(text); }) : old(text);
  }

  addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy], [data-hand-on]");
    if (!button) return;
    var text = button.dataset.copy;
    if (!text) {
      navigator.share({ title: document.title, url: document.querySelector("[rel=canonical]").href }).catch(function () {});
      return;
    }
    copied(text).then(function () {
      var words = button.textContent;
      if (words === button.dataset.done) return;
      button.textContent = button.dataset.done;
      setTimeout(function () { button.textContent = words; }, 2000);
    }, function () { prompt("", text); });
  });
})();
