{#- Printed at the site's root, which is as far as it reaches. #}
// Keeps home, the newest issues and what they are drawn with, for a time without network. While there is a network
// every answer comes from there. Without files to keep it removes what it kept, and itself.
"use strict";
var SCOPE = self.registration.scope, NAME = "nuanwen " + SCOPE + " ", CACHE = NAME + "{{ page.version }}";
var KEPT = [{% for file in page.files %}"{{ file }}"{% if not loop.last %}, {% endif %}{% endfor %}].map(function (file) { return SCOPE + file; });

function keep(url, answer) { // an answer that was led elsewhere may not open a page
  if (answer.redirected) answer = new Response(answer.body, { headers: answer.headers });
  return caches.open(CACHE).then(function (cache) { return cache.put(url, answer); });
}

function renew(url, answer) { // not in a cache that a newer worker, or the reader, has removed
  return caches.has(CACHE).then(function (there) { if (there) return keep(url, answer); });
}

self.addEventListener("install", function (event) {
  self.skipWaiting();
  event.waitUntil(Promise.all(KEPT.map(function (url) {
    return fetch(url, { cache: "no-cache" }).then(function (answer) {
      if (!answer.ok) throw new Error(url);
      return keep(url, answer);
    });
  })));
});

self.addEventListener("activate", function (event) {
  event.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.filter(function (name) {
      return name.indexOf(NAME) === 0 && (name !== CACHE || !KEPT.length);
    }).map(function (name) { return caches.delete(name); }));
  }).then(function () { if (!KEPT.length) return self.registration.unregister(); }));
});

self.addEventListener("fetch", function (event) {
  var url = event.request.url.split(/[?#]/)[0].replace(/\/$/, "/index.html");
  if (event.request.method !== "GET" || KEPT.indexOf(url) < 0) return;
  event.respondWith(fetch(event.request).then(function (answer) {
    if (answer.ok) event.waitUntil(renew(url, answer.clone()).catch(function () {})); // a full device costs only the copy
    return answer;
  }, function () {
    return caches.open(CACHE).then(function (cache) { return cache.match(url); }).then(function (answer) { return answer || Response.error(); });
  }));
});
