// Counts the picks aloud, keeps them while this window is open, and does the proof of work while the voter reads.
// Without this script the form works as well: the service then asks once more.
"use strict";

const form = document.getElementById("ballot");
const KEPT = "ballot-picks";
const AGAIN = 5000; // milliseconds after which the button works again: no event tells that a voter has pressed Stop

if (document.getElementById("receipt")) {
  keep(null);
  const qr = document.getElementById("qr");
  if (!qr.getAttribute("d")) qr.setAttribute("d", drawn(document.querySelector(".number").textContent));
}
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

  form.elements.script.value = "1";
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

// A receipt's twenty letters as the QR code of version 1 at level M with mask 3, in a square of 29: the same path that
// the service draws for pages without this script.
function drawn(receipt) {
  const letters = [...receipt.replaceAll("-", "")].map(letter => "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".indexOf(letter));
  let bits = "0010" + letters.length.toString(2).padStart(9, "0");
  for (let at = 0; at < letters.length; at += 2) bits += (letters[at] * 45 + letters[at + 1]).toString(2).padStart(11, "0");
  const words = bits.padEnd(128, "0").match(/.{8}/g).map(word => parseInt(word, 2));

  // Reed and Solomon: the remainder by the polynomial with the roots 2^0 to 2^9 over GF(256).
  const times = (a, b) => {
    let product = 0;
    for (; b; b >>= 1, a = a << 1 ^ (a > 127 ? 0x11d : 0)) if (b & 1) product ^= a;
    return product;
  };
  let divisor = [1];
  for (let at = 0, root = 1; at < 10; at++, root = times(root, 2))
    divisor = [...divisor, 0].map((value, place) => value ^ (place ? times(divisor[place - 1], root) : 0));
  const rest = [...words, ...Array(10).fill(0)];
  for (let at = 0; at < words.length; at++) {
    const factor = rest[at];
    divisor.forEach((value, place) => { rest[at + place] ^= times(value, factor) });
  }
  const stream = [...words, ...rest.slice(16)].map(word => word.toString(2).padStart(8, "0")).join("");

  const size = 21, dark = Array.from({length: size}, () => Array(size).fill(null));
  for (const [row, column] of [[3, 3], [3, 17], [17, 3]])  // the three squares, with their white rims
    for (let down = -4; down <= 4; down++) for (let right = -4; right <= 4; right++) {
      const ring = Math.max(Math.abs(down), Math.abs(right));
      if (dark[row + down]?.[column + right] !== undefined) dark[row + down][column + right] = ring !== 2 && ring !== 4;
    }
  for (let at = 8; at < 13; at++) dark[6][at] = dark[at][6] = at % 2 === 0;
  [..."101101101001011"].reverse().forEach((bit, at) => {  // level M and mask 3, with their own check bits, twice
    const on = bit === "1";
    if (at < 6) dark[at][8] = on; else if (at < 8) dark[at + 1][8] = on; else if (at === 8) dark[8][7] = on;
    else dark[8][14 - at] = on;
    if (at < 8) dark[8][size - 1 - at] = on; else dark[size - 15 + at][8] = on;
  });
  dark[13][8] = true;
  let next = 0;
  for (let right = size - 1; right > 0; right -= right === 8 ? 3 : 2)  // up and down in pairs of columns
    for (let step = 0; step < size; step++) for (const column of [right, right - 1]) {
      const row = (right > 6 ? right : right + 1) % 4 === 0 ? size - 1 - step : step;
      if (dark[row][column] === null) dark[row][column] = stream[next++] === "1" !== ((row + column) % 3 === 0);
    }

  return dark.map((row, down) => row.map((on, right) => {
    if (!on || row[right - 1]) return "";
    const width = [...row.slice(right), false].indexOf(false);
    return `M${right + 4} ${down + 4}h${width}v1h-${width}z`;
  }).join("")).join("");
}
