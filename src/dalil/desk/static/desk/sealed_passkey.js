// Opens the sealed compartment with a passkey, and adds one: asks the passkey for its secret (WebAuthn's prf extension)
// and writes it into the form. Without scripts or such a passkey, the passphrase opens as before.
(function () {
  const form = document.querySelector("form[data-passkey]");
  const trouble = document.querySelector("[data-passkey-trouble]");
  if (!form || !window.PublicKeyCredential) return;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
  const written = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const drawn = () => crypto.getRandomValues(new Uint8Array(32));

  // The secret that one of these passkeys gives for its salt. asked: [{credential, salt}], in base64.
  async function secretOf(asked) {
    const salts = Object.fromEntries(asked.map((each) => [each.credential, { first: bytes(each.salt) }]));
    const answer = await navigator.credentials.get({
      publicKey: {
        challenge: drawn(),
        allowCredentials: asked.map((each) => ({ type: "public-key", id: bytes(each.credential) })),
        userVerification: "required",
        extensions: { prf: { evalByCredential: salts } },
      },
    });
    const results = answer.getClientExtensionResults().prf?.results;
    if (!results) throw new Error("no secret");
    return { credential: written(answer.rawId), secret: written(results.first) };
  }

  async function made() {
    const person = form.dataset.passkeyPerson;
    const passkey = await navigator.credentials.create({
      publicKey: {
        challenge: drawn(),
        rp: { name: "Dalil" },
        user: { id: drawn(), name: person, displayName: person },
        pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -257 }],
        authenticatorSelection: { userVerification: "required" },
        extensions: { prf: {} },
      },
    });
    return { credential: written(passkey.rawId), salt: written(drawn()) };
  }

  function fill(told) {
    for (const [name, value] of Object.entries(told)) form.elements[name].value = value;
    HTMLFormElement.prototype.submit.call(form);
  }

  function say() {
    trouble.hidden = false;
  }

  if (form.dataset.passkey === "open") {
    const go = form.querySelector("[data-passkey-go]");
    const asked = JSON.parse(document.getElementById("passkeys").textContent);
    go.hidden = false;
    go.addEventListener("click", () => secretOf(asked).then(fill, say));
  } else {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      trouble.hidden = true;
      made()
        .then(async (asked) => ({ ...asked, ...(await secretOf([asked])) }))
        .then(fill, say);
    });
  }
})();
