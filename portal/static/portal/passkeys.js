// Passkeys: a form asks the browser for one, and sends what the browser says. What fails is said on the page.
(() => {
  const knows = window.PublicKeyCredential && window.webauthnJSON;

  const optionsOf = async (form) => {
    if (!form.dataset.options) return JSON.parse(document.getElementById("passkey-options").textContent);
    const response = await fetch(form.dataset.options, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error("no options");
    return (await response.json()).request_options;
  };

  const create = (options) => {
    const chosen = options.publicKey.authenticatorSelection;
    Object.assign(chosen, { residentKey: "required", requireResidentKey: true, userVerification: "required" });
    return window.webauthnJSON.create(options);
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const failed = form.querySelector("[data-passkey-failed]");
    const button = form.querySelector("button[type=submit]");
    if (!knows) {
      form.querySelector("[data-passkey-unsupported]").hidden = false;
      button.disabled = true;
      continue;
    }
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failed.hidden = true;
      button.disabled = true;
      try {
        const options = await optionsOf(form);
        const ask = form.dataset.passkey === "create" ? create : window.webauthnJSON.get;
        const answer = await ask(options);
        form.elements.credential.value = JSON.stringify(answer);
        form.submit();
      } catch {
        button.disabled = false;
        failed.hidden = false;
        failed.focus();
      }
    });
  }
})();
