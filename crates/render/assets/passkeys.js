// Lets a browser speak with the device that holds a passkey. Pages work without it: then the emailed code signs in.
"use strict";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const described = (key) => ({ ...key, id: bytes(key.id) });

/** A challenge for this form: what the browser takes, and the id that goes back with the answer. */
async function challenge(form) {
  const answer = await fetch(form.dataset.challenge, {
    method: "POST",
    body: new URLSearchParams({ csrf: form.elements.csrf.value }),
  });
  if (!answer.ok) throw new Error("no challenge");
  const asked = await answer.json();
  const options = asked.options.publicKey;
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  options.excludeCredentials = (options.excludeCredentials || []).map(described);
  options.allowCredentials = (options.allowCredentials || []).map(described);
  form.elements.challenge.value = asked.challenge;
  return options;
}

/** Sends the answer of a device with the form. */
function send(form, key) {
  const response = { clientDataJSON: text(key.response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (key.response[part]) response[part] = text(key.response[part]);
  }
  form.elements.credential.value = JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response });
  form.submit();
}

function wrong(form, error) {
  const words = {
    InvalidStateError: "This device holds a passkey for your account already.",
    NotAllowedError: "Nothing was done. You can try again, or use an emailed code.",
    SecurityError: "Passkeys do not work at this address. Use an emailed code.",
  };
  form.querySelector("[data-said]").textContent = words[error.name] || "That did not work. Load the page again, or use an emailed code.";
}

function ready(form) {
  const adds = form.dataset.passkey === "add";
  let waiting = null;
  const ask = async (conditional) => {
    if (waiting) waiting.abort();
    waiting = new AbortController();
    const { signal } = waiting;
    try {
      const publicKey = await challenge(form);
      const key = adds
        ? await navigator.credentials.create({ publicKey, signal })
        : await navigator.credentials.get({ publicKey, signal, ...(conditional ? { mediation: "conditional" } : {}) });
      send(form, key);
    } catch (error) {
      if (!conditional && error.name !== "AbortError") wrong(form, error);
    }
  };
  form.hidden = false;
  form.querySelector("[data-said]").textContent = "";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    ask(false);
  });
  const email = document.querySelector("input[type=email]");
  if (adds || !email || !PublicKeyCredential.isConditionalMediationAvailable) return;
  // Somebody who turns to the field for their address is offered the passkeys that their device knows.
  email.addEventListener("focus", async () => {
    if (!await PublicKeyCredential.isConditionalMediationAvailable()) return;
    email.autocomplete = "email webauthn";
    ask(true);
  }, { once: true });
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  if (window.PublicKeyCredential) ready(form);
  else if (form.dataset.passkey === "add") form.querySelector("[data-said]").textContent = "This browser cannot use passkeys.";
}
