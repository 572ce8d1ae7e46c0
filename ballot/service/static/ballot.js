// Counts the picks aloud, keeps them while this window is open, and does the proof of work while the voter reads.
// Without this script the form works as well: the service then asks once more.
"use strict";

const form = document.getElementById("ballot");
const KEPT = "ballot-picks";
const AGAIN = 5000; // milliseconds after which the button works again: no event tells that a voter has pressed Stop

if (document.getElementById("receipt")) keep(null);
if (form) begin(form);

// A browser may shut its storage, as some private windows do; then the picks are not kept, and all else works.
function keep(picks) {
  try {
    if (picks) sessionStorage.setItem(KEPT, JSON.stringify(picks));
    else sessionStorage.removeItem(KEPT);
  } catch { /* shut */ }
}

function begin(form) {
  const boxes = [...form.querySelectorAll("[name=pick]")];
  const status = document.getElementById("count");
  const most = Number(form.dataset.most);
  let proof = null;
  let sending = false;

  function count() {
    const picked = boxes.filter(box => box.checked);
    const words = picked.length > most ? form.dataset.over : form.dataset.picked;
    status.textContent = words.replace("{count}", picked.length).replace("{most}", most);
    status.classList.toggle("over", picked.length > most);
    keep(picked.map(box => box.value));
  }

  function restore() {
    const asked = fromAddress();
    if (!asked && boxes.some(box => box.checked)) return;
    let kept = [];
    try { kept = JSON.parse(sessionStorage.getItem(KEPT)) || []; } catch { /* shut, or not ours */ }
    for (const box of boxes) box.checked = (asked || kept).includes(box.value);
  }

  // What a link brings stands behind the # (#code=…&picks=N01.N07): browsers send that to nobody, so no log holds it.
  function fromAddress() {
    const told = new URLSearchParams(location.hash.slice(1));
    if (!told.get("code") && !told.get("picks")) return null;  // #picks alone is a place on this page
    if (told.get("code") && form.elements.code) form.elements.code.value = told.get("code").slice(0, 40);
    history.replaceState(null, "", location.pathname + location.search);
    return told.get("picks")?.split(".") ?? null;
  }

  // Sent twice, a form is counted once; so the guard against a double click may end while a slow answer is still due.
  function sent(button) {
    sending = true;
    setTimeout(() => {
      sending = false;
      button.removeAttribute("aria-disabled");
      count();
    }, AGAIN);
  }

  async function send(event) {
    const coded = form.elements.code && form.elements.code.value.trim();
    const button = event.submitter || form.querySelector("button");
    if (sending) return event.preventDefault();
    if (coded || !form.dataset.challenge || !globalThis.crypto?.subtle) return;
    if (form.elements.proof.value) return sent(button);
    event.preventDefault();
    sending = true;
    button.setAttribute("aria-disabled", "true");
    status.textContent = form.dataset.working;
    try { form.elements.proof.value = await proof; } catch { /* the service asks once more instead */ }
    status.textContent = form.dataset.sending;
    form.submit();
    sent(button);
  }

  restore();
  count();
  form.addEventListener("change", event => { if (event.target.name === "pick") count(); });
  form.addEventListener("submit", send);
  addEventListener("hashchange", () => { restore(); count(); });
  // A page taken back from the browser's memory was sent before: its counter starts anew, its form is still good.
  addEventListener("pageshow", event => { if (event.persisted) location.reload(); });
  document.getElementById("mistakes")?.focus();
  if (form.dataset.challenge && globalThis.crypto?.subtle) {
    proof = solve(JSON.parse(form.dataset.challenge));
    proof.catch(() => {});
  }
}

// ALTCHA, version 2: find the counter whose PBKDF2 key begins as the challenge says.
async function solve(challenge) {
  const { nonce, salt, cost, keyLength, keyPrefix } = challenge.parameters;
  const password = new Uint8Array(nonce.length / 2 + 4);
  password.set(bytes(nonce));
  const view = new DataView(password.buffer);
  for (let counter = 0; counter < 1e6; counter++) {
    view.setUint32(nonce.length / 2, counter);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: cost };
    const derivedKey = hex(new Uint8Array(await crypto.subtle.deriveBits(how, key, keyLength * 8)));
    if (derivedKey.startsWith(keyPrefix)) return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
  }
  throw new Error("no answer");
}

function bytes(text) {
  return Uint8Array.from(text.match(/../g), pair => parseInt(pair, 16));
}

function hex(data) {
  return Array.from(data, byte => byte.toString(16).padStart(2, "0")).join("");
}
