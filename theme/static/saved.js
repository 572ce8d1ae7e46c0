// The page of what is kept on this device: saved stories, the reader's region, and the button that clears all.
(function () {
  "use strict";
  var page = document.querySelector(".kept"), root = page.dataset.root, list = page.querySelector("ul"), said = page.querySelector("[role=status]");
  var home = page.querySelector("[data-region]"), keeps = page.querySelector("input");
  var OWN = /^(reader-|vote-\d|nuanwen-)/; // all names that pages of this site use

  function kept(name, fits) { // what stands there as this site wrote it, or null
    try {
      var value = JSON.parse(localStorage.getItem(name));
      return fits(value) ? value : null;
    } catch (damaged) {
      return null;
    }
  }

  function address(start) {
    return function (it) {
      return it && typeof it.title === "string" && typeof it.url === "string" && it.url.indexOf(start) === 0 && /^[\w%./-]+$/.test(it.url);
    };
  }

  function stories() {
    return (kept("reader-saved", Array.isArray) || []).filter(address("story/")).slice(0, 100);
  }

  function add(parent, name, text) {
    var node = document.createElement(name);
    if (text) node.textContent = text;
    parent.appendChild(node);
    return node;
  }

  function day(date) { // as the other pages write it
    var words = { year: "numeric", month: "long", day: "numeric", timeZone: "UTC" };
    return new Date(date).toLocaleDateString(document.documentElement.lang, words);
  }

  function link(parent, it) {
    add(parent, "a", it.title).href = root + it.url;
    parent.appendChild(document.createTextNode(" "));
  }

  function remover(parent, it, act) {
    var button = add(parent, "button", page.dataset.remove);
    button.type = "button";
    button.setAttribute("aria-label", page.dataset.remove + page.dataset.colon + it.title);
    button.addEventListener("click", function () {
      try { act(); } catch (refused) {}
      show();
      said.textContent = page.dataset.removed;
      (list.querySelector("button") || page.querySelector("[data-clear]")).focus(); // the button pressed is gone
    });
  }

  function show() {
    list.textContent = home.textContent = "";
    stories().forEach(function (it) {
      var line = add(list, "li");
      if (/^\d{4}-[01]\d-[0-3]\d$/.test(it.date)) add(line, "time", day(it.date)).dateTime = it.date;
      var words = add(line, "span");
      link(words, it);
      remover(words, it, function () {
        localStorage.setItem("reader-saved", JSON.stringify(stories().filter(function (other) { return other.url !== it.url; })));
      });
    });
    page.querySelector(".empty").hidden = !!list.firstChild;
    var region = kept("reader-region", address("region/"));
    if (!home) region = null;
    else if (region) {
      link(home, region);
      remover(home, region, function () { localStorage.removeItem("reader-region"); });
    } else link(home, { title: page.dataset.choose, url: "region/index.html" });
    var off = null;
    try { off = localStorage.getItem("reader-keep"); } catch (refused) { off = "off"; }
    keeps.checked = off !== "off";
  }

  function forget() { // copies for a time without network
    var scope = new URL(root || ".", location.href).href;
    if (window.caches) caches.keys().then(function (names) {
      names.forEach(function (name) { if (name.indexOf("nuanwen " + scope + " ") === 0) caches.delete(name); });
    }).catch(function () {});
    if (navigator.serviceWorker) navigator.serviceWorker.getRegistrations().then(function (all) {
      all.forEach(function (one) { if (one.scope === scope) one.unregister(); });
    }).catch(function () {});
  }

  function keep(on) {
    try {
      if (on) return localStorage.removeItem("reader-keep");
      localStorage.setItem("reader-keep", "off");
      localStorage.removeItem("reader-visit");
      sessionStorage.removeItem("reader-since");
    } catch (refused) {}
    forget();
  }

  keeps.addEventListener("change", function () {
    keep(keeps.checked);
    show();
  });
  page.querySelector("[data-clear]").addEventListener("click", function () {
    try {
      Object.keys(localStorage).forEach(function (name) { if (OWN.test(name)) localStorage.removeItem(name); });
    } catch (refused) {}
    keep(false);
    show();
    said.textContent = page.dataset.cleared;
  });
  addEventListener("pageshow", show);
  addEventListener("storage", show);
  show();
  page.hidden = false;
})();
