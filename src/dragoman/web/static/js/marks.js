// Lights a statement's words and its note together, where the pointer or the focus is on either.

const text = document.querySelectorAll(".record");
let lit = [];

function statement(target) {
  if (!(target instanceof Element)) return null;
  // The innermost statement: a quotation within a quotation is its own.
  const found = target.closest(".note, .content, .condition, .cue, .source, .ref");
  if (!found) return null;
  const name = [...found.classList].find((one) => /^s\d+$/.test(one));
  if (name) return [found.closest(".record"), name];
  const href = found.getAttribute("href") || "";
  const number = /s(\d+)$/.exec(href);
  return number ? [found.closest(".record"), `s${number[1]}`] : null;
}

function light(target) {
  for (const one of lit) one.classList.remove("lit");
  const found = statement(target);
  lit = found ? [...found[0].querySelectorAll(`.${found[1]}`)] : [];
  for (const one of lit) one.classList.add("lit");
}

for (const record of text) {
  record.addEventListener("pointerover", (event) => light(event.target));
  record.addEventListener("pointerleave", () => light(document.activeElement));
  record.addEventListener("focusin", (event) => light(event.target));
}

// The statement that the address names is lit when one comes to it.
function named() {
  const target = /^#(a\d+-)?[sr]\d+$/.test(location.hash) && document.getElementById(location.hash.slice(1));
  if (target) light(target);
}
addEventListener("hashchange", named);
named();
