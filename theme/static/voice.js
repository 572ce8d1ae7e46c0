// Offers to read a story aloud where the reader's own system has a voice for the page's language; aloud.js does it, and is
// fetched when asked. Voices that work over a network are not used: what is read stays on the device.
(function () {
  "use strict";
  var talk = window.speechSynthesis, row = document.querySelector("[data-aloud]");
  if (!talk || !row || !talk.getVoices || !document.querySelector(".body")) return;
  var lang = document.documentElement.lang.toLowerCase(), play = row.querySelector("button");

  function fit(name) { // 2: this very language; 1: another form that sounds the same; 0: no
    name = name.toLowerCase().replace(/_/g, "-");
    if (name === lang) return 2;
    if (lang.indexOf("zh") === 0) return /^(zh(?!-(hk|mo|yue))|cmn)\b/.test(name) ? 1 : 0;
    return name.split("-")[0] === lang.split("-")[0] ? 1 : 0;
  }

  function find() {
    row.voice = talk.getVoices().filter(function (it) { return it.localService && fit(it.lang); })
      .sort(function (a, b) { return fit(b.lang) - fit(a.lang); })[0] || row.voice;
    if (row.voice) play.hidden = false;
  }

  play.addEventListener("click", function fetched() {
    play.removeEventListener("click", fetched);
    talk.speak(new SpeechSynthesisUtterance("")); // some phones let a page speak only if it began at a touch
    var script = document.createElement("script");
    script.src = row.dataset.aloud;
    script.onerror = function () { play.hidden = true; };
    document.head.appendChild(script);
  });
  if (talk.addEventListener) talk.addEventListener("voiceschanged", find); // they may come late
  find();
})();
