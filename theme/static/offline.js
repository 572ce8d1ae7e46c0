// Has the worker keep home and the newest issues for a time without network: not from a disk, nor where the reader said no.
(function () {
  "use strict";
  var worker = document.currentScript.src.replace("static/offline.js", "sw.js");
  try {
    if (location.protocol === "file:" || !navigator.serviceWorker || localStorage.getItem("reader-keep") === "off") return;
  } catch (refused) {
    return;
  }
  addEventListener("load", function () {
    navigator.serviceWorker.register(worker).catch(function () {}); // then there is no copy, and nothing else is missing
  });
})();
